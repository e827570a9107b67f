"""What a person with a slow device waits for in the web client: Chromium with its processor slowed down four times."""

from __future__ import annotations

import shutil
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from deploy.local.demo_file import DemoUser

SLOWDOWN = 4
RUNS = 5
QUESTIONS = ("¿Cuánto me pagaron en octubre?", "historial de pagos de este año", "¿Cuál es mi salario?")
TYPED = "¿cuántos días de vacaciones me quedan este año?"
_PATIENCE_MS = 60_000
_LOOK_EVERY_MS = 10
# Lighthouse's phone: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
_SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_OBSERVE = """
  window.seen = { largest: 0, keys: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.seen.largest = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  // Not the browser's own «event timing»: without a screen it waits for frames that are never shown.
  addEventListener("keydown", (event) => requestAnimationFrame(() => {
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => window.seen.keys.push(performance.now() - event.timeStamp);
    drawn.port2.postMessage(null);
  }), true);
"""
_KEPT_FOR_OFFLINE = """(patience) => new Promise((kept, late) => {
  setTimeout(() => late(new Error("the app is not kept for offline")), patience);
  void navigator.serviceWorker.ready.then(() => kept(null));
})"""
_SINCE = "(since) => performance.now() - since"
_BOX = "textarea:not([aria-hidden=true])"
_ANSWERED = """(question) => {
  const asked = [...document.querySelectorAll("article[data-author=person]")].at(-1);
  return asked?.innerText.includes(question) && asked.nextElementSibling?.dataset.author === "assistant";
}"""


def web_client_figures(url: str, user: DemoUser) -> dict[str, float]:
    """Medians of several visits with nothing kept, in milliseconds and kilobytes (of 1,000 bytes)."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise RuntimeError("Chromium is missing: tests/debian_packages.sh installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        visits = [_visit(browser, url, user) for _ in range(RUNS)]
        far = [_first_paint(browser, url, slow_network=True) for _ in range(RUNS)]
        browser.close()
    found = {name: round(median(visit[name] for visit in visits), 1) for name in visits[0]}
    return found | {f"{name}_slow_4g": round(median(each[name] for each in far), 1) for name in far[0]}


def _visit(browser: Browser, url: str, user: DemoUser) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="es-CO")
    page, weights = _slow_page(context, slow_network=False)
    page.goto(url)
    page.locator("input[name=email]").wait_for()
    found = _paints(page)
    found["first_load_kb"] = sum(weights.values()) / 1000
    page.locator("input[name=email]").fill(user.email)
    page.locator("input[name=password]").fill(user.password)
    found["log_in_ms"] = _timed(page, lambda: page.keyboard.press("Enter"), lambda: page.locator(_BOX).wait_for())
    answers: list[float] = []
    for question in QUESTIONS:
        page.locator(_BOX).fill(question)
        answers.append(
            _timed(
                page,
                lambda: page.locator(_BOX).press("Enter"),
                lambda question=question: _until(page, _ANSWERED, question),
            )
        )
    found["answer_ms"] = median(answers)
    page.evaluate("window.seen.keys = []")
    page.locator(_BOX).press_sequentially(TYPED, delay=150)
    _until(page, "(count) => window.seen.keys.length >= count", sum(key.isascii() for key in TYPED))
    keys = sorted(page.evaluate("window.seen.keys"))
    found["key_to_paint_median_ms"] = median(keys)
    found["key_to_paint_worst_ms"] = keys[-1]
    page.evaluate(_KEPT_FOR_OFFLINE, _PATIENCE_MS)
    page.reload()
    page.locator("article[data-author=assistant]").first.wait_for()
    found["open_again_ms"] = page.evaluate("performance.now()")
    context.close()
    return found


def _first_paint(browser: Browser, url: str, *, slow_network: bool) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="es-CO")
    page, _ = _slow_page(context, slow_network=slow_network)
    page.goto(url)
    page.locator("input[name=email]").wait_for()
    found = _paints(page)
    context.close()
    return found


def _slow_page(context: Any, *, slow_network: bool) -> tuple[Page, dict[str, float]]:
    """A page on a slow device, and how much each file weighed on its way."""
    page: Page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.add_init_script(_OBSERVE)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    session.send("Network.enable")
    if slow_network:
        session.send("Network.emulateNetworkConditions", _SLOW_4G)
    weights: dict[str, float] = {}

    def weigh(event: dict[str, Any]) -> None:
        weights[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.loadingFinished", weigh)
    return page, weights


def _paints(page: Page) -> dict[str, float]:
    _until(page, "window.seen.largest > 0")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return {"first_paint_ms": first, "largest_paint_ms": page.evaluate("window.seen.largest")}


def _until(page: Page, expression: str, argument: Any = None) -> None:
    """Wait for something true; not in the page itself, whose policy lets nothing be evaluated later."""
    deadline = time.monotonic() + _PATIENCE_MS / 1000
    while not page.evaluate(expression, argument):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited too long for {expression}")
        page.wait_for_timeout(_LOOK_EVERY_MS)


def _timed(page: Page, begin: Any, wait: Any) -> float:
    since = page.evaluate("performance.now()")
    begin()
    wait()
    return float(page.evaluate(_SINCE, since))
