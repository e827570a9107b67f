"""Every screen and state of the chat, in light and dark: axe-core finds nothing; the keyboard reaches everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.clients.web.accessibility import violations
from tests.clients.web.chat_page import DESKTOP, PHONE, ChatPage
from tests.clients.web.conftest import Complaints

MODES = pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop in light", "phone in dark"]
)


@MODES
def test_the_screens_before_log_in(
    new_page: Callable[..., ChatPage], complaints: Complaints, viewport: dict[str, int], scheme: str
) -> None:
    complaints.expect("status of 401")
    chat = new_page(viewport=viewport, color_scheme=scheme)
    chat.see_log_in()
    assert violations(chat.page) == []
    chat.page.set_viewport_size({"width": 320, "height": 640})
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chat.page.evaluate("document.documentElement.style.fontSize = ''")
    chat.page.set_viewport_size(viewport)
    chat.page.get_by_role("button", name="Entrar", exact=True).click()
    expect(chat.page.get_by_role("alert")).to_be_visible()
    assert violations(chat.page) == []
    chat.page.get_by_role("button", name="¿Olvidaste tu contraseña?").click()
    expect(chat.page.get_by_role("heading", name="Restablecer la contraseña")).to_be_visible()
    assert violations(chat.page) == []
    chat.page.goto(f"{chat.page.url.split('#')[0]}restablecer#token=no-es-de-nadie")
    expect(chat.page.get_by_role("heading", name="Elige una contraseña nueva")).to_be_visible()
    assert violations(chat.page) == []


@MODES
def test_the_conversation_and_everything_over_it(
    open_chat: Callable[..., ChatPage], complaints: Complaints, viewport: dict[str, int], scheme: str
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    chat = open_chat(viewport=viewport, color_scheme=scheme)
    page = chat.page
    expect(page.get_by_role("list", name="Puedes preguntar").first).to_be_visible()
    assert violations(page) == []
    for question in (
        "¿Cuánto me pagaron en octubre?",
        "historial de pagos de este año",
        "¿Por qué cambió mi pago entre septiembre y octubre?",
        "mi desprendible de mayo en PDF",
    ):
        chat.ask(question)
    expect(chat.log.locator("svg.recharts-surface").nth(2)).to_be_visible()
    assert violations(page) == []
    chat.log.get_by_role("button", name="Ver como tabla").last.click()
    page.get_by_role("button", name="Buscar en la conversación").click()
    page.get_by_role("search").get_by_role("searchbox").fill("octubre")
    expect(page.get_by_role("search").get_by_role("button").nth(1)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Más opciones").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert violations(page, without=("region",)) == []  # a menu is its button's, wherever it is drawn
    page.keyboard.press("Escape")
    for entry, role in (
        ("Apariencia", "dialog"),
        ("Mis dispositivos", "dialog"),
        ("Borrar la conversación", "alertdialog"),
        ("Cerrar sesión en todos los dispositivos", "alertdialog"),
    ):
        chat.menu(entry)
        expect(page.get_by_role(role)).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role(role)).to_have_count(0)
        expect(page.get_by_role("button", name="Más opciones")).to_be_focused()
    chat.log.get_by_role("button", name="No me sirvió").last.click()
    expect(page.get_by_role("dialog", name="¿Qué faltó?")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    chat.say("¿y en abril?")
    expect(chat.own.last).to_contain_text("Se enviará cuando vuelva la conexión")
    assert violations(page) == []
    page.context.set_offline(False)
    chat.answer_to(chat.own.count() - 1)
