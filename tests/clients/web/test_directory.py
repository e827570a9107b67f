"""Getting in with the company's own directory, which is a real OpenID Connect provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import directory
from tests.clients.web.chat_page import Account, ChatPage
from tests.clients.web.conftest import Complaints
from tests.product import RunningProduct

WAY_IN = "Entrar con el directorio de la empresa"


@pytest.fixture(scope="module", autouse=True)
def company_directory(stack: RunningProduct, directory_folder: Path) -> Iterator[None]:
    """The directory that the product was told of."""
    port = urlsplit(stack.variables["OIDC_ISSUER"]).port
    assert port is not None
    with directory.running(directory_folder, stack.variables["OIDC_REDIRECT_URI"], port):
        yield


def identify(page: Page, email: str) -> None:
    """Say at the directory who one is, and agree."""
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("cualquiera")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Continue").click()


def test_the_directory_brings_back_a_session_that_survives_a_reload(
    new_page: Callable[..., ChatPage], accounts: Mapping[str, Account], complaints: Complaints
) -> None:
    complaints.expect("ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|status of 404")  # of the directory's own page
    chat = new_page()
    chat.page.get_by_role("button", name=WAY_IN).click()
    identify(chat.page, accounts["employee"].email)
    chat.see_chat()
    assert urlsplit(chat.page.url).query == ""
    assert chat.page.evaluate("sessionStorage.length") == 0
    (cookie,) = (each for each in chat.page.context.cookies() if each["path"] == "/auth")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    chat.page.reload()
    chat.see_chat()


def test_whom_the_company_does_not_know_is_told_what_to_do(
    new_page: Callable[..., ChatPage], complaints: Complaints
) -> None:
    complaints.expect("ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|status of 404|status of 401")
    chat = new_page()
    chat.page.get_by_role("button", name=WAY_IN).click()
    identify(chat.page, "nadie@otra-empresa.example")
    expect(chat.page.get_by_role("alert")).to_contain_text("no confirmó una cuenta activa")
    expect(chat.page.get_by_role("button", name=WAY_IN)).to_be_enabled()


def test_an_answer_of_the_directory_to_somebody_else_opens_nothing(new_page: Callable[..., ChatPage]) -> None:
    chat = new_page("/entrar?state=de-otra-persona&code=robado")
    expect(chat.page.get_by_role("alert")).to_contain_text("empezó en otra ventana")
    chat.see_log_in()
    assert urlsplit(chat.page.url).query == ""
