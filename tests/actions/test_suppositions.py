"""What is heard as a supposition, from sentences as people write them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.question import read_questions
from actions.supposed_hours import at_other_time
from actions.supposition import SalaryMove, Subject, Supposition
from actions.suppositions import read_supposition
from services.payroll.rules.payslip import AbsenceKind
from services.payroll.rules.settlement import LeavingCause
from services.payroll.rules.surcharges import HourKind
from tests.actions.conversing import heard
from tests.demo_company import TODAY


def read(text: str, intent: str = "consultar_bonificaciones", before: Supposition | None = None) -> Supposition | None:
    """The supposition of a message of which the assistant's rules have read periods, amounts and concepts."""
    return read_supposition(read_questions(heard(text, intent))[0], TODAY, before)


@pytest.mark.parametrize(
    ("text", "hours", "kind"),
    [
        ("¿cuánto me quedaría si trabajo 10 horas extra nocturnas?", "10", HourKind.EXTRA_NIGHT),
        ("si hago 8 horas extras este mes cuánto me llega", "8", None),
        ("¿y si trabajo 10 horas extra?", "10", None),
        ("y si hiciera 6 horas extras de noche", "6", HourKind.EXTRA_NIGHT),
        ("cuanto ganaria con veinte horas extras diurnas", "20", HourKind.EXTRA_DAY),
        ("y si meto 12 extras nocturnas cuánto me quedaría", "12", HourKind.EXTRA_NIGHT),
        ("cuánto me pagarían por 6 horas dominicales", "6", HourKind.SUNDAY),
        ("cuánto me dan si trabajo 7,5 horas extras diurnas el festivo", "7.5", HourKind.EXTRA_DAY_SUNDAY),
        ("qué pasaría con mi pago si hago 12 horas extras de noche", "12", HourKind.EXTRA_NIGHT),
        ("haceme la cuenta con 9 horas extras dominicales", "9", HourKind.EXTRA_DAY_SUNDAY),
        ("qué tanto me sube el neto haciendo 4 hrs de recargo nocturno", "4", HourKind.NIGHT),
        ("simúlame 5 extras de noche en festivo", "5", HourKind.EXTRA_NIGHT_SUNDAY),
        ("cuánto me pagan si trabajo un domingo", "8", HourKind.SUNDAY),
        ("si trabajo el 25 de diciembre cuánto me pagan", "8", HourKind.SUNDAY),
        ("cuánto me queda si hago 4 horas extras el 8 de diciembre", "4", HourKind.EXTRA_DAY_SUNDAY),
    ],
)
def test_hours_with_their_kind(text: str, hours: str, kind: HourKind | None) -> None:
    said = read(text)
    assert said == Supposition(Subject.HOURS, Decimal(hours), hour_kind=kind)


@pytest.mark.parametrize(
    ("text", "figure", "move"),
    [
        ("si me suben el sueldo a 3 millones cuánto me quedaría", "3000000", SalaryMove.TO),
        ("si me aumentan el 10 % cuánto recibiría", "0.1", SalaryMove.PERCENT),
        ("¿cuánto me llega si me suben un diez por ciento?", "0.1", SalaryMove.PERCENT),
        ("cuánto me llegaría si me suben 300 mil pesos", "300000", SalaryMove.BY),
        ("si ganara 4 millones cuánto me descontarían", "4000000", SalaryMove.TO),
        ("si mi sueldo fuera de 2.500.000 cuánto me quedaría libre", "2500000", SalaryMove.TO),
        ("si me suben el salario al doble cuánto me llega", "1", SalaryMove.PERCENT),
        ("con un aumento del 7,5% cuánto sería mi neto", "0.075", SalaryMove.PERCENT),
        ("si me bajan el sueldo a 2 millones cuánto me quedaría", "2000000", SalaryMove.TO),
        ("cuánto recibiría si me bajan el sueldo 300 mil", "-300000", SalaryMove.AMOUNT),
        ("¿y si me rebajaran el salario un 10 % cuánto me llegaría?", "-0.1", SalaryMove.PERCENT),
        ("si me reducen el salario a la mitad cuánto me queda", "-0.5", SalaryMove.PERCENT),
        ("cuánto me quedaría con un recorte del 5 % de mi sueldo", "-0.05", SalaryMove.PERCENT),
    ],
)
def test_a_salary_to_an_amount_by_an_amount_or_by_a_percentage(text: str, figure: str, move: SalaryMove) -> None:
    said = read(text, "consultar_salario")
    assert said == Supposition(Subject.SALARY, Decimal(figure), move=move)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("¿cuánto sería mi liquidación si renuncio el 15?", LeavingCause.RESIGNATION),
        ("cuánto me tocaría si me despiden mañana", LeavingCause.WITHOUT_JUST_CAUSE),
        ("si me retiro hoy cuánto me quedaría", LeavingCause.RESIGNATION),
        ("cuánto me darían de liquidación si me echan con justa causa", LeavingCause.JUST_CAUSE),
        ("cuánto sería mi liquidación por mutuo acuerdo", LeavingCause.MUTUAL_AGREEMENT),
        ("si se me acaba el contrato en diciembre cuánto me dan", LeavingCause.END_OF_TERM),
    ],
)
def test_a_settlement_with_its_cause(text: str, cause: LeavingCause) -> None:
    assert read(text, "consultar_cesantias") == Supposition(Subject.SETTLEMENT, cause=cause)


