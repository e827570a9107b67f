"""A message survives: no network, a reload, a crash, a server that fails; and it is sent exactly once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.clients.web.chat_page import WEBHOOK, ChatPage, until
from tests.clients.web.conftest import Complaints, SignedIn

NO_NETWORK = "ERR_INTERNET_DISCONNECTED|ERR_FAILED"


KEPT_BYTES = """async (name) => {
  const opening = indexedDB.open(name);
  await new Promise((resolve, reject) => { opening.onsuccess = resolve; opening.onerror = reject; });
  const reading = opening.result.transaction("sealed").objectStore("sealed").get("conversation");
  await new Promise((resolve, reject) => { reading.onsuccess = resolve; reading.onerror = reject; });
  opening.result.close();
  return reading.result?.content.byteLength ?? 0;
}"""


def kept_bytes(page: Page) -> int:
    """How much of the conversation the device keeps, sealed."""
    return int(page.evaluate(KEPT_BYTES, f"chatnomina {page.evaluate('location.origin')}"))


def times_stored(signed_in: SignedIn, page: Page, text: str) -> int:
    """How often the history holds a message, once it is there: it gets there a moment after the answer."""

    def count() -> int:
        history: dict[str, Any] = signed_in.call("employee", "GET", "/chat/history?limit=100")
        return [message["text"] for message in history["messages"] if message["author"] == "person"].count(text)

    return until(page, count, "the message is in the history")


def test_what_is_written_offline_is_sent_once_when_the_network_is_back(
    chat: ChatPage, signed_in: SignedIn, complaints: Complaints
) -> None:
    complaints.expect(NO_NETWORK)
    asked_with_nothing_kept = kept_bytes(chat.page)
    chat.ask("¿Cuál es mi salario?")
    # The question and its answer.
    until(chat.page, lambda: kept_bytes(chat.page) > asked_with_nothing_kept + 400, "the conversation is kept")
    message = f"hola {secrets.token_hex(4)}"
    chat.page.context.set_offline(True)
    place = chat.say(message)
    expect(chat.own.nth(place)).to_contain_text("Se enviará cuando vuelva la conexión")
    expect(chat.page.get_by_role("alert").filter(has_text="Sin conexión")).to_be_visible()

    chat.page.reload()  # the service worker answers; the conversation and the message are on the device
    expect(chat.own.filter(has_text="¿Cuál es mi salario?")).to_be_visible()
    expect(chat.own.filter(has_text=message)).to_contain_text("Se enviará cuando vuelva la conexión")
    expect(chat.answers.filter(has_text="$").first).to_be_visible()

    chat.page.context.set_offline(False)
    chat.answer_to(place)
    assert times_stored(signed_in, chat.page, message) == 1
    chat.page.reload()
    expect(chat.own.filter(has_text=message)).to_have_count(1)


def test_a_reload_while_the_answer_is_awaited_asks_the_same_question_only_once(
    open_chat: Callable[..., ChatPage], signed_in: SignedIn, complaints: Complaints
) -> None:
    complaints.expect(NO_NETWORK)
    message = f"buenas {secrets.token_hex(4)}"
    reached: list[str] = []

    def answer_nobody(route: Route) -> None:
        reached.append(route.request.headers["idempotency-key"])
        if len(reached) == 1:
            route.fetch()  # the server has the message and answers; the page is gone before it hears of it
        else:
            route.continue_()

    chat = open_chat(webhook=answer_nobody)
    place = chat.say(message)
    expect(chat.own.nth(place)).to_contain_text("Enviando")
    expect(chat.page.get_by_role("status").filter(has_text="ChatNomina está escribiendo")).to_be_visible()
    until(chat.page, lambda: reached, "the server has the message")
    # The route stays: without it the first request would go on, and be answered to the page that is still there.
    with chat.page.expect_request(WEBHOOK) as again:
        chat.page.reload()
    assert again.value.headers["idempotency-key"] == reached[0]
    chat.answer_to(place)
    assert times_stored(signed_in, chat.page, message) == 1


def test_a_draft_and_an_unsent_message_outlive_the_page(
    open_chat: Callable[..., ChatPage], signed_in: SignedIn, complaints: Complaints
) -> None:
    complaints.expect(f"{NO_NETWORK}|status of 503")
    chat = open_chat(webhook=lambda route: route.fulfill(status=503))
    message = f"saludos {secrets.token_hex(4)}"
    place = chat.say(message)
    before = kept_bytes(chat.page)
    chat.box.fill("¿y en diciembre")
    until(chat.page, lambda: kept_bytes(chat.page) > before, "the draft is kept")
    context = chat.page.context
    chat.page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(chat.page.url)
    again = ChatPage(page)
    again.answer_to(place)
    expect(again.box).to_have_value("¿y en diciembre")
    again.box.fill("")
    assert times_stored(signed_in, page, message) == 1
    page.close()


def test_a_message_that_is_refused_says_why_and_can_be_sent_again_or_given_up(
    open_chat: Callable[..., ChatPage], complaints: Complaints
) -> None:
    complaints.expect("status of 422")
    problem = (
        '{"type": "urn:chatnomina:problema:datos-invalidos", "title": "", "status": 422, "detail": "No se pudo leer."}'
    )
    chat = open_chat(
        webhook=lambda route: route.fulfill(status=422, content_type="application/problem+json", body=problem)
    )
    first = chat.say("hola")
    failed = chat.own.nth(first).get_by_role("alert")
    expect(failed).to_contain_text("No se envió. No se pudo leer.")
    failed.get_by_role("button", name="Descartar").click()
    expect(chat.own).to_have_count(0)
    second = chat.say("hola de nuevo")
    expect(chat.own.nth(second).get_by_role("alert")).to_be_visible()
    chat.page.unroute_all(behavior="wait")
    chat.own.nth(second).get_by_role("button", name="Reintentar").click()
    chat.answer_to(second)
