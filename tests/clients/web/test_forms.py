"""Requests that are filled in by choosing: dates for vacations, dates and a file for a leave."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.clients.web.chat_page import ChatPage
from tests.clients.web.conftest import SignedIn


def picker(chat: ChatPage) -> Locator:
    """The question that is put now as something to choose."""
    return chat.log.locator("[data-payload=picker]")


def choose_days(chat: ChatPage, first: str, last: str) -> Locator:
    """Choose two days in the picker that is shown, and wait for what comes of it."""
    shown = picker(chat)
    shown.get_by_label("Desde").fill(first)
    shown.get_by_label("Hasta").fill(last)
    place = chat.own.count()
    shown.get_by_role("button", name="Elegir").click()
    return chat.answer_to(place)


def test_vacations_are_asked_for_with_a_date_picker(open_chat: Callable[..., ChatPage], signed_in: SignedIn) -> None:
    chat = open_chat("manager")
    chat.ask("quiero pedir vacaciones")
    shown = picker(chat)
    shown.get_by_label("Desde").fill("2027-02-12")
    shown.get_by_label("Hasta").fill("2027-02-08")
    expect(shown.get_by_role("alert")).to_contain_text("igual o posterior a la primera")
    expect(shown.get_by_role("button", name="Elegir")).to_be_disabled()
    shown.get_by_label("Hasta").fill("2027-02-12")
    shown.get_by_label("Desde").fill("2027-02-08")
    expect(shown.get_by_role("status")).to_have_text("del 8 de febrero de 2027 al 12 de febrero de 2027")
    answers = choose_days(chat, "2027-02-08", "2027-02-12")
    expect(chat.own.last).to_contain_text("del 8 de febrero de 2027 al 12 de febrero de 2027")
    expect(answers.filter(has_text="¿La envío?")).to_contain_text("8 de febrero de 2027")
    expect(picker(chat)).to_have_count(0)  # what has been answered is not asked again
    expect(chat.box, "the keyboard goes on where one writes").to_be_focused()
    chat.choose("No enviarla")
    requests = signed_in.call("manager", "GET", "/me/cases")
    assert "2027-02-08" not in str(requests)


def test_a_leave_takes_its_certificate_with_a_file_picker(chat: ChatPage, tmp_path: Path, signed_in: SignedIn) -> None:
    certificate = tmp_path / "incapacidad.png"
    certificate.write_bytes(_png())
    chat.ask("quiero reportar una incapacidad por enfermedad")
    choose_days(chat, "2026-11-16", "2026-11-17")
    shown = picker(chat)
    upload = shown.get_by_role("button", name="Enviar el archivo")
    expect(upload).to_be_disabled()
    program = tmp_path / "programa.exe"
    program.write_bytes(b"MZ")
    shown.locator("input[type=file]").set_input_files(program)
    expect(shown.get_by_role("alert")).to_contain_text("no se admite")
    with chat.page.expect_file_chooser() as choosing:
        shown.get_by_role("button", name="Elegir un archivo").click()
    choosing.value.set_files(certificate)
    expect(shown.get_by_role("status")).to_have_text("incapacidad.png")
    place = chat.own.count()
    upload.click()
    answers = chat.answer_to(place)
    expect(chat.own.last).to_contain_text("incapacidad.png")
    expect(answers.filter(has_text="Revisemos").first).to_be_visible()
    chat.choose("Sí, enviarlo")
    card = chat.log.locator("[data-payload=case]").last
    expect(card).to_contain_text("Ausencia o licencia")
    expect(card).to_contain_text("Abierto")
    number = card.get_by_role("heading").inner_text().split()[-1]
    assert number in str(signed_in.call("employee", "GET", "/me/cases"))


def _png() -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00\xff")) + chunk(b"IEND", b"")
    )
