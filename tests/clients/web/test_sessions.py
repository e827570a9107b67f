"""A session that renews itself, ends, and is one for all tabs; what it leaves on the device."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping

from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.clients.web.chat_page import Account, ChatPage, until
from tests.clients.web.conftest import Complaints
from tests.product import RunningProduct

KEPT = """async (name) => {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const all = (store) => new Promise((resolve) => {
    const asking = database.transaction(store).objectStore(store).getAll();
    asking.onsuccess = () => resolve(asking.result);
  });
  const text = (row) => new TextDecoder("latin1").decode(row.content);
  const [keys, sealed, unsent] = [await all("keys"), await all("sealed"), await all("unsent")];
  database.close();
  return { extractable: keys.map((key) => key.extractable), sealed: sealed.map(text), unsent: unsent.map(text) };
}"""


def renewals(context: BrowserContext) -> list[Request]:
    """The requests with which pages of a profile renew their session, as they come."""
    heard: list[Request] = []
    context.on("request", lambda request: heard.append(request) if request.url.endswith("/auth/refresh") else None)
    return heard


def test_an_expired_token_is_renewed_without_a_word_and_once_for_all_tabs(
    new_context: Callable[..., BrowserContext],
    watch: Callable[[Page], Page],
    accounts: Mapping[str, Account],
    stack: RunningProduct,
) -> None:
    context = new_context()
    context.clock.install()
    tabs = [ChatPage(watch(context.new_page())) for _ in range(2)]
    tabs[0].page.goto(f"{stack.services_url}/")
    tabs[0].log_in(accounts["employee"])
    tabs[0].see_chat()
    tabs[1].page.goto(f"{stack.services_url}/")
    tabs[1].see_chat()
    heard = renewals(context)
    context.clock.fast_forward("02:00:00")
    messages = [f"hola {secrets.token_hex(4)}" for _ in tabs]
    for tab, message in zip(tabs, messages, strict=True):
        tab.say(message)
    for tab in tabs:
        for message in messages:
            expect(tab.own.filter(has_text=message).get_by_role("img", name="Enviado")).to_be_visible()
    assert len(heard) == 1


def test_a_session_that_ended_asks_for_the_password_and_goes_on_with_the_message(
    new_page: Callable[..., ChatPage],
    accounts: Mapping[str, Account],
    complaints: Complaints,
) -> None:
    complaints.expect("status of 401")
    chat = new_page()
    chat.log_in(accounts["manager"])
    chat.see_chat()
    elsewhere = new_page()
    elsewhere.log_in(accounts["manager"])
    elsewhere.see_chat()
    elsewhere.menu("Cerrar sesión en todos los dispositivos")
    elsewhere.page.get_by_role("alertdialog").get_by_role("button", name="Cerrar todas").click()
    elsewhere.see_log_in()
    message = f"hola {secrets.token_hex(4)}"
    chat.box.fill(message)
    chat.box.press("Enter")
    expect(chat.page.get_by_role("status").filter(has_text="Tu sesión venció")).to_contain_text("mensaje por enviar")
    expect(chat.page.locator("input[name=email]")).to_have_value(accounts["manager"].email)
    chat.log_in(accounts["manager"])
    own = chat.own.filter(has_text=message)
    expect(own.get_by_role("img", name="Enviado")).to_be_visible()


def test_tabs_are_in_step_and_log_out_leaves_nothing_in_any(
    new_context: Callable[..., BrowserContext],
    watch: Callable[[Page], Page],
    accounts: Mapping[str, Account],
    stack: RunningProduct,
) -> None:
    context = new_context()
    one, other = (ChatPage(watch(context.new_page())) for _ in range(2))
    for tab in (one, other):
        tab.page.goto(f"{stack.services_url}/")
        tab.see_log_in()
    one.log_in(accounts["employee"])
    one.see_chat()
    other.see_chat()
    message = f"hola {secrets.token_hex(4)}"
    one.ask(message)
    expect(other.own.filter(has_text=message).get_by_role("img", name="Enviado")).to_be_visible()
    expect(other.own.filter(has_text=message).locator("xpath=following-sibling::article").first).to_be_visible()

    name = f"chatnomina {stack.services_url}"
    until(one.page, lambda: len(one.page.evaluate(KEPT, name)["sealed"]) == 2, "person and conversation are kept")
    kept = one.page.evaluate(KEPT, name)
    assert kept["extractable"] == [False]
    assert message not in json.dumps(kept)
    assert accounts["employee"].email not in json.dumps(kept)

    one.menu("Cerrar sesión")
    one.see_log_in()
    other.see_log_in()
    expect(one.page.locator("input[name=email]")).to_have_value("")
    assert one.page.evaluate(KEPT, name) == {"extractable": [], "sealed": [], "unsent": []}
    assert context.cookies() == []
    other.page.reload()
    other.see_log_in()


def test_a_log_out_without_network_ends_the_session_as_soon_as_there_is_one(
    new_page: Callable[..., ChatPage], accounts: Mapping[str, Account], complaints: Complaints
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    chat = new_page()
    chat.log_in(accounts["employee"])
    chat.see_chat()
    chat.page.context.set_offline(True)
    chat.menu("Cerrar sesión")
    chat.see_log_in()
    assert chat.page.context.cookies() != []
    chat.page.context.set_offline(False)
    with chat.page.expect_response("**/auth/revoke") as ended:
        chat.page.reload()
    assert ended.value.status == 204
    chat.see_log_in()
    assert chat.page.context.cookies() == []
