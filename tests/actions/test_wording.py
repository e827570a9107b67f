"""Everything that is said is in the domain, and everything in the domain can be said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.wording import UnknownPhrase, Wording
from services.payroll.desk.models import CaseRecord
from services.payroll.views import AbsenceKind, CaseState, VacationStatus
from services.users.models import AFFILIATION_KINDS, CONTRACT_KINDS

ROOT = Path(__file__).resolve().parents[2]
_LITERAL = re.compile(r'"(utter_[a-z_]+)"')
_FAMILY = re.compile(r'f"(utter_[a-z_]+_)\{')
_TUTEO = re.compile(r"\b(usted|ustedes|su nómina|puede usted|vos|tenés|querés|podés)\b", re.IGNORECASE)


def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "actions").glob("*.py")))


def rules() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "rules").glob("*.yml")))


def test_every_response_that_an_action_names_is_in_the_domain() -> None:
    assert set(_LITERAL.findall(sources())) <= set(domain()["responses"])


def test_every_response_of_the_domain_is_said_by_an_action_a_rule_or_rasa_itself() -> None:
    said = set(_LITERAL.findall(sources())) | set(re.findall(r"utter_\w+", rules()))
    families = tuple(_FAMILY.findall(sources()))
    by_rasa = {"utter_default", "utter_restart", "utter_ask_rephrase"}
    asked = {name for name in domain()["responses"] if name.startswith("utter_ask_") and "_form_" in name}
    unsaid = [
        name for name in domain()["responses"] if name not in said | by_rasa | asked and not name.startswith(families)
    ]
    assert unsaid == []


def test_the_story_of_phrases_lists_exactly_what_the_rules_do_not_say() -> None:
    story = yaml.safe_load((ROOT / "data" / "stories" / "frases_de_las_acciones.yml").read_text(encoding="utf-8"))
    listed = [step["action"] for step in story["stories"][0]["steps"]]
    expected = [name for name in domain()["responses"] if name not in set(re.findall(r"utter_\w+", rules()))]
    assert listed == expected


def test_every_action_of_the_domain_is_registered(executor: Any) -> None:
    assert set(domain()["actions"]) == set(executor.actions)


@pytest.mark.parametrize(
    "name",
    [
        *(f"utter_estado_vacaciones_{status.value}" for status in VacationStatus if status.value != "compensated"),
        *(f"utter_estado_caso_{state.value}" for state in CaseState),
        *(f"utter_ausencia_{kind.value}" for kind in AbsenceKind),
        *(
            f"utter_ausencia_rechazo_{reason}"
            for reason in ("dates", "too_long", "too_old", "too_far", "certificate_needed")
        ),
        *(f"utter_equipo_que_{kind}" for kind in ("vacation", "leave")),
        *(f"utter_contrato_{kind}" for kind in CONTRACT_KINDS),
        *(f"utter_afiliacion_{kind}" for kind in AFFILIATION_KINDS),
        *(
            f"utter_vacaciones_rechazo_{reason}"
            for reason in (
                "past_date",
                "not_business_day",
                "invalid_days",
                "too_far",
                "overlap",
                "insufficient_balance",
                "not_employed",
            )
        ),
        *(
            f"utter_causa_{code}"
            for code in (
                "raise",
                "minimum_wage",
                "law",
                "law_rate",
                "law_hours",
                "worked_days",
                "quantity",
                "unit_value",
                "base",
                "rate",
                "bracket",
                "new",
                "ended",
                "amount",
            )
        ),
    ],
)
def test_every_value_of_the_services_has_its_phrase(name: str, wording: Wording) -> None:
    assert name in wording


def test_every_text_speaks_to_a_person_as_tu() -> None:
    for name, variations in domain()["responses"].items():
        for variation in variations:
            assert not _TUTEO.search(variation["text"]), name


def test_variations_of_a_response_use_the_same_values_or_fewer() -> None:
    for name, variations in domain()["responses"].items():
        values = [set(re.findall(r"\{(\w+)\}", variation["text"])) for variation in variations]
        assert all(each <= set.union(*values) for each in values), name


def test_a_missing_phrase_or_value_is_an_error(wording: Wording) -> None:
    with pytest.raises(UnknownPhrase):
        wording.render("utter_that_does_not_exist")
    with pytest.raises(UnknownPhrase):
        wording.render("utter_linea", nombre="x")


def test_a_case_kind_fits_its_column() -> None:
    from services.payroll.desk.kinds import CASE_KINDS

    assert max(map(len, CASE_KINDS)) <= CaseRecord.__table__.c.kind.type.length
