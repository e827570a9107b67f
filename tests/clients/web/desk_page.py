"""The desk as those who work there use it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect


class DeskPage:
    """A tab on the desk, or on the requests of a manager's people."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cases = page.get_by_role("list", name="Casos")

    def go(self, screen: str) -> None:
        """Open a screen by its address: `mesa`, `mesa/auditoria`, `equipo`…"""
        self.page.evaluate("(hash) => { window.location.hash = hash; }", f"#/{screen}")

    def open_case(self, number: str) -> None:
        """Choose a case of the list and wait until it is there."""
        self.go("mesa")
        self.cases.locator(f"[data-case='{number}']").click()
        expect(self.page.get_by_text(f"Caso {number}"), "the case is shown").to_be_visible()

    def part(self, name: str) -> Locator:
        """A part of the open case, by its title."""
        return self.page.get_by_role("region", name=name, exact=True)

    def choose(self, label: str, option: str) -> None:
        """Pick an option of a drop-down."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()


def last_case(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """The latest of one's own cases, as `GET /me/cases` gives them."""
    assert cases
    return cases[0]
