from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from actions import formatting
from actions.formatting import signed
from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.views import Month
from tests.actions.conversing import Person, clause, heard

ACTION = "action_comparar_pagos"


def test_this_month_is_compared_with_the_one_before_in_order_of_weight(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    comparison = services.payroll.compare(principal("laura.gomez"), Month(2026, 10), Month(2026, 11))
    turn = person("laura.gomez").asks(ACTION, "¿qué cambió este mes?", periods=["2026-11"])
    assert turn.one("utter_comparacion_mas").values["diferencia"] == formatting.money(comparison.difference)
    rows = turn.one("utter_comparacion_causas").values["lineas"].split("\n")
    for row, (change, cause) in zip(rows, comparison.causes, strict=True):
        assert change.name in row
        assert signed(cause.effect) in row
    weights = [abs(cause.effect) for _, cause in comparison.causes]
    assert weights == sorted(weights, reverse=True)
    assert sum(cause.effect for _, cause in comparison.causes) == comparison.difference


@pytest.mark.parametrize("key", ["laura.gomez", "carlos.asprilla", "catalina.uribe", "monica.velez"])
def test_the_waterfall_goes_from_one_net_to_the_other(
    key: str, person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    comparison = services.payroll.compare(principal(key), Month(2025, 10), Month(2026, 10))
    turn = person(key).asks(ACTION, "octubre contra octubre", periods=["2025-10", "2026-10"])
    chart = turn.one("utter_comparacion_causas").custom
    values = [Decimal(point["value"]) for point in chart["points"]]
    assert chart["kind"] == "waterfall"
    assert (values[0], values[-1]) == (comparison.before_net, comparison.after_net)
    assert sum(values[:-1]) == values[-1]
    assert [point.get("total", False) for point in chart["points"]].count(True) == 2


def test_hours_of_another_year_tell_the_laws_divisor_and_never_a_rate_that_stayed(
    person: Callable[[str], Person],
) -> None:
    turn = person("laura.gomez").asks(ACTION, "noviembre contra noviembre", periods=["2025-11", "2026-11"])
    causes = turn.one("utter_comparacion_causas").values["lineas"]
    assert "por ley tu hora ya no sale de 220 sino de 210 horas al mes" in causes
    assert "125 %" not in causes
    assert "noviembre de 2025 no hubo; lo recibe quien gana en el mes hasta dos salarios mínimos" in causes


def test_between_two_months_is_one_against_the_other(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, message=heard("qué pasó entre marzo y abril", "comparar_pagos"))
    assert (turn.said[0].values["antes"], turn.said[0].values["despues"]) == ("marzo de 2026", "abril de 2026")


def test_between_months_further_apart_is_a_trend(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, message=heard("qué pasó entre enero y junio", "comparar_pagos"))
    assert turn.responses[0] == "utter_tendencia"


@pytest.mark.parametrize(
    "text", ["compara octubre con el mismo mes del año pasado", "octubre frente al mismo mes del año anterior"]
)
def test_the_same_month_of_last_year(text: str, person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, message=heard(text, "comparar_pagos")).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("octubre de 2025", "octubre de 2026")


def test_the_same_month_of_last_year_without_a_month_is_of_what_was_talked_about(
    person: Callable[[str], Person],
) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "agosto", periods=["2026-08"])
    said = laura.asks(ACTION, message=heard("compáralo con el mismo mes del año pasado", "comparar_pagos")).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("agosto de 2025", "agosto de 2026")


def test_several_months_are_told_as_a_line_with_what_weighed_most_in_each(
    person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    turn = person("laura.gomez").asks(
        ACTION, message=heard("cómo ha cambiado mi pago entre mayo y octubre", "comparar_pagos")
    )
    totals = services.payroll.totals(principal("laura.gomez"), Month(2026, 5), Month(2026, 10))
    said = turn.one("utter_tendencia")
    assert [Decimal(point["value"]) for point in said.custom["points"]] == [month.net for month in totals.months]
    assert said.values["alto"] == formatting.money(max(month.net for month in totals.months))
    rows = turn.one("utter_tendencia_meses").values["lineas"].split("\n")
    assert len(rows) == len(totals.months) - 1
    june = services.payroll.compare(principal("laura.gomez"), Month(2026, 5), Month(2026, 6))
    assert june.causes[0][0].name in rows[0]
    assert signed(june.difference) in rows[0]


def test_without_a_span_the_trend_is_of_the_last_six_months(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, message=heard("¿cómo ha variado mi sueldo?", "comparar_pagos"))
    assert len(turn.one("utter_tendencia").custom["points"]) == 6


def test_a_supposed_drop_that_was_a_rise_is_said_plainly(person: Callable[[str], Person]) -> None:
    turn = person("laura.gomez").asks(ACTION, "¿por qué me llegó menos este mes?", periods=["2026-11"])
    assert turn.responses[0] == "utter_comparacion_mas_y_no_menos"


def test_two_months_are_compared_in_the_order_of_time(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "abril contra marzo", periods=["2026-04", "2026-03"]).said[0]
    assert said.values["antes"] == "marzo de 2026"
    assert said.values["despues"] == "abril de 2026"


def test_compare_it_with_takes_the_other_side_from_the_conversation(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "marzo", periods=["2026-03"])
    said = laura.asks(ACTION, "compáralo con abril", periods=["2026-04"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("marzo de 2026", "abril de 2026")


def test_going_on_with_the_older_of_two_compared_months_compares_it_with_the_one_before(
    person: Callable[[str], Person],
) -> None:
    laura = person("laura.gomez")
    laura.asks(ACTION, "¿por qué cambió mi pago en octubre?", periods=["2026-10"])
    for said_of in (("agosto", "septiembre"), ("julio", "agosto")):
        older = {"septiembre": "2026-09", "agosto": "2026-08"}[said_of[1]]
        said = laura.asks("action_continuar_tema", "¿y el anterior?", periods=[older]).said[0]
        assert (said.values["antes"], said.values["despues"]) == tuple(f"{month} de 2026" for month in said_of)


def test_going_on_with_another_month_is_against_the_month_talked_about(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks(ACTION, "¿por qué cambió mi pago en octubre?", periods=["2026-10"])
    said = laura.asks("action_continuar_tema", "¿y con agosto?", periods=["2026-08"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("agosto de 2026", "octubre de 2026")


def test_last_year_is_the_same_month_of_last_year(person: Callable[[str], Person]) -> None:
    laura = person("laura.gomez")
    laura.asks("action_consultar_desprendible", "octubre", periods=["2026-10"])
    said = laura.asks(ACTION, "¿y contra el año pasado?", periods=["2025"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("octubre de 2025", "octubre de 2026")


def test_a_fortnight_is_compared_with_the_one_before(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿por qué la quincena bajó?", periods=["2026-11-Q1"]).said[0]
    assert said.values["antes"] == "la segunda quincena de octubre de 2026"


@pytest.mark.parametrize("key", ["laura.gomez", "yuliana.palacios", "carlos.asprilla", "catalina.uribe"])
def test_the_causes_shown_and_the_rest_add_up_to_the_difference(
    key: str, person: Callable[[str], Person], services: Services, principal: Callable[[str], Principal]
) -> None:
    comparison = services.payroll.compare(principal(key), Month(2026, 2), Month(2026, 3))
    said = person(key).asks(ACTION, "febrero y marzo", periods=["2026-02", "2026-03"])
    assert said.said[0].custom["total"][-1] == signed(comparison.difference)
    assert len(said.said[0].custom["rows"]) == len(comparison.changes)


def test_the_first_month_of_somebody_has_nothing_before_it(person: Callable[[str], Person]) -> None:
    turn = person("valentina.duque").asks(ACTION, "¿por qué cambió?", periods=["2026-02"])
    assert turn.responses == ["utter_antes_del_ingreso"]


def test_less_than_in_a_month_is_against_the_latest_pay(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿por qué me llegó menos que en agosto?", periods=["2026-08"]).said[0]
    assert (said.values["antes"], said.values["despues"]) == ("agosto de 2026", "noviembre de 2026")


def test_the_second_half_of_a_compound_question_is_against_the_month_of_the_first(
    person: Callable[[str], Person],
) -> None:
    turn = person("laura.gomez").asks(
        "action_consultar_desprendible",
        "¿cuánto me pagaron en marzo y por qué fue menos que en febrero?",
        questions=[
            clause("¿cuánto me pagaron en marzo", "consultar_desprendible", periods=["2026-03"]),
            clause("por qué fue menos que en febrero?", "comparar_pagos", periods=["2026-02"]),
        ],
    )
    said = turn.one("utter_comparacion_menos")
    assert (said.values["antes"], said.values["despues"]) == ("febrero de 2026", "marzo de 2026")


def test_what_has_not_arrived_yet_is_not_what_arrived_short(person: Callable[[str], Person]) -> None:
    said = person("laura.gomez").asks(ACTION, "¿por qué me llegó menos esta quincena?", periods=["2026-11-Q2"]).said[0]
    assert said.values["despues"] == "la primera quincena de noviembre de 2026"
