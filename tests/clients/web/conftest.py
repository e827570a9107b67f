"""A real browser on the page of the chat: one for the package, one session for each role, a tab for each test."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect, sync_playwright

from tests.clients.web.chat_page import DESKTOP, PATIENCE_MS, WEBHOOK, Account, ChatPage, forget_conversation
from tests.clients.web.chromium import ARGUMENTS
from tests.product import RunningProduct


class Complaints:
    """What the browser's console held against a page: a test fails for each that it does not expect."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """From now on, and before, complaints that match are part of what is tested."""
        self._expected.append(pattern)

    def listen(self, page: Page) -> None:
        """Hear a page's errors from its first moment on."""
        page.on("console", lambda message: self._hear(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._hear(f"{error.name}: {error.message}"))

    @property
    def unexpected(self) -> list[str]:
        """Those that no pattern matches."""
        return [text for text in self._heard if not any(re.search(pattern, text) for pattern in self._expected)]

    def _hear(self, text: str) -> None:
        self._heard.append(text)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep what came of a test for its fixtures, which show what the page looked like when it failed."""
    outcome: Any = yield
    report: pytest.TestReport = outcome.get_result()
    if report.when == "call":
        item.stash[_FAILED] = report.failed


_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven until the last test of the package: its loop and that of asyncio tests do not mix."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program is not None, "Chromium is missing: tests/debian_packages.sh installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS), timeout=PATIENCE_MS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def accounts(stack: RunningProduct) -> Mapping[str, Account]:
    """Those who can log in, by role."""
    return {user["role"]: Account(user["role"], user["email"], user["password"]) for user in stack.facts["users"]}


@pytest.fixture
def complaints(request: pytest.FixtureRequest) -> Iterator[Complaints]:
    """The errors of every page of the test; it fails for those that it did not expect."""
    heard = Complaints()
    yield heard
    if not request.node.stash.get(_FAILED, True):
        assert heard.unexpected == []


@pytest.fixture
def watch(request: pytest.FixtureRequest, complaints: Complaints, tmp_path: Path) -> Iterator[Callable[[Page], Page]]:
    """Have a page listened to, its waits limited, and a picture of it kept when the test fails."""
    pages: list[Page] = []

    def begin(page: Page) -> Page:
        page.set_default_timeout(PATIENCE_MS)
        complaints.listen(page)
        pages.append(page)
        return page

    yield begin
    for number, page in enumerate(pages):
        if request.node.stash.get(_FAILED, False) and not page.is_closed():
            path = tmp_path / f"page-{number}.png"
            with suppress(Error):  # a page that hangs cannot be drawn, and the test has failed anyway
                page.screenshot(path=path, timeout=10_000)
            request.node.add_report_section("call", "screenshot", f"{page.url}: {path}")


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser profile of the test's own, with nobody logged in; options as Playwright's `new_context`."""
    opened: list[BrowserContext] = []

    def create(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**({"viewport": DESKTOP, "locale": "es-CO"} | options)))
        return opened[-1]

    yield create
    for context in opened:
        context.close()


@pytest.fixture
def new_page(
    new_context: Callable[..., BrowserContext], watch: Callable[[Page], Page], stack: RunningProduct
) -> Callable[..., ChatPage]:
    """The page of the chat in a profile of its own, where nobody is logged in."""

    def create(path: str = "/", **options: Any) -> ChatPage:
        page = watch(new_context(**options).new_page())
        page.goto(stack.services_url + path)
        return ChatPage(page)

    return create


class SignedIn:
    """One profile for each role in which that person is logged in; a session's cookie cannot be in two of them."""

    def __init__(self, browser: Browser, stack: RunningProduct, accounts: Mapping[str, Account]) -> None:
        self._browser, self._stack, self._accounts = browser, stack, accounts
        self._contexts: dict[str, BrowserContext] = {}
        self._tokens: dict[str, str] = {}

    def context(self, role: str) -> BrowserContext:
        """The profile, logged in through the page the first time."""
        if role not in self._contexts:
            context = self._browser.new_context(viewport=DESKTOP, locale="es-CO")
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"{self._stack.services_url}/")
            chat = ChatPage(page)
            chat.log_in(self._accounts[role])
            chat.see_chat()
            chat.is_kept_for_offline()
            page.close()
            self._contexts[role] = context
        return self._contexts[role]

    def call(self, role: str, method: str, path: str, **options: Any) -> Any:
        """The JSON of an answer of the services to the same person, with a token of a session of its own."""
        if role not in self._tokens:
            self._tokens[role] = self._stack.log_in(role)
        headers = {"Authorization": f"Bearer {self._tokens[role]}"}
        answer = httpx.request(method, self._stack.services_url + path, headers=headers, timeout=60, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def forget_conversation(self, role: str) -> None:
        """Let the person's next test begin with nothing said, on the server and on the device."""
        self.call(role, "DELETE", "/chat/history")
        forget_conversation(self.context(role), self._stack.services_url)

    def close(self) -> None:
        """Close every profile."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="package")
def signed_in(browser: Browser, stack: RunningProduct, accounts: Mapping[str, Account]) -> Iterator[SignedIn]:
    """The profiles of those who are logged in, for the package."""
    profiles = SignedIn(browser, stack, accounts)
    yield profiles
    profiles.close()


@pytest.fixture
def open_chat(
    signed_in: SignedIn, watch: Callable[[Page], Page], stack: RunningProduct
) -> Iterator[Callable[..., ChatPage]]:
    """The chat of somebody who is logged in and has said nothing yet: `open_chat("manager", viewport=PHONE)`.

    `webhook` answers the messages instead of the server. It is in place before the page is loaded: what a page with a
    service worker sends may pass by a route that is set later.
    """
    opened: list[Page] = []

    def create(
        role: str = "employee",
        *,
        viewport: Any = DESKTOP,
        color_scheme: Any = "light",
        webhook: Callable[[Route], None] | None = None,
    ) -> ChatPage:
        signed_in.forget_conversation(role)
        page = watch(signed_in.context(role).new_page())
        opened.append(page)
        if webhook is not None:
            page.route(WEBHOOK, webhook)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        page.goto(f"{stack.services_url}/")
        chat = ChatPage(page)
        chat.see_chat()
        return chat

    yield create
    for page in opened:
        page.context.set_offline(False)
        page.close()


@pytest.fixture
def chat(open_chat: Callable[..., ChatPage]) -> ChatPage:
    """The employee's chat on a desktop, in light."""
    return open_chat()
