"""How the chat looks is the person's choice: theme, size of the letters, language; and it fits where it is put."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.clients.web.accessibility import violations
from tests.clients.web.chat_page import PHONE, ChatPage

_LUMINANCE = """(element) => {
  const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (red + green + blue) / 765;
}"""


def size_of(letters: Locator) -> float:
    return float(letters.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)"))


def test_theme_size_and_language_are_chosen_at_once_and_remembered(chat: ChatPage) -> None:
    chat.ask("¿Cuál es mi salario?")
    bubble = chat.answers.first.locator("[dir=auto]").first
    header = chat.page.get_by_role("banner")
    assert header.evaluate(_LUMINANCE) > 0.9
    before = size_of(bubble)
    chat.menu("Apariencia")
    dialog = chat.page.get_by_role("dialog", name="Apariencia")
    dialog.get_by_role("button", name="Oscuro").click()
    dialog.get_by_role("button", name="A+, Letra más grande").click()
    expect(dialog.get_by_role("status")).to_contain_text("115")
    dialog.get_by_role("button", name="English").click()
    english = chat.page.get_by_role("dialog", name="Appearance")
    english.get_by_role("button", name="Close").click()
    expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    expect(chat.log).to_have_attribute("lang", "es-CO")

    chat.page.reload()
    expect(chat.page.get_by_role("textbox", name="Write your question")).to_be_visible()
    assert header.evaluate(_LUMINANCE) < 0.2
    expect(bubble).to_be_visible()
    assert round(size_of(bubble) / before, 2) == 1.15
    chat.page.evaluate("localStorage.clear()")
    chat.page.reload()
    chat.see_chat()
    expect(chat.page.locator("html")).to_have_attribute("lang", "es-CO")


def test_the_theme_follows_the_device_while_nothing_else_is_chosen(chat: ChatPage) -> None:
    header = chat.page.get_by_role("banner")
    assert header.evaluate(_LUMINANCE) > 0.9
    chat.page.emulate_media(color_scheme="dark")
    assert header.evaluate(_LUMINANCE) < 0.2


def test_letters_twice_as_large_on_a_narrow_screen_lose_nothing(open_chat: Callable[..., ChatPage]) -> None:
    chat = open_chat(viewport={"width": 320, "height": 640})
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    chat.ask("¿Cuánto me pagaron en octubre?")
    assert size_of(chat.box) >= 29
    for element in (chat.box, chat.page.get_by_role("button", name="Enviar", exact=True)):
        expect(element).to_be_in_viewport(ratio=0.99)
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert chat.scroller.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    assert violations(chat.page) == []


def test_nothing_moves_for_people_who_ask_their_device_for_that(chat: ChatPage) -> None:
    chat.page.emulate_media(reduced_motion="reduce")
    chat.page.get_by_role("button", name="Más opciones").click()
    longest = chat.page.evaluate(
        """() => Math.max(0, ...document.getAnimations().map((each) => each.effect.getComputedTiming().duration))"""
    )
    assert longest <= 1


def test_what_is_pressed_is_large_enough_for_a_finger(open_chat: Callable[..., ChatPage]) -> None:
    chat = open_chat(viewport=PHONE)
    chat.ask("¿Cuánto me pagaron en octubre?")
    small = chat.page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, textarea, [role=button]")]
          .filter((element) => element.checkVisibility() && element.tabIndex >= 0)
          .filter((element) => Math.min(element.offsetWidth, element.offsetHeight) < 24)
          .map((element) => element.outerHTML)"""
    )
    assert small == []


def test_answers_are_read_out_as_they_come_and_older_ones_are_not(chat: ChatPage) -> None:
    chat.ask("¿Cuál es mi salario?")
    spoken = chat.page.locator("[aria-live=polite]").filter(has_text="$")
    expect(spoken).to_have_count(1)
    chat.page.reload()
    expect(chat.answers.filter(has_text="$").first).to_be_visible()
    expect(spoken).to_have_count(0)


def test_the_keyboard_alone_is_enough(chat: ChatPage) -> None:
    expect(chat.box).to_be_focused()
    chat.page.keyboard.type("¿Cuántos días de vacaciones tengo?")
    chat.page.keyboard.press("Enter")
    chat.answer_to(0)
    expect(chat.box).to_be_focused()
    chat.page.keyboard.type("una línea")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("y otra")
    expect(chat.box).to_have_value("una línea\ny otra")
    chat.box.fill("")
    order: list[str] = []
    chat.page.get_by_role("button", name="Buscar en la conversación").focus()
    for _ in range(12):
        order.append(chat.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        chat.page.keyboard.press("Tab")
    assert order[:3] == ["Buscar en la conversación", "Más opciones", "Conversación"]
    assert "Copiar" in order
