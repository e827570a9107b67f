"""«What if» in words: a small grammar over what a message says, its amounts and its dates; pure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from actions.spoken_numbers import NUMBER, figure
from actions.supposed_hours import continued_hours, supposed_hours
from actions.supposition import SalaryMove, Subject, Supposition
from services.payroll.rules.payslip import AbsenceKind
from services.payroll.rules.settlement import LeavingCause

if TYPE_CHECKING:
    from datetime import date

    from actions.question import Question


_DAYS = re.compile(rf"{NUMBER}\s*(?:dias?|dia)\b")
_BARE_NUMBER = re.compile(NUMBER)
_TIMES = {"al doble": Decimal(1), "al triple": Decimal(2), "a la mitad": Decimal("-0.5")}
_PERCENT = re.compile(rf"{NUMBER}\s*(?:%|por ?ciento|puntos)")
_UNPAID = re.compile(
    r"\bsi (?:yo )?(?:falto|faltara|no (?:voy|vengo|trabajo|fuera|viniera|asisto))\b"
    r"|\b(?:licencia|permiso)s? no remunerad[oa]s?\b|\b(?:permiso|licencia) sin (?:pago|sueldo|remuneracion)\b"
)
_SICK = re.compile(
    r"\b(?:me incapacit(?:o|e|an|ara|aran|ase|asen|en)|(?:saco|tengo|tuviera|dan|dieran) (?:una )?incapacidad)\b"
)
_PAY_AFTER = re.compile(
    r"\b(?:me (?:quit|descuent|descont|rebaj|pag|qued|lleg|dan|dar|consign)\w*"
    r"|mi (?:pago|sueldo|salario|quincena|neto))\b"
)
_HOW_MUCH = re.compile(
    r"\b(?:cuant\w*|cto|kuanto|que tanto|valor|neto|calcul\w+|simul\w+|estim\w+|que pasaria|la cuenta|las cuentas)\b"
)
_ORDERS = re.compile(r"\b(?:simul|calcul|estim)[aeo]\w*|\b(?:haz|hag[ao])me (?:la|una) (?:cuenta|simulacion)\b")
# A condition is a question by itself: «¿y si trabajo 10 horas extra?».
_IF_I_WORK = re.compile(
    r"^(?:y |pero |entonces )?si (?:trabajo|trabajara|hago|hiciera|meto|metiera|acepto|aceptara|me qued(?:o|ara))\b"
)
_IF = re.compile(r"\bsi\b|\bsupon\w+|\bimagin\w+|\bhaciendo\b|\btrabajando\b|\bcon\b|\bpor\b")
_WOULD = re.compile(
    r"\b(?:\w+ria|\w+rian|va a \w+|van a \w+|sera|daran|quedan?|llegan?|pagan?|dan?|tocan?|salen?|vale[n]?|gano)\b"
)
_ALREADY = re.compile(
    r"\b(?:pagaron|dieron|consignaron|depositaron|hice|trabaje|llego|llegaron|gane|recibi|descontaron|subieron|subio"
    r"|aumentaron|aumento en|bajaron|redujeron|rebajaron|recortaron|quedaron|deben|pagado|pagada|falta|faltan"
    r"|liquidaron|toco|paso)\b"
)
_RAISE = re.compile(
    r"\b(?:sub(?:en|ieran|iera|iesen|an|a|e|ir|irian)|aument(?:an|aran|ara|en|o|e|ar|arian)|incremento|alza"
    r"|gan(?:ara|ase|aria)|si gano|pasa(?:n|ra|ran)? a|pag(?:aran|asen)|(?:sueldo|salario|basico) (?:fuera|de|seria))\b"
)
_CUT = re.compile(
    r"\b(?:baj(?:an|aran|ara|asen|en|arian|a)|reduc(?:en|ieran|iera|irian|e)|rebaj(?:an|aran|ara|en|arian)"
    r"|recort(?:an|aran|ara|en|arian)|disminu(?:yen|yeran|yera|irian)|(?:rebaja|recorte|reduccion|baja) del?)\b"
)
_PAY_WORD = re.compile(r"\b(?:sueldo|salario|basico|pago|plata|me (?:lo )?(?:baj|reduc|rebaj|recort|disminu)\w+)\b")
_TO = re.compile(r"\ba (?:los )?(?:\$|\d|un\b|dos\b|tres\b|cuatro\b|cinco\b|seis\b|siete\b|ocho\b|nueve\b|diez\b)")
_EARNS = re.compile(r"\b(?:ganara|ganase|ganaria|si gano|pagaran|(?:sueldo|salario|basico) (?:fuera|de|seria))\b")
_BY = re.compile(
    r"\b(?:sub\w+|aument\w+|incremento de|alza de)(?: el (?:sueldo|salario))?(?: en| otros| unos)?"
    r" (?:\$|\d|cien\b|\w+cientos\b)"
    r"|\bmas\b"
)
_LEAVE = re.compile(
    r"\brenunci\w+|\bme (?:retiro|retirara|voy|fuera|salgo|saliera|desvinculo)\b"
    r"|\b(?:echan|echaran|echen|despiden|despidieran|botan|botaran|sacan|sacaran|liquidan|liquidaran)\b|\bdespido\b"
    r"|\b(?:termina|terminara|acaba|acabara|vence|venciera) (?:mi|el) contrato\b"
    r"|\bse (?:me )?(?:acaba|vence|termina) (?:mi|el) contrato\b|\bmutuo acuerdo\b"
)
_SETTLEMENT = re.compile(r"\bliquidacion\b|\bindemnizacion\b|\bfiniquito\b")
_OWED = re.compile(
    r"\b(?:me|nos) (?:toca|da|paga|sale|saldria|liquida|queda|corresponde|entrega|llega)\w*\b"
    r"|\brecibiria\b|\bseria\b|\brecibo\b"
)
_OWN_SETTLEMENT = re.compile(r"\bmi (?:liquidacion|indemnizacion|finiquito)\b|\bme (?:liquidan|liquidarian)\b")
_WOULD_ME = re.compile(r"\bme \w+rian?\b|\bseria\b|\brecibiria\b|\bmi (?:liquidacion|indemnizacion|finiquito)\b")
_RULE = re.compile(
    r"\b(?:que incluye|cuando|pierdo|pierde|plazo|demora\w*|como se (?:calcula|liquida)|ley|legal|derecho|norma\w*"
    r"|obligacion|obligad\w+|que es|de esta quincena|vacaciones mal)\b"
)
_UNJUST = re.compile(r"\b(?:echa\w+|echen|despid\w+|botan|botaran|sacan|sacaran|sin justa|indemnizacion)\b")
_JUST = re.compile(r"\bcon justa\b|\bpor justa\b")
_NEXT_BONUS = re.compile(
    r"\b(?:proxim\w+|siguiente|que viene|sera|seria|va a \w+|van a \w+|voy a \w+|daran|pagaran|toca|tocaria"
    r"|corresponde\w*|pagarian|darian|recibiria|llegaria|llegara|llevo|acumulad\w+|causad\w+|me dan|me pagan|tengo"
    r"|cuando (?:nos )?(?:pagan|dan|llega|consignan))\b"
)
_CONTINUES = re.compile(r"^(?:y|e|o|pero|entonces|no|mejor|ahora|si)\b")
# «¿y a 4?», «¿y si son cuatro y medio?»: a figure alone is said in the unit of the one before.
_FIGURE_ALONE = re.compile(
    rf"^(?:(?:y|o|pero|entonces|no|mejor|ahora|si|son|fueran|fuera|sea|es|me|lo|suben|con|a|al|en|el) )*"
    rf"{NUMBER}(?P<half> y medio)?\W*$"
)
_UNITS = (Decimal(1_000_000), Decimal(1_000))
_OF_A_RULE = "preguntar_normativa"
_PRIMA = "prima"


def read_supposition(question: Question, today: date, before: Supposition | None = None) -> Supposition | None:
    """What the message supposes, or None when it asks for something that is or was.

    `before`: the supposition that the conversation is about, which «¿y si son 20?» or «¿y al 12 %?» goes on with.
    """
    if question.supposition is not None:
        return Supposition.parse_code(question.supposition)
    text = question.plain_text
    if not text:
        return None
    continued = _continued(question, before) if before is not None and _CONTINUES.search(text) else None
    if _ALREADY.search(text):
        return None
    return (
        _absence(text)
        or _hours(question, today)
        or _salary(question)
        or _settlement(question)
        or _bonus(question, today)
        or continued
    )


def _absence(text: str) -> Supposition | None:
    said = _DAYS.search(text)
    sick = bool(_SICK.search(text))
    if said is None or not (sick or _UNPAID.search(text)) or not _PAY_AFTER.search(text):
        return None
    if not (_HOW_MUCH.search(text) or "que pasa" in text) or not _IF.search(text) or _RULE.search(text):
        return None
    kind = AbsenceKind.SICK_LEAVE if sick else AbsenceKind.UNPAID
    return Supposition(Subject.ABSENCE, figure(said["number"]), absence=kind)


def _hours(question: Question, today: date) -> Supposition | None:
    text = question.plain_text
    if not (_HOW_MUCH.search(text) or _ORDERS.search(text) or _IF_I_WORK.search(text)) or _RULE.search(text):
        return None
    if not (_IF.search(text) or _WOULD.search(text) or _ORDERS.search(text)):
        return None
    return supposed_hours(question, today)


def _salary(question: Question) -> Supposition | None:
    text = question.plain_text
    cut = _CUT.search(text) and _PAY_WORD.search(text)
    if not (_RAISE.search(text) or cut) or not (_IF.search(text) or _WOULD.search(text)) or _RULE.search(text):
        return None
    return _said_salary(question, text)


def _said_salary(question: Question, text: str) -> Supposition | None:
    sign = -1 if _CUT.search(text) else 1
    percent = _PERCENT.search(text)
    if percent is not None:
        return Supposition(Subject.SALARY, sign * figure(percent["number"]) / 100, move=SalaryMove.PERCENT)
    times = next((ratio for words, ratio in _TIMES.items() if words in text), None)
    if times is not None:
        return Supposition(Subject.SALARY, times, move=SalaryMove.PERCENT)
    if not question.amounts:
        return None
    move = SalaryMove.AMOUNT
    if _TO.search(text) or _EARNS.search(text):
        move = SalaryMove.TO
    elif _BY.search(text):
        move = SalaryMove.BY
    amount = question.amounts[0]
    return Supposition(Subject.SALARY, amount if move is SalaryMove.TO else sign * amount, move=move)


def _settlement(question: Question) -> Supposition | None:
    text = question.plain_text
    leaves, named = _LEAVE.search(text), _SETTLEMENT.search(text)
    if _RULE.search(text) or not (leaves or named):
        return None
    asked = _HOW_MUCH.search(text) and (_OWED.search(text) or named)
    if not (asked and leaves) and not (named and (_OWN_SETTLEMENT.search(text) or (asked and _OWED.search(text)))):
        return None
    if question.intent == _OF_A_RULE and not question.periods and not _WOULD_ME.search(text):
        return None
    return Supposition(Subject.SETTLEMENT, cause=_cause(text) or LeavingCause.RESIGNATION)


def _cause(text: str) -> LeavingCause | None:
    if _JUST.search(text):
        return LeavingCause.JUST_CAUSE
    if _UNJUST.search(text):
        return LeavingCause.WITHOUT_JUST_CAUSE
    if "mutuo acuerdo" in text:
        return LeavingCause.MUTUAL_AGREEMENT
    if re.search(r"\brenunci|\bretir|\bme voy\b", text):
        return LeavingCause.RESIGNATION
    return LeavingCause.END_OF_TERM if "contrato" in text else None


def _bonus(question: Question, today: date) -> Supposition | None:
    text = question.plain_text
    if question.concept != _PRIMA or question.intent == _OF_A_RULE:
        return None
    # «¿Cuándo me la pagan y de cuánto es?»: the estimate says the day, too.
    if _RULE.search(text.replace("cuando", "") if _HOW_MUCH.search(text) else text):
        return None
    period = question.period
    # «La prima de diciembre», without a year and with nothing in the past tense, is the one to come.
    coming = period is not None and not period.year_given and period.last.month >= today.month
    ahead = period is not None and period.grain != "year" and (period.end > today or coming)
    past = period is not None and not ahead
    if past or not (ahead or (_NEXT_BONUS.search(text) and (_HOW_MUCH.search(text) or "prox" in text))):
        return None
    return Supposition(Subject.BONUS)


def _continued(question: Question, before: Supposition) -> Supposition | None:
    """The supposition with the figure, the kind or the cause that the words change; None when they change nothing."""
    text = question.plain_text
    if before.subject is Subject.HOURS:
        return continued_hours(question, before)
    if before.subject is Subject.ABSENCE:
        days = _DAYS.search(text) or _BARE_NUMBER.search(text)
        return None if days is None or question.amounts else replace(before, figure=figure(days["number"]))
    if before.subject is Subject.SALARY:
        return _said_salary(question, text) or _in_the_same_unit(question, before)
    if before.subject is Subject.SETTLEMENT:
        cause = _cause(text) if _LEAVE.search(text) or _UNJUST.search(text) else None
        if cause is None and not any(period.single_day or period.single_month for period in question.periods):
            return None
        return replace(before, cause=cause or before.cause)
    return None


def _in_the_same_unit(question: Question, before: Supposition) -> Supposition | None:
    said = _FIGURE_ALONE.search(question.plain_text)
    if said is None or before.figure is None or question.periods or question.days is not None:
        return None
    number = figure(said["number"]) + (Decimal("0.5") if said["half"] else 0)
    sign = -1 if before.figure < 0 else 1
    if before.move is SalaryMove.PERCENT:
        return replace(before, figure=sign * number / 100)
    unit = next((unit for unit in _UNITS if abs(before.figure) >= unit), None)
    return None if unit is None else replace(before, figure=sign * number * unit)
