"""The page as an app: installable, and with what it needs to open without network."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.clients.web.chat_page import ChatPage, until
from tests.product import RunningProduct


def test_browsers_can_install_it(chat: ChatPage) -> None:
    session = chat.page.context.new_cdp_session(chat.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Profiles of tests are incognito, where nothing can be installed.
    assert [each for each in found if each["errorId"] != "in-incognito"] == []
    session.detach()


def test_the_offer_to_install_is_an_entry_of_the_menu(chat: ChatPage) -> None:
    chat.page.evaluate(
        """() => {
          const offer = new Event("beforeinstallprompt", { cancelable: true });
          offer.prompt = async () => { window.prompted = true; };
          window.dispatchEvent(offer);
        }"""
    )
    chat.menu("Instalar en este dispositivo")
    until(chat.page, lambda: chat.page.evaluate("window.prompted === true"), "the browser's own offer is open")
    chat.page.get_by_role("button", name="Más opciones").click()
    expect(chat.page.get_by_role("menuitem", name="Instalar en este dispositivo")).to_have_count(0)


def test_only_the_apps_own_files_are_kept_for_offline(chat: ChatPage, stack: RunningProduct) -> None:
    chat.ask("¿Cuál es mi salario?")
    kept: list[str] = chat.page.evaluate(
        """async () => {
          const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
          return (await Promise.all(caches_.map((each) => each.keys()))).flat().map((request) => request.url);
        }"""
    )
    paths = {url.removeprefix(stack.services_url).partition("?")[0] for url in kept}
    assert "/index.html" in paths
    assert all(path.startswith(("/assets/", "/icons/")) or path.count("/") == 1 for path in paths)
    assert not {path for path in paths if path.startswith(("/chat", "/me", "/auth", "/client-configuration"))}


def test_a_new_version_is_offered_and_not_forced(new_page: Callable[..., ChatPage]) -> None:
    chat = new_page(bypass_csp=True)  # whose rule that one script alone may be registered stands in the way of this
    chat.is_kept_for_offline()
    chat.page.reload()
    chat.see_log_in()
    chat.page.evaluate("navigator.serviceWorker.register('/sw.js?newer').then(() => null)")
    offer = chat.page.get_by_role("alert").filter(has_text="Hay una versión nueva del chat")
    expect(offer).to_be_visible()
    with chat.page.expect_navigation():
        offer.get_by_role("button", name="Actualizar").click()
    chat.see_log_in()
