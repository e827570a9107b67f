"""Registry of payroll concepts: every line that a payslip can carry.

A concept's `family` is what people call it, the canonical value of the `concepto` entity in a message; several
concepts may share one family (four kinds of extra hours are all «horas extras»).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class LineKind(str, Enum):
    """Whether a line adds to what is paid or is taken from it."""

    EARNING = "earning"
    DEDUCTION = "deduction"


class Unit(str, Enum):
    """What a line's quantity counts."""

    DAYS = "days"
    HOURS = "hours"
    INSTALMENT = "instalment"
    PERCENT = "percent"


@dataclass(frozen=True)
class Concept:
    """One payroll concept.

    `salary`: it remunerates work (CST art. 127), so it enters the contribution base (IBC) and the averages that prima
    and cesantías use. `supplement`: variable work pay (extra hours, surcharges, commissions).
    """

    code: str
    name: str
    kind: LineKind
    family: str
    norm: str
    salary: bool = False
    supplement: bool = False


def _earning(
    code: str, name: str, family: str, norm: str, *, salary: bool = False, supplement: bool = False
) -> Concept:
    return Concept(code, name, LineKind.EARNING, family, norm, salary, supplement)


def _deduction(code: str, name: str, family: str, norm: str) -> Concept:
    return Concept(code, name, LineKind.DEDUCTION, family, norm)


_ALL = (
    _earning("sueldo", "Sueldo básico", "salario", "CST art. 127", salary=True),
    _earning("salario_integral", "Salario integral", "salario", "CST art. 132", salary=True),
    _earning("auxilio_transporte", "Auxilio de transporte", "auxilio_transporte", "Ley 15 de 1959 art. 2"),
    _earning("hora_extra_diurna", "Hora extra diurna", "horas_extras", "CST art. 168", salary=True, supplement=True),
    _earning(
        "hora_extra_nocturna", "Hora extra nocturna", "horas_extras", "CST art. 168", salary=True, supplement=True
    ),
    _earning(
        "hora_extra_diurna_dominical",
        "Hora extra diurna dominical o festiva",
        "horas_extras",
        "CST arts. 168 y 179",
        salary=True,
        supplement=True,
    ),
    _earning(
        "hora_extra_nocturna_dominical",
        "Hora extra nocturna dominical o festiva",
        "horas_extras",
        "CST arts. 168 y 179",
        salary=True,
        supplement=True,
    ),
    _earning("recargo_nocturno", "Recargo nocturno", "recargos", "CST art. 168", salary=True, supplement=True),
    _earning(
        "recargo_dominical", "Recargo dominical o festivo", "recargos", "CST art. 179", salary=True, supplement=True
    ),
    _earning(
        "recargo_nocturno_dominical",
        "Recargo nocturno dominical o festivo",
        "recargos",
        "CST arts. 168 y 179",
        salary=True,
        supplement=True,
    ),
    _earning("comision", "Comisión por ventas", "comision", "CST art. 127", salary=True, supplement=True),
    _earning("bonificacion", "Bonificación por mera liberalidad", "bonificacion", "CST art. 128"),
    _earning("bonificacion_salarial", "Bonificación por resultados", "bonificacion", "CST art. 127", salary=True),
    _earning("rodamiento", "Auxilio de rodamiento", "rodamiento", "CST art. 128"),
    _earning("retroactivo", "Retroactivo de salario", "retroactivo", "CST art. 127", salary=True),
    _earning("prima_servicios", "Prima de servicios", "prima", "CST art. 306"),
    _earning("cesantias", "Cesantías pagadas en la liquidación", "cesantias", "CST art. 249"),
    _earning("intereses_cesantias", "Intereses sobre las cesantías", "intereses_cesantias", "Ley 52 de 1975 art. 1"),
    _earning("vacaciones", "Vacaciones disfrutadas", "vacaciones", "CST arts. 186 y 192"),
    _earning("vacaciones_dinero", "Vacaciones pagadas en dinero", "vacaciones", "CST art. 189"),
    _earning(
        "incapacidad_empleador",
        "Incapacidad común, días a cargo de la empresa",
        "incapacidad",
        "Decreto 2943 de 2013 art. 1",
    ),
    _earning("incapacidad_eps", "Incapacidad común, días a cargo de la EPS", "incapacidad", "CST art. 227"),
    _earning("incapacidad_laboral", "Incapacidad por accidente de trabajo", "incapacidad", "Ley 776 de 2002 art. 3"),
    _earning("licencia_maternidad", "Licencia de maternidad", "licencia", "CST art. 236; Ley 1822 de 2017"),
    _earning("licencia_paternidad", "Licencia de paternidad", "licencia", "Ley 2114 de 2021 art. 2"),
    _earning("licencia_luto", "Licencia por luto", "licencia", "Ley 1280 de 2009", salary=True),
    _earning("licencia_no_remunerada", "Licencia no remunerada", "licencia", "CST art. 51"),
    _earning("indemnizacion", "Indemnización por despido sin justa causa", "otros", "CST art. 64"),
    _deduction("salud", "Aporte a salud", "salud", "Ley 100 de 1993 art. 204"),
    _deduction("pension", "Aporte a pensión", "pension", "Ley 100 de 1993 art. 20"),
    _deduction(
        "fondo_solidaridad", "Fondo de Solidaridad Pensional", "fondo_solidaridad", "Ley 100 de 1993 arts. 25 y 27"
    ),
    _deduction("retencion_fuente", "Retención en la fuente", "retencion_fuente", "Estatuto Tributario art. 383"),
    _deduction("libranza", "Cuota de libranza", "libranza", "Ley 1527 de 2012"),
    _deduction("embargo", "Embargo judicial", "embargo", "CST arts. 154 a 156"),
    _deduction("poliza", "Póliza de seguro", "poliza", "CST art. 149"),
    _deduction("medicina_prepagada", "Medicina prepagada", "poliza", "CST art. 149"),
    _deduction("fondo_empleados", "Aporte al fondo de empleados", "fondo_empleados", "Decreto Ley 1481 de 1989"),
    _deduction(
        "credito_fondo_empleados", "Crédito del fondo de empleados", "fondo_empleados", "Decreto Ley 1481 de 1989"
    ),
)

