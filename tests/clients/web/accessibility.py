"""Automatic checks of WCAG 2.2 AA and of good practice with axe-core, as locked among the client's tools."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.clients.web.chat_page import until
from tests.conftest import ROOT

AXE = ROOT / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"
_LOADED = "typeof axe === 'object'"
# A dialog that is still coming in is half transparent, and its contrast half of what it will be.
AT_REST = """() => document.getAnimations().every((animation) => {
  const { iterations } = animation.effect.getComputedTiming();
  return animation.playState !== "running" || iterations === Infinity;
})"""


def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What axe-core holds against the page as it is, shadow roots included: rule, and where, in few words."""
    until(page, lambda: page.evaluate(AT_REST), "nothing on the page moves")
    if not page.evaluate(_LOADED):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {rule: {"enabled": False} for rule in without}
    found = page.evaluate("(rules) => axe.run(document, { rules, resultTypes: ['violations'] })", rules)
    return [
        {
            "rule": violation["id"],
            "impact": violation["impact"],
            "where": [(node["html"][:160], node["failureSummary"][:300]) for node in violation["nodes"]],
        }
        for violation in found["violations"]
    ]
