"""The rules are pure: they import the standard library and themselves, and read neither a clock nor a file."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import services.payroll.rules as rules
from services.payroll.concepts import CONCEPTS
from services.payroll.rules import codes
from services.payroll.rules.surcharges import HourKind

_MODULES = sorted(Path(rules.__path__[0]).glob("*.py"))
_PURE_LIBRARIES = {"dateutil.easter"}  # arithmetic over a year: no clock, no files
_CLOCK_AND_INPUT = {"today", "now", "utcnow", "open", "getenv", "environ", "random", "print", "input"}


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.name)
def test_only_the_standard_library_and_arithmetic_are_imported(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            ours = name.startswith("services.payroll.rules") or name in _PURE_LIBRARIES
            assert ours or name.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.name)
def test_no_clock_no_files_and_no_float(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            assert node.id not in _CLOCK_AND_INPUT | {"float"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in _CLOCK_AND_INPUT
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float)


def test_every_code_of_the_rules_is_a_registered_concept() -> None:
    named = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    grouped = codes.SALARY_PAYMENTS | codes.CONTRIBUTORY_ABSENCES | codes.NON_SALARY_PAYMENTS
    assert named | grouped | {kind.value for kind in HourKind} <= set(CONCEPTS)


def test_rules_and_registry_agree_on_what_is_salary() -> None:
    assert {code for code, concept in CONCEPTS.items() if concept.salary} == codes.SALARY_PAYMENTS