CONCEPTS: MappingProxyType[str, Concept] = MappingProxyType({concept.code: concept for concept in _ALL})
"""Every concept by code, in the order in which a payslip prints its lines."""

FAMILY_NAMES: MappingProxyType[str, str] = MappingProxyType(
    {
        "salario": "Salario",
        "auxilio_transporte": "Auxilio de transporte",
        "horas_extras": "Horas extras",
        "recargos": "Recargos",
        "comision": "Comisiones",
        "bonificacion": "Bonificaciones",
        "rodamiento": "Auxilio de rodamiento",
        "retroactivo": "Retroactivo",
        "prima": "Prima de servicios",
        "cesantias": "Cesantías",
        "intereses_cesantias": "Intereses de cesantías",
        "vacaciones": "Vacaciones",
        "incapacidad": "Incapacidades",
        "licencia": "Licencias",
        "salud": "Salud",
        "pension": "Pensión",
        "fondo_solidaridad": "Fondo de Solidaridad Pensional",
        "retencion_fuente": "Retención en la fuente",
        "libranza": "Libranza",
        "embargo": "Embargo",
        "poliza": "Pólizas",
        "fondo_empleados": "Fondo de empleados",
        "otros": "Otros",
    }
)
"""Spanish display name of each family."""

BONUS_FAMILIES = frozenset(
    {
        "prima",
        "bonificacion",
        "comision",
        "horas_extras",
        "recargos",
        "auxilio_transporte",
        "rodamiento",
        "retroactivo",
        "intereses_cesantias",
    }
)
"""Families that people mean by «bonificaciones, primas y auxilios»: what comes on top of the salary."""


def concept(code: str) -> Concept:
    """The registered concept; KeyError for an unknown code."""
    return CONCEPTS[code]
