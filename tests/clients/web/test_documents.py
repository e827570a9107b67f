"""Documents that an answer offers, downloaded with the person's own token."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
from playwright.sync_api import expect

from tests.clients.web.chat_page import ChatPage
from tests.clients.web.conftest import Complaints


def test_a_payslip_is_downloaded_as_the_pdf_that_it_says_it_is(chat: ChatPage, complaints: Complaints) -> None:
    chat.ask("mi desprendible de mayo en PDF")
    button = chat.log.get_by_role("button", name="Descargar Desprendible de mayo de 2026")
    with chat.page.expect_download() as downloading:
        button.click()
    assert downloading.value.suggested_filename == "desprendible-2026-05.pdf"
    with pdfplumber.open(Path(downloading.value.path())) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Laura Milena Gómez Rincón" in text
    assert "mayo de 2026" in text.lower()

    complaints.expect("ERR_INTERNET_DISCONNECTED")
    chat.page.context.set_offline(True)
    button.click()
    expect(chat.log.get_by_role("alert")).to_contain_text("No hay conexión con el servidor")
    chat.page.context.set_offline(False)
    with chat.page.expect_download():
        button.click()
    expect(chat.log.get_by_role("alert")).to_have_count(0)
