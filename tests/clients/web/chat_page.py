"""The page of the chat as a person uses it: what they press, what they write, and what they then see."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from playwright.sync_api import BrowserContext, Locator, Page, expect

PATIENCE_MS: Final = 60_000
DESKTOP: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 844}
WEBHOOK: Final = "**/webhooks/rest/webhook*"

# What an earlier test said stays on the device until the server has been asked; the next begins with nothing.
_FORGET_CONVERSATION = """async (name) => {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = database.transaction(["sealed", "unsent"], "readwrite");
  transaction.objectStore("sealed").delete("conversation");
  transaction.objectStore("unsent").clear();
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}"""

_KEPT_FOR_OFFLINE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active?.state === "activated";
}"""

Value = TypeVar("Value")


def until(page: Page, look: Callable[[], Value], awaited: str) -> Value:
    """Wait until a look at the page or at the world outside of it gives something true, which is returned.

    Not Playwright's wait_for_function: it takes a promise for the truth that it waits for, and the page's policy keeps
    it from looking twice.
    """
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not (seen := look()):
        assert time.monotonic() < deadline, f"waited too long until {awaited}"
        page.wait_for_timeout(50)  # lets what the browser tells in the meantime be heard
    return seen


def forget_conversation(context: BrowserContext, services_url: str) -> None:
    """Take what was said from the device of whoever is logged in; the server keeps its own."""
    page = context.new_page()
    page.goto(f"{services_url}/icons/icon.svg")
    page.evaluate(_FORGET_CONVERSATION, f"chatnomina {services_url}")
    page.close()


@dataclass(frozen=True)
class Account:
    """Somebody of the demo company who can log in."""

    role: str
    email: str
    password: str


class ChatPage:
    """The chat in a tab, or in the panel of another page (a locator pierces the shadow root by itself)."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_role("textbox", name="Escribe tu pregunta")
        self.log = page.get_by_role("log")
        self.scroller = page.get_by_role("group", name="Conversación")
        self.own = self.log.locator("article[data-author=person]")
        self.answers = self.log.locator("article[data-author=assistant]")

    def log_in(self, account: Account, password: str | None = None) -> None:
        """Fill in the log-in form and send it."""
        self.page.locator("input[name=email]").fill(account.email)
        self.page.locator("input[name=password]").fill(account.password if password is None else password)
        self.page.get_by_role("button", name="Entrar", exact=True).click()

    def is_kept_for_offline(self) -> None:
        """Wait until the service worker has the app's files and answers for them."""
        until(self.page, lambda: self.page.evaluate(_KEPT_FOR_OFFLINE), "the app is kept for offline")

    def see_chat(self) -> None:
        """Wait until the conversation is there to be written in."""
        expect(self.box, "the chat is shown").to_be_visible()

    def see_log_in(self) -> None:
        """Wait until the page asks who one is."""
        expect(self.page.get_by_role("heading", name="Entra a tu cuenta"), "the log-in is shown").to_be_visible()

    def ask(self, question: str) -> Locator:
        """Write a message, send it, and wait for its answer: the articles that follow it."""
        place = self.say(question)
        return self.answer_to(place)

    def choose(self, title: str) -> Locator:
        """Press a button of an answer and wait for what comes of it."""
        place = self.own.count()
        self.log.get_by_role("button", name=title, exact=True).last.click()
        return self.answer_to(place)

    def say(self, message: str) -> int:
        """Write a message and send it, without waiting; its place among one's own."""
        place = self.own.count()
        self.box.fill(message)
        self.box.press("Enter")
        expect(self.own.nth(place), "one's own message is shown").to_be_visible()
        return place

    def answer_to(self, place: int) -> Locator:
        """Wait until the message at a place among one's own is answered; the articles of its answer."""
        own = self.own.nth(place)
        expect(own.get_by_role("img", name="Enviado"), f"message {place} is sent").to_be_visible()
        answers = own.locator("xpath=following-sibling::article[@data-author='assistant']")
        expect(answers.first, f"message {place} is answered").to_be_visible()
        return answers

    def menu(self, entry: str) -> None:
        """Choose an entry of the chat's menu."""
        self.page.get_by_role("button", name="Más opciones").click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()
