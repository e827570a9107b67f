"""Questions and their answers as a person sees them: words, tables, charts, and finding them again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.clients.web.chat_page import DESKTOP, PHONE, ChatPage, until
from tests.product import RunningProduct


def payload(answers: Locator, kind: str) -> Locator:
    """The structured part of an answer."""
    return answers.locator(f"[data-payload={kind}]").first


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop in light", "phone in dark"]
)
def test_a_person_asks_follows_up_and_finds_the_conversation_again(
    open_chat: Callable[..., ChatPage], viewport: dict[str, int], scheme: str
) -> None:
    chat = open_chat(viewport=viewport, color_scheme=scheme)
    questions = ("¿Cuánto me pagaron la quincena pasada?", "¿y en marzo?")
    for question in questions:
        expect(chat.ask(question).first).to_contain_text("$")
    expect(chat.answers.filter(has_text="marzo de").first).to_be_visible()
    height = chat.page.evaluate("document.documentElement.scrollHeight")
    assert height == viewport["height"]  # only the conversation scrolls
    chat.page.reload()
    for question in questions:
        expect(chat.own.filter(has_text=question)).to_be_visible()


def test_a_month_is_a_table_that_adds_up_and_a_donut_with_each_share(chat: ChatPage) -> None:
    answers = chat.ask("¿Cuánto me pagaron en octubre?")
    donut = payload(answers, "chart")
    expect(donut.locator("svg.recharts-surface").first).to_be_visible()
    expect(donut.get_by_role("listitem").filter(has_text="%").first).to_contain_text("$")
    donut.get_by_role("button", name="Ver como tabla").click()
    expect(donut.get_by_role("columnheader", name="Parte")).to_be_visible()
    answers = chat.ask("Detalle de mi desprendible de octubre")
    table = payload(answers, "table")
    expect(table.get_by_role("rowheader").filter(has_text="Neto")).to_be_visible()
    with chat.page.expect_download() as downloading:
        table.get_by_role("button", name="Descargar como CSV").click()
    assert downloading.value.suggested_filename.endswith(".csv")
    lines = Path(downloading.value.path()).read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 3


def test_a_history_is_bars_that_the_keyboard_walks_along(chat: ChatPage) -> None:
    bars = payload(chat.ask("historial de pagos de este año"), "chart")
    surface = bars.locator("svg.recharts-surface").first
    expect(surface).to_be_visible()
    surface.focus()
    chat.page.keyboard.press("ArrowRight")
    expect(bars.locator(".recharts-tooltip-wrapper")).to_contain_text("$")
    bars.get_by_role("button", name="Ver como tabla").click()
    expect(bars.get_by_role("row")).not_to_have_count(1)
    bars.get_by_role("button", name="Ver como gráfica").click()
    expect(surface).to_be_visible()


def test_a_comparison_is_a_waterfall_whose_causes_are_named_and_signed(chat: ChatPage) -> None:
    waterfall = payload(chat.ask("¿Por qué cambió mi pago entre septiembre y octubre?"), "chart")
    expect(waterfall.locator("svg.recharts-surface").first).to_be_visible()
    waterfall.get_by_role("button", name="Ver como tabla").click()
    expect(waterfall.get_by_role("row").nth(2)).to_contain_text("$")


def test_choices_of_an_answer_are_shown_by_their_titles_for_ever(chat: ChatPage) -> None:
    chat.ask("quiero hablar con una persona")
    chat.choose("No")
    expect(chat.own.last).to_contain_text("No")
    expect(chat.own.filter(has_text="/negar")).to_have_count(0)
    chat.page.reload()
    expect(chat.own).to_have_count(2)
    expect(chat.own.filter(has_text="/negar")).to_have_count(0)


def test_what_may_be_asked_first_depends_on_what_the_person_may_do(open_chat: Callable[..., ChatPage]) -> None:
    questions = {}
    for role in ("employee", "manager"):
        chat = open_chat(role)
        suggested = chat.page.get_by_role("list", name="Puedes preguntar")
        expect(suggested).to_be_visible()
        questions[role] = set(suggested.get_by_role("button").all_inner_texts())
    assert questions["employee"] < questions["manager"]
    assert any("equipo" in question for question in questions["manager"] - questions["employee"])


def test_the_whole_conversation_is_searched_exported_and_copied(open_chat: Callable[..., ChatPage]) -> None:
    chat = open_chat()
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answers = chat.ask("¿Cuántos días de vacaciones tengo?")
    parts = answers.locator("[dir=auto]").all_inner_texts()
    answers.get_by_role("button", name="Copiar").last.click()
    expect(answers.get_by_role("button", name="Copiado")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied == "\n\n".join(parts)

    chat.page.get_by_role("button", name="Buscar en la conversación").click()
    search = chat.page.get_by_role("search")
    search.get_by_role("searchbox").fill("CUANTOS DIAS")
    expect(search.get_by_role("status")).to_contain_text("resultado")
    search.get_by_role("button").filter(has_text="¿Cuántos días").first.click()
    expect(chat.own.filter(has_text="¿Cuántos días")).to_be_focused()
    search.get_by_role("searchbox").press("Escape")
    expect(search).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Buscar en la conversación")).to_be_focused()

    with chat.page.expect_download() as downloading:
        chat.menu("Descargar la conversación")
    text = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert "¿Cuántos días de vacaciones tengo?" in text
    assert "Tú" in text


def test_older_messages_come_as_one_scrolls(open_chat: Callable[..., ChatPage], stack: RunningProduct) -> None:
    chat = open_chat("manager")  # twenty messages in a row, and a person may send thirty in a minute
    token = stack.log_in("manager")
    # Each answer is three messages of the history, so that this is more than a page of it.
    months = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre")
    questions = [f"¿Cuánto me pagaron en {month} de {year}?" for year in (2025, 2026) for month in months]
    for question in questions:
        stack.ask(token, question)
    chat.page.reload()
    expect(chat.own.filter(has_text=questions[-1])).to_be_visible()
    expect(chat.own.filter(has_text=questions[0])).to_have_count(0)
    box = chat.scroller

    def begins() -> bool:
        box.evaluate("(element) => { element.scrollTop = 0; }")
        return chat.page.get_by_text("Aquí empieza la conversación").count() > 0

    until(chat.page, begins, "the beginning of the conversation is shown")
    expect(chat.own.filter(has_text=questions[0])).to_have_count(1)
    expect(chat.own).to_have_count(len(questions))


def test_an_answer_is_rated_with_a_reason(chat: ChatPage) -> None:
    answers = chat.ask("¿Cuánto tengo en cesantías?")
    rating = answers.get_by_role("group", name="¿Te sirvió esta respuesta?").last
    rating.get_by_role("button", name="Me sirvió", exact=True).click()
    expect(rating.get_by_role("button", name="Me sirvió", exact=True)).to_have_attribute("aria-pressed", "true")
    rating.get_by_role("button", name="No me sirvió").click()
    dialog = chat.page.get_by_role("dialog", name="¿Qué faltó?")
    dialog.get_by_role("button", name="La cifra no coincide").click()
    dialog.get_by_role("textbox").fill("faltan los intereses")
    with chat.page.expect_request("**/chat/feedback") as rated:
        dialog.get_by_role("button", name="Enviar").click()
    expect(dialog).to_have_count(0)
    expect(rating.get_by_role("button", name="No me sirvió")).to_have_attribute("aria-pressed", "true")
    body = rated.value.post_data_json
    assert body["rating"] == "down"
    assert body["reason"] == "La cifra no coincide: faltan los intereses"