@pytest.mark.parametrize(
    ("text", "days", "kind"),
    [
        ("si falto 3 días sin permiso cuánto me descuentan", "3", AbsenceKind.UNPAID),
        ("cuánto me quedaría si pido una licencia no remunerada de cinco días", "5", AbsenceKind.UNPAID),
        ("¿qué pasa con mi pago si no voy 2 días?", "2", AbsenceKind.UNPAID),
        ("si me incapacitan 10 días cuánto me pagan", "10", AbsenceKind.SICK_LEAVE),
        ("¿cuánto me quedaría si me incapacito 5 días?", "5", AbsenceKind.SICK_LEAVE),
    ],
)
def test_days_away_with_their_kind(text: str, days: str, kind: AbsenceKind) -> None:
    assert read(text, "consultar_incapacidades") == Supposition(Subject.ABSENCE, Decimal(days), absence=kind)


@pytest.mark.parametrize(
    "text",
    [
        "de cuánto va a ser mi próxima prima",
        "¿cuánto me van a dar de prima en diciembre?",
        "cuánto llevo acumulado de prima",
        "cuánto me llegará de prima",
        "¿cuándo pagan la prima y de cuánto es?",
    ],
)
def test_the_next_prima(text: str) -> None:
    assert read(text) == Supposition(Subject.BONUS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cuánto me dieron de prima en junio", "consultar_bonificaciones"),
        ("cuánto me pagaron de horas extras nocturnas", "consultar_bonificaciones"),
        ("falté 3 días y me descontaron 5", "reportar_error"),
        ("me incapacitaron 3 días cuánto me pagaron", "consultar_incapacidades"),
        ("cuántos días de licencia no remunerada puedo pedir", "preguntar_normativa"),
        ("trabajé el domingo y no me lo pagaron", "reportar_error"),
        ("cuánto me pagaron por el domingo", "consultar_bonificaciones"),
        ("hice 10 horas extras y no me las pagaron", "reportar_error"),
        ("sí trabajé 10 horas extras", "afirmar"),
        ("si trabajo 10 horas extras a la semana, ¿es legal?", "preguntar_normativa"),
        ("cuántas horas extras puedo hacer a la semana máximo", "preguntar_normativa"),
        ("si renuncio cuándo me pagan la liquidación", "preguntar_normativa"),
        ("qué incluye la liquidación", "preguntar_normativa"),
        ("si renuncio pierdo las vacaciones?", "preguntar_normativa"),
        ("si me echan sin justa causa cuánto me pagan", "preguntar_normativa"),
        ("si renuncio me pagan la prima proporcional?", "preguntar_normativa"),
        ("liquidación de esta quincena", "consultar_desprendible"),
        ("por qué ahora me llega menos si me subieron el sueldo", "comparar_pagos"),
        ("por qué me bajaron el sueldo 200 mil", "comparar_pagos"),
        ("¿cuánto gano?", "consultar_salario"),
        ("¿cuánto me descuentan de salud?", "consultar_deducciones"),
    ],
)
def test_what_was_and_what_the_rule_says_are_no_suppositions(text: str, intent: str) -> None:
    assert read(text, intent) is None


