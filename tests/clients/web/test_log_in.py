"""Getting in, and being told why not."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
from playwright.sync_api import expect

from tests.clients.web.chat_page import Account, ChatPage, until
from tests.clients.web.conftest import Complaints
from tests.product import RunningProduct


def test_the_way_in_leaves_no_token_within_reach_of_scripts(
    new_page: Callable[..., ChatPage], accounts: Mapping[str, Account], complaints: Complaints
) -> None:
    chat = new_page()
    chat.see_log_in()
    chat.page.get_by_role("button", name="Entrar", exact=True).click()
    expect(chat.page.get_by_role("alert")).to_contain_text("Escribe tu correo y tu contraseña")
    complaints.expect("status of 401")
    chat.log_in(accounts["manager"], password="no es la clave de nadie")
    expect(chat.page.get_by_role("alert")).to_contain_text(re.compile("contraseña", re.IGNORECASE))
    chat.log_in(accounts["manager"])
    chat.see_chat()
    kept = chat.page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert "eyJ" not in kept
    assert chat.page.evaluate("document.cookie") == ""
    (cookie,) = chat.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/auth")


def test_too_many_attempts_are_told_with_how_long_to_wait(
    new_page: Callable[..., ChatPage], stack: RunningProduct, complaints: Complaints
) -> None:
    nobody = Account("nobody", f"nadie.{secrets.token_hex(6)}@tejidosdelvalle.example", "una clave que no es")
    credentials = {"email": nobody.email, "password": nobody.password}
    while httpx.post(f"{stack.services_url}/auth/login", json=credentials, timeout=60).status_code == 401:
        pass
    complaints.expect("status of 429")
    chat = new_page()
    chat.log_in(nobody)
    expect(chat.page.get_by_role("alert")).to_contain_text(
        re.compile(r"demasiados intentos.*Espera \d+ (segundos|minutos)", re.IGNORECASE | re.DOTALL)
    )


def test_a_forgotten_password_is_set_anew_by_the_link_of_the_mail(
    new_page: Callable[..., ChatPage], stack: RunningProduct, complaints: Complaints
) -> None:
    complaints.expect("status of 422")
    account = Account("employee", "sandra.bedoya@tejidosdelvalle.example", f"colibrí {secrets.token_hex(6)} de barro")
    chat = new_page()
    chat.page.get_by_role("button", name="¿Olvidaste tu contraseña?").click()
    chat.page.get_by_label("Correo").fill(account.email)
    chat.page.get_by_role("button", name="Enviarme el enlace").click()
    expect(chat.page.get_by_role("status")).to_contain_text("llega un enlace")
    chat.page.goto(_link(stack.home, account.email, chat))
    password = chat.page.get_by_label("Contraseña nueva")
    password.fill("12345678")
    chat.page.get_by_role("button", name="Guardar la contraseña").click()
    expect(chat.page.get_by_role("alert")).to_be_visible()
    password.fill(account.password)
    chat.page.get_by_role("button", name="Guardar la contraseña").click()
    expect(chat.page.get_by_role("status")).to_contain_text("ya puedes entrar")
    chat.page.get_by_role("button", name="Entrar", exact=True).click()
    chat.log_in(account)
    chat.see_chat()
    expect(chat.page.get_by_role("heading", name="Hola, Sandra")).to_be_visible()


def _link(home: Path, email: str, chat: ChatPage) -> str:
    """The newest link that was mailed to somebody; without an SMTP server mails are files."""

    def look() -> str | None:
        for mail in sorted(home.rglob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True):
            text = mail.read_text(encoding="utf-8").replace("=\n", "").replace("=3D", "=")
            if email in text and (found := re.search(r"http\S+#token=[\w.~-]+", text)):
                return found[0]
        return None

    return str(until(chat.page, look, "a mail has come"))
