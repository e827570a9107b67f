"""The chat in a page of another site: two lines, attributes, and styles that do not meet."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.clients.web.accessibility import violations
from tests.clients.web.chat_page import PHONE, Account, ChatPage
from tests.product import RunningProduct

PAGE = """<!doctype html>
<html lang="es">
<head><meta charset="utf-8"><title>Intranet</title><link rel="stylesheet" href="/intranet.css">
<script type="module" src="{services}/chatnomina.js"></script></head>
<body><main><h1>Intranet</h1><p id="said">Comedor: hoy hay ajiaco.</p><button>Pedir</button></main>
<chat-nomina {attributes}></chat-nomina></body></html>"""
# What a page may do to itself reaches nobody else: every element, the worst way.
STYLES = """* { color: rgb(255, 0, 0) !important; font: 40px/3 cursive !important; display: block !important; }
button { position: absolute !important; left: -5000px; } body { margin: 0; font-size: 40px; }"""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src {services}; connect-src {services} {assistant}; "
    "font-src {services}"
)
FIRST_LOAD_LIMIT = 250 * 1000


class _Intranet(BaseHTTPRequestHandler):
    """A page of another origin, with a policy as strict as one would have it."""

    def __init__(self, stack: RunningProduct, *arguments: object) -> None:
        self._stack = stack
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        services, assistant = self._stack.services_url, self._stack.rasa_url
        address = urlsplit(self.path)
        if address.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return
        styles = address.path == "/intranet.css"
        attributes = address.query.replace("&", " ").replace("%22", '"')
        body = STYLES if styles else PAGE.format(services=services, attributes=attributes)
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if styles else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(services=services, assistant=assistant))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def intranet(stack: RunningProduct) -> Iterator[str]:
    """The address of the other site, which is the one that the product lets in."""
    address = urlsplit(stack.variables["CORS_ORIGINS"])
    assert address.port is not None
    server = ThreadingHTTPServer(("127.0.0.1", address.port), partial(_Intranet, stack))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address.geturl()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visit(
    new_context: Callable[..., BrowserContext], watch: Callable[[Page], Page], intranet: str
) -> Callable[..., ChatPage]:
    """The intranet's page with these attributes of the element."""

    def open_page(attributes: str = "", **options: object) -> ChatPage:
        page = watch(new_context(**options).new_page())
        page.goto(f"{intranet}/?{attributes}")
        return ChatPage(page)

    return open_page


def test_two_lines_bring_the_chat_and_neither_side_meets_the_others_styles(
    visit: Callable[..., ChatPage], accounts: dict[str, Account], stack: RunningProduct
) -> None:
    chat = visit()
    page = chat.page
    scripts: list[str] = []
    page.on("response", lambda answer: scripts.append(answer.url) if answer.url.endswith(".js") else None)
    page.get_by_role("button", name="Abrir el chat de nómina").click()
    panel = page.get_by_role("dialog", name="Chat de nómina")
    expect(panel).to_be_visible()
    chat.log_in(accounts["employee"])
    chat.see_chat()
    expect(chat.box).to_be_focused()
    load = [f"{stack.services_url}/chatnomina.js", *scripts]
    assert not [url for url in load if "ChartCard" in url]
    assert sum(_compressed(url) for url in set(load)) <= FIRST_LOAD_LIMIT

    answers = chat.ask("¿Cuánto me pagaron en octubre?")
    expect(answers.first).to_contain_text("$")
    expect(chat.log.locator("svg.recharts-surface").first).to_be_visible()
    bubble = answers.first.locator("[dir=auto]").first
    look = "(element) => [getComputedStyle(element).color, getComputedStyle(element).fontSize]"
    colour, size = bubble.evaluate(look)
    assert colour != "rgb(255, 0, 0)"
    assert size == "15px"
    assert page.locator("#said").evaluate(look) == ["rgb(255, 0, 0)", "40px"]
    found = [each for each in violations(page) if "chat-nomina" in str(each) or "cn-" in str(each)]
    assert found == []

    page.get_by_role("button", name="Buscar en la conversación").click()
    page.get_by_role("searchbox").press("Escape")  # closes the search and not what it is in
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(panel).to_be_visible()
    chat.menu("Apariencia")
    page.get_by_role("dialog", name="Apariencia").get_by_role("button", name="Cerrar").click()
    chat.box.press("Escape")
    expect(panel).to_be_hidden()
    launcher = page.get_by_role("button", name="Abrir el chat de nómina")
    expect(launcher).to_be_focused()
    launcher.press("Enter")
    expect(answers.first).to_be_visible()


def test_attributes_choose_theme_language_and_side_and_may_change(visit: Callable[..., ChatPage]) -> None:
    chat = visit('open&theme="dark"&language="en-US"&position="left"', viewport={"width": 1000, "height": 800})
    page = chat.page
    panel = page.get_by_role("dialog", name="Payroll chat")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] < 100
    assert panel.evaluate("(element) => element.style.colorScheme") == "dark"
    page.evaluate(
        """() => {
          const chat = document.querySelector("chat-nomina");
          chat.setAttribute("theme", "light");
          chat.setAttribute("language", "es-CO");
          chat.setAttribute("position", "right");
        }"""
    )
    spanish = page.get_by_role("dialog", name="Chat de nómina")
    expect(spanish.get_by_role("heading", name="Entra a tu cuenta")).to_be_visible()
    assert spanish.evaluate("(element) => element.style.colorScheme") == "light"
    moved = spanish.bounding_box()
    assert moved is not None
    assert moved["x"] > 500
    page.evaluate("document.querySelector('chat-nomina').remove()")
    expect(spanish).to_have_count(0)


def test_on_a_phone_the_panel_is_the_whole_screen(visit: Callable[..., ChatPage]) -> None:
    chat = visit("open", viewport=PHONE)
    panel = chat.page.get_by_role("dialog", name="Chat de nómina")
    expect(panel).to_be_visible()
    assert panel.bounding_box() == {"x": 0, "y": 0, **PHONE}
    panel.get_by_role("button", name="Cerrar").click()
    expect(panel).to_be_hidden()


def _compressed(url: str) -> int:
    """Bytes of a file as it travels."""
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}, timeout=60) as answer:
        content = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(content)
    return len(content)