NIGHT = Supposition(Subject.HOURS, Decimal(10), hour_kind=HourKind.EXTRA_NIGHT)
SUNDAY_NIGHT, SUNDAY_DAY = HourKind.EXTRA_NIGHT_SUNDAY, HourKind.EXTRA_DAY_SUNDAY
ON_SUNDAY = Supposition(Subject.HOURS, Decimal(10), hour_kind=SUNDAY_NIGHT)
RAISE = Supposition(Subject.SALARY, Decimal("0.1"), move=SalaryMove.PERCENT)
TO_MILLIONS = Supposition(Subject.SALARY, Decimal(3_500_000), move=SalaryMove.TO)
BY_THOUSANDS = Supposition(Subject.SALARY, Decimal(300_000), move=SalaryMove.BY)
CUT_BY_THOUSANDS = replace(BY_THOUSANDS, figure=Decimal(-200_000))
AWAY = Supposition(Subject.ABSENCE, Decimal(3), absence=AbsenceKind.UNPAID)
RESIGNATION = Supposition(Subject.SETTLEMENT, cause=LeavingCause.RESIGNATION)


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (NIGHT, "¿y si son 20?", Supposition(Subject.HOURS, Decimal(20), hour_kind=HourKind.EXTRA_NIGHT)),
        (NIGHT, "y si fueran diurnas", Supposition(Subject.HOURS, Decimal(10), hour_kind=HourKind.EXTRA_DAY)),
        (NIGHT, "¿y 4 en domingo?", Supposition(Subject.HOURS, Decimal(4), hour_kind=HourKind.EXTRA_NIGHT_SUNDAY)),
        (NIGHT, "y si fueran dominicales", Supposition(Subject.HOURS, Decimal(10), hour_kind=SUNDAY_NIGHT)),
        (ON_SUNDAY, "y si fueran diurnas", Supposition(Subject.HOURS, Decimal(10), hour_kind=SUNDAY_DAY)),
        (ON_SUNDAY, "y si son entre semana, de noche", NIGHT),
        (RAISE, "¿y al 12 %?", Supposition(Subject.SALARY, Decimal("0.12"), move=SalaryMove.PERCENT)),
        (RAISE, "¿y si me lo bajan el 5 %?", Supposition(Subject.SALARY, Decimal("-0.05"), move=SalaryMove.PERCENT)),
        (RAISE, "¿y a 5 millones?", Supposition(Subject.SALARY, Decimal(5_000_000), move=SalaryMove.TO)),
        (RAISE, "¿y al 12?", Supposition(Subject.SALARY, Decimal("0.12"), move=SalaryMove.PERCENT)),
        (TO_MILLIONS, "¿y a 4?", replace(TO_MILLIONS, figure=Decimal(4_000_000))),
        (TO_MILLIONS, "y si me lo suben a cuatro y medio", replace(TO_MILLIONS, figure=Decimal(4_500_000))),
        (BY_THOUSANDS, "¿y si son 500?", replace(BY_THOUSANDS, figure=Decimal(500_000))),
        (CUT_BY_THOUSANDS, "¿y 100?", replace(CUT_BY_THOUSANDS, figure=Decimal(-100_000))),
        (AWAY, "¿y si son 5?", replace(AWAY, figure=Decimal(5))),
        (RESIGNATION, "¿y si me echan?", Supposition(Subject.SETTLEMENT, cause=LeavingCause.WITHOUT_JUST_CAUSE)),
        (RESIGNATION, "¿y el 20 de diciembre?", RESIGNATION),
    ],
)
def test_a_continuation_changes_one_thing(before: Supposition, text: str, after: Supposition) -> None:
    assert read(text, "dar_dato", before) == after


@pytest.mark.parametrize("text", ["¿y la salud?", "gracias", "¿y eso por qué?", "no, mejor en marzo"])
def test_what_changes_nothing_goes_on_with_no_supposition(text: str) -> None:
    assert read(text, "dar_dato", NIGHT) is None


@pytest.mark.parametrize("text", ["¿y el 15 de marzo?", "¿y en 5 días?", "¿y en 2024?", "¿y cuántos son?"])
def test_a_day_or_a_year_is_no_figure_of_a_salary(text: str) -> None:
    assert read(text, "dar_dato", TO_MILLIONS) is None


@pytest.mark.parametrize("supposition", [NIGHT, RAISE, AWAY, RESIGNATION, Supposition(Subject.BONUS)])
def test_a_supposition_survives_the_slot(supposition: Supposition) -> None:
    assert Supposition.parse(supposition.to_slot()) == supposition


@pytest.mark.parametrize("supposition", [NIGHT, RAISE, AWAY, RESIGNATION, Supposition(Subject.BONUS)])
def test_a_supposition_survives_a_button(supposition: Supposition) -> None:
    assert Supposition.parse_code(supposition.code) == supposition


@pytest.mark.parametrize("code", ["", "horas", "loteria:1:::", "horas:NaN:::", "horas:diez:::", f"{NIGHT.code}:otra"])
def test_a_code_that_is_not_ours_is_no_supposition(code: str) -> None:
    assert Supposition.parse_code(code) is None


@pytest.mark.parametrize(
    "content", [None, "horas", {}, {"subject": "loteria"}, {**NIGHT.to_slot(), "figure": "diez"}, [1]]
)
def test_a_slot_that_is_not_ours_is_forgotten(content: object) -> None:
    assert Supposition.parse(content) is None


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (HourKind.EXTRA_DAY, HourKind.EXTRA_NIGHT),
        (SUNDAY_NIGHT, SUNDAY_DAY),
        (HourKind.SUNDAY, HourKind.NIGHT_SUNDAY),
        (HourKind.NIGHT, HourKind.EXTRA_DAY),
    ],
)
def test_the_other_time_of_day_keeps_what_the_hours_are(kind: HourKind, other: HourKind) -> None:
    assert at_other_time(kind) is other
