"""Estimates in the chat, over the demo company: the figures are recomputed from the person's own rows by the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from actions import formatting
from actions.wording import Wording
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.rules.payslip import AbsenceKind
from services.payroll.rules.settlement import ContractKind, LeavingCause
from services.payroll.rules.steps import recompute
from services.payroll.rules.surcharges import HourKind
from services.payroll.views import Month
from tests.actions.conversing import Person, Turn, heard, touch
from tests.demo_company import TODAY

NOVEMBER = Month(2026, 11)
People = Callable[[str], Person]
Principals = Callable[[str], Principal]


def says(person: Person, text: str, intent: str) -> Turn:
    """The person says it and the assistant has understood the intent."""
    action = {"dar_dato": "action_continuar_tema", "comparar_pagos": "action_comparar_pagos"}
    return person.asks(action.get(intent, f"action_{intent}"), message=heard(text, intent))


def test_ten_extra_night_hours_say_the_net_its_steps_and_what_was_supposed(
    person: People, services: Services, principal: Principals, wording: Wording
) -> None:
    turn = says(
        person("laura.gomez"),
        "¿cuánto me quedaría si trabajo 10 horas extra nocturnas?",
        "consultar_bonificaciones",
    )
    estimate = services.payroll.estimates.hours(
        principal("laura.gomez"), NOVEMBER, HourKind.EXTRA_NIGHT, Decimal(10), TODAY
    )
    said = turn.one("utter_estimacion_mes")
    assert said.values["neto"] == formatting.money(estimate.comparison.after_net)
    assert said.values["diferencia"] == formatting.money(estimate.comparison.difference)
    text = turn.text(wording)
    salary = services.payroll.current_salary(principal("laura.gomez"), TODAY)
    hours = estimate.line("hora_extra_nocturna")
    assert hours is not None
    assert f"{formatting.money(salary.hour_value)} × 175 % × 10 horas = {formatting.money(hours.amount)}" in text
    assert "Es una estimación" in text
    assert "Lo que supuse" in text


def test_the_chart_of_an_estimate_goes_from_the_ordinary_net_to_the_supposed_one(person: People) -> None:
    turn = says(person("laura.gomez"), "cuánto me queda si hago 8 horas extras dominicales", "consultar_bonificaciones")
    points = turn.one("utter_estimacion_mes").custom["points"]
    values = [Decimal(point["value"]) for point in points]
    assert [point.get("total", False) for point in points] == [True, *[False] * (len(points) - 2), True]
    assert sum(values[:-1]) == values[-1]


@pytest.mark.parametrize("intent", ["consultar_desprendible", "preguntar_normativa", "consultar_salario"])
def test_the_supposition_is_heard_under_a_neighbouring_intent(intent: str, person: People) -> None:
    turn = says(person("laura.gomez"), "¿cuánto me quedaría si trabajo 10 horas extra nocturnas?", intent)
    assert turn.responses[0] == "utter_estimacion_mes"


def test_extra_hours_without_a_kind_are_of_the_day_and_the_others_one_touch_away(person: People) -> None:
    laura = person("laura.gomez")
    turn = says(laura, "si hago 8 horas extras cuánto me llega", "consultar_bonificaciones")
    assert "diurnas" in turn.one("utter_estimacion_supuestos").values["supuestos"]
    button = turn.one("utter_estimacion_supuestos").buttons[0]
    assert button["title"] == "Si fueran nocturnas"
    again = laura.asks("action_consultar_bonificaciones", message=touch(button["payload"]))
    assert again.one("utter_estimacion_mes").values["supuesto"] == "con 8 horas extra nocturnas"


def test_what_if_there_were_more_hours_goes_on(person: People) -> None:
    laura = person("laura.gomez")
    says(laura, "¿cuánto me quedaría si trabajo 10 horas extra nocturnas?", "consultar_bonificaciones")
    turn = says(laura, "¿y si son 20?", "dar_dato")
    assert turn.one("utter_estimacion_mes").values["supuesto"] == "con 20 horas extra nocturnas"


def test_another_topic_ends_the_supposition(person: People) -> None:
    laura = person("laura.gomez")
    says(laura, "¿cuánto me quedaría si trabajo 10 horas extra nocturnas?", "consultar_bonificaciones")
    says(laura, "¿cuánto me pagaron en marzo?", "consultar_desprendible")
    turn = says(laura, "¿y en abril?", "dar_dato")
    assert turn.responses[0] == "utter_desprendible"


def test_more_hours_than_a_month_has_are_refused(person: People) -> None:
    turn = says(person("laura.gomez"), "cuánto gano si hago 300 horas extras diurnas", "consultar_bonificaciones")
    assert turn.responses == ["utter_estimacion_demasiadas_horas"]


def test_a_salario_integral_has_no_extra_hours_nor_prima(person: People) -> None:
    jorge = person("jorge.arango")
    turn = says(jorge, "cuánto me quedaría si hago 10 horas extras diurnas", "consultar_bonificaciones")
    assert turn.responses == ["utter_estimacion_horas_integral"]
    turn = says(jorge, "cuánto será mi próxima prima", "consultar_bonificaciones")
    assert turn.responses == ["utter_estimacion_prima_integral"]


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("si me suben el sueldo a 8 millones cuánto me quedaría", 8_000_000),
        ("si me aumentan el 10 % cuánto recibiría", 8_218_100),
        ("cuánto me llegaría si me suben 300 mil pesos", 7_771_000),
    ],
)
def test_a_raise_is_the_new_salary_through_contributions_and_withholding(
    text: str, monthly: int, person: People, services: Services, principal: Principals
) -> None:
    turn = says(person("daniel.ramirez"), text, "consultar_salario")
    estimate = services.payroll.estimates.salary(principal("daniel.ramirez"), NOVEMBER, Decimal(monthly), TODAY)
    said = turn.one("utter_estimacion_mes")
    assert formatting.money(Decimal(monthly)) in said.values["supuesto"]
    assert said.values["neto"] == formatting.money(estimate.comparison.after_net)
    assert {change.concept for change in estimate.comparison.changes} >= {"sueldo", "salud", "pension"}


def test_a_sunday_without_hours_is_of_eight_and_says_so(person: People, wording: Wording) -> None:
    turn = says(person("laura.gomez"), "cuánto me pagan si trabajo el 25 de diciembre", "consultar_bonificaciones")
    assert turn.one("utter_estimacion_mes").values["en_periodo"] == "en diciembre de 2026"
    text = turn.text(wording)
    assert "8 horas, porque no me dijiste cuántas" in text
    assert "90 % × 8 horas" in text
    assert "con un día de descanso a cambio" in text


def test_hours_that_cost_the_transport_allowance_say_why(person: People, wording: Wording) -> None:
    turn = says(person("laura.gomez"), "cuánto me quedaría si hago 20 horas extra nocturnas", "dar_dato")
    assert "porque con eso pasas de dos salarios mínimos en el mes" in turn.text(wording)


@pytest.mark.parametrize(
    ("text", "days", "kind", "said"),
    [
        ("si falto 3 días cuánto me descuentan", 3, AbsenceKind.UNPAID, "3 días de licencia no remunerada"),
        ("cuánto me pagan si me incapacitan 10 días", 10, AbsenceKind.SICK_LEAVE, "10 días de incapacidad"),
    ],
)
def test_days_away_are_supposed_with_their_lines_and_assumptions(
    text: str,
    days: int,
    kind: AbsenceKind,
    said: str,
    person: People,
    services: Services,
    principal: Principals,
    wording: Wording,
) -> None:
    turn = says(person("daniel.ramirez"), text, "consultar_incapacidades")
    estimate = services.payroll.estimates.absence(principal("daniel.ramirez"), NOVEMBER, kind, days, TODAY)
    shown = turn.one("utter_estimacion_mes_menos")
    assert said in shown.values["supuesto"]
    assert shown.values["neto"] == formatting.money(estimate.comparison.after_net)
    assert sum(change.effect for change in estimate.comparison.changes) == estimate.comparison.difference
    assert "Lo que supuse" in turn.text(wording)


def test_a_month_holds_no_more_days_away_than_it_has(person: People) -> None:
    turn = says(person("laura.gomez"), "si falto 45 días cuánto me descuentan", "consultar_incapacidades")
    assert turn.one("utter_estimacion_demasiados_dias").values["maximo"] == "30"


def test_when_and_how_much_the_prima_comes_is_one_answer(person: People) -> None:
    turn = says(person("laura.gomez"), "¿cuándo me pagan la próxima prima y de cuánto es?", "consultar_bonificaciones")
    assert turn.responses[0] == "utter_estimacion_prima"


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("si me bajan el sueldo a 5 millones cuánto me quedaría", 5_000_000),
        ("si me bajan el sueldo un 10 % cuánto me quedaría", 6_723_900),
        ("si me bajan el sueldo 500 mil cuánto me quedaría", 6_971_000),
    ],
)
def test_a_lower_salary_is_supposed_too(text: str, monthly: int, person: People, wording: Wording) -> None:
    turn = says(person("daniel.ramirez"), text, "consultar_salario")
    said = turn.one("utter_estimacion_mes_menos")
    assert formatting.money(Decimal(monthly)) in said.values["supuesto"]
    assert "menos" in said.values["supuesto"]


def test_a_raise_beyond_two_minimum_wages_loses_the_transport_allowance(person: People, wording: Wording) -> None:
    turn = says(person("jairo.agudelo"), "si me suben el salario a 3.600.000 cuánto me quedaría", "consultar_salario")
    assert "Auxilio de transporte: − $ 249.095, porque con eso pasas de dos salarios mínimos" in turn.text(wording)


def test_a_salary_below_the_minimum_is_told_so(person: People) -> None:
    turn = says(person("laura.gomez"), "si mi sueldo fuera de 1.200.000 cuánto me quedaría", "consultar_salario")
    assert "utter_estimacion_bajo_minimo" in turn.responses


def test_the_next_prima_says_when_how_much_and_how(person: People, services: Services, principal: Principals) -> None:
    said = says(person("laura.gomez"), "de cuánto va a ser mi próxima prima", "consultar_bonificaciones").said
    estimate = services.payroll.estimates.service_bonus(principal("laura.gomez"), TODAY)
    assert estimate is not None
    assert said[0].values["valor"] == formatting.money(estimate.amount)
    assert said[0].values["fecha"] == "20 de diciembre de 2026"
    assert "180 días ÷ 360 días" in said[0].values["calculo"]
    assert said[1].response == "utter_base_de_prestacion"
    assert said[2].values["valor"] == formatting.money(estimate.accrued)
    assert estimate.accrued < estimate.amount


def test_the_prima_of_december_asked_in_november_is_an_estimate(person: People) -> None:
    turn = says(person("laura.gomez"), "¿cuánto es la prima de diciembre?", "consultar_bonificaciones")
    assert turn.responses[0] == "utter_estimacion_prima"


def test_a_settlement_on_the_next_fifteenth(
    person: People, services: Services, principal: Principals, wording: Wording
) -> None:
    turn = says(person("laura.gomez"), "¿cuánto sería mi liquidación si renuncio el 15?", "consultar_cesantias")
    estimate = services.payroll.estimates.settlement(
        principal("laura.gomez"), date(2026, 12, 15), LeavingCause.RESIGNATION, ContractKind.INDEFINITE, TODAY
    )
    said = turn.one("utter_estimacion_liquidacion")
    assert said.values["fecha"] == "15 de diciembre de 2026"
    assert said.values["neto"] == formatting.money(estimate.net)
    assert said.custom["total"][0] == f"Neto: {formatting.money(estimate.net)}"
    assert len(said.custom["rows"]) == len(estimate.lines)
    text = turn.text(wording)
    for line in estimate.lines:
        assert formatting.money(line.amount) in text
        assert recompute(line.steps[0]) == line.amount


def test_a_dismissal_after_a_resignation_keeps_the_day_and_adds_the_indemnity(person: People, wording: Wording) -> None:
    laura = person("laura.gomez")
    says(laura, "¿cuánto sería mi liquidación si renuncio el 15?", "consultar_cesantias")
    turn = says(laura, "¿y si me echan?", "dar_dato")
    assert turn.one("utter_estimacion_liquidacion").values["fecha"] == "15 de diciembre de 2026"
    assert "Indemnización por despido sin justa causa" in turn.text(wording)


def test_a_dismissal_under_a_fixed_term_pays_the_time_left_of_it(person: People, wording: Wording) -> None:
    turn = says(person("kelly.hurtado"), "cuánto me darían si me despiden el 15 de diciembre", "consultar_cesantias")
    shown = turn.text(wording)
    # From 16 December 2026 to 7 September 2027, in months of thirty days.
    assert "262 días ÷ 30 días" in shown
    assert "Tu contrato va hasta el 7 de septiembre de 2027" in shown


def test_the_end_of_a_fixed_term_is_the_day_of_a_settlement_without_one(person: People, wording: Wording) -> None:
    turn = says(
        person("kelly.hurtado"), "si se me acaba el contrato cuánto me dan de liquidación", "consultar_cesantias"
    )
    assert turn.one("utter_estimacion_liquidacion").values["fecha"] == "7 de septiembre de 2027"
    assert "ndemnización" not in turn.text(wording)


def test_a_dismissal_when_the_term_is_over_says_why_there_is_no_indemnity(person: People, wording: Wording) -> None:
    kelly = person("kelly.hurtado")
    turn = says(kelly, "cuánto me darían de liquidación si me echan el 8 de octubre de 2027", "consultar_cesantias")
    assert "porque tu contrato va hasta el 7 de septiembre de 2027" in turn.text(wording)


def test_a_dismissal_from_a_piece_of_work_counts_to_its_expected_end(person: People, wording: Wording) -> None:
    turn = says(person("camilo.serna"), "cuánto me darían si me despiden el 15 de diciembre", "consultar_cesantias")
    assert "735 días ÷ 30 días" in turn.text(wording)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("cuánto me dan de liquidación si renuncio a fin de mes", "30 de noviembre de 2026"),
        ("si renuncio el 30 de noviembre cuánto me sale de cesantías", "30 de noviembre de 2026"),
        ("cuánto me tocaría si me retiro mañana", "24 de noviembre de 2026"),
        ("cuánto sería mi liquidación si me voy en enero", "31 de enero de 2027"),
        ("cuánto sería mi liquidación", "23 de noviembre de 2026"),
        ("cuánto sería mi liquidación si renuncio a final de año", "31 de diciembre de 2026"),
    ],
)
def test_the_day_of_leaving_is_a_day_to_come(text: str, day: str, person: People) -> None:
    turn = says(person("laura.gomez"), text, "consultar_cesantias")
    assert turn.one("utter_estimacion_liquidacion").values["fecha"] == day


def test_a_salario_integral_is_settled_without_benefits(person: People, wording: Wording) -> None:
    turn = says(person("jorge.arango"), "cuánto sería mi liquidación si renuncio el 15 de diciembre", "dar_dato")
    shown = turn.text(wording)
    assert "Vacaciones pagadas en dinero" in shown
    assert "esantías" not in shown


def test_what_was_paid_of_the_running_month_is_taken_off(person: People) -> None:
    turn = says(person("laura.gomez"), "cuánto me quedaría si me retiro hoy", "consultar_cesantias")
    assert turn.one("utter_estimacion_liquidacion_ya_pagado").values["mes"] == "noviembre de 2026"


def test_whoever_has_left_gets_no_estimate(person: People) -> None:
    turn = says(person("tomas.villa"), "cuánto sería mi liquidación si renuncio el 15", "consultar_cesantias")
    assert turn.responses == ["utter_sin_registro_por_retiro"]


def test_a_complaint_is_never_a_supposition(person: People) -> None:
    turn = says(person("laura.gomez"), "cuánto me deben si hago 10 horas extras nocturnas", "reportar_error")
    assert "utter_estimacion_mes" not in turn.responses


def test_a_settlement_names_apart_what_is_withheld_on_each_payment(person: People, wording: Wording) -> None:
    turn = says(
        person("ricardo.salazar"), "¿cuánto me liquidarían si me echan el 30 de noviembre?", "consultar_cesantias"
    )
    said = turn.one("utter_estimacion_liquidacion")
    names = [row[0] for row in said.custom["rows"] if row[0].startswith("Retención")]
    assert names == [
        "Retención en la fuente",
        "Retención en la fuente (prima de servicios)",
        "Retención en la fuente (indemnización)",
    ]
    assert all(f"• {name}: " in said.values["deducciones"] for name in names)
    bases = turn.one("utter_bases_de_liquidacion").values["lineas"].split("\n")
    assert [base.split(":")[0] for base in bases] == ["• Prima de servicios", "• Cesantías pagadas en la liquidación"]
