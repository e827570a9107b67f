from __future__ import annotations

from services.payroll.concepts import BONUS_FAMILIES, CONCEPTS, FAMILY_NAMES
from services.payroll.rules import codes
from services.payroll.rules.surcharges import HourKind


def test_every_code_of_the_rules_is_a_registered_concept() -> None:
    named = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    assert named <= set(CONCEPTS)
    assert {kind.value for kind in HourKind} <= set(CONCEPTS)


def test_what_the_rules_hold_for_salary_is_salary_here() -> None:
    assert {concept.code for concept in CONCEPTS.values() if concept.salary} == codes.SALARY_PAYMENTS


def test_every_family_has_a_name() -> None:
    assert {concept.family for concept in CONCEPTS.values()} == set(FAMILY_NAMES)
    assert set(FAMILY_NAMES) >= BONUS_FAMILIES
