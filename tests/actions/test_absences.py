from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from actions import formatting
from services.auth.principal import Principal
from services.bootstrap import Services
from tests.actions.conversing import Person, heard

ACTION = "action_consultar_incapacidades"


def test_tells_each_absence_with_what_was_paid_for_it(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    (absence,) = services.payroll.absences(principal("laura.gomez"), date(2026, 3, 1), date(2026, 3, 31))
    said = person("laura.gomez").asks(ACTION, "mis incapacidades de marzo", periods=["2026-03"]).one("utter_ausencias")
    assert absence.name in said.values["lineas"]
    assert formatting.money(absence.amount) in said.values["lineas"]


def test_a_period_without_absences_says_so(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "en enero", periods=["2026-01"])
    assert turn.responses == ["utter_sin_ausencias_periodo"]


def test_reporting_one_opens_the_form_with_what_was_said(person: Callable[[str], Person]) -> None:
    turn = person("diana.perez").asks(
        ACTION, "quiero reportar una incapacidad del 16 al 20 de noviembre", periods=["2026-11-16", "2026-11-20"]
    )
    assert (turn.responses, turn.follow_up) == (["utter_ausencia_empezar"], "ausencia_form")
    assert turn.slot("ausencia_tipo") == "sick_leave"
    assert turn.slot("ausencia_fechas") == "2026-11-16/2026-11-20"


def test_days_that_a_doctor_gave_are_reported(person: Callable[[str], Person]) -> None:
    turn = person("diana.perez").asks(ACTION, "me picó un perro y me dieron 4 días de incapacidad", days=4)
    assert (turn.responses, turn.follow_up) == (["utter_ausencia_empezar"], "ausencia_form")
    assert turn.slot("ausencia_tipo") == "sick_leave"


@pytest.mark.parametrize(
    "text",
    [
        "¿cuántos días me dieron de incapacidad?",
        "quiero saber cuántos días de incapacidad llevo",
        "necesito ver mis licencias",
    ],
)
def test_asking_to_see_them_reports_nothing(text: str, person: Callable[[str], Person]) -> None:
    assert person("laura.gomez").asks(ACTION, text).responses == ["utter_ausencias"]


def test_a_week_without_absences_is_not_called_its_month(person: Callable[[str], Person]) -> None:
    message = heard("¿qué ausencias tuve la semana pasada?", "consultar_incapacidades")
    said = person("laura.gomez").asks(ACTION, message=message).one("utter_sin_ausencias_periodo")
    assert said.values["en_periodo"] == "entre el 16 de noviembre de 2026 y el 22 de noviembre de 2026"
