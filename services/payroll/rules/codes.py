"""Concept codes that payroll lines carry, and what kind of payment each one is before the law."""

from __future__ import annotations

SALARY = "sueldo"
INTEGRAL_SALARY = "salario_integral"
TRANSPORT_ALLOWANCE = "auxilio_transporte"
COMMISSION = "comision"
SERVICE_BONUS = "prima_servicios"
SEVERANCE = "cesantias"
SEVERANCE_INTEREST = "intereses_cesantias"
VACATION = "vacaciones"
VACATION_IN_CASH = "vacaciones_dinero"
SICK_LEAVE_EMPLOYER = "incapacidad_empleador"
SICK_LEAVE_INSURER = "incapacidad_eps"
WORK_ACCIDENT = "incapacidad_laboral"
MATERNITY_LEAVE = "licencia_maternidad"
PATERNITY_LEAVE = "licencia_paternidad"
BEREAVEMENT_LEAVE = "licencia_luto"
UNPAID_LEAVE = "licencia_no_remunerada"
INDEMNITY = "indemnizacion"
HEALTH = "salud"
PENSION = "pension"
SOLIDARITY_FUND = "fondo_solidaridad"
WITHHOLDING = "retencion_fuente"

SALARY_PAYMENTS = frozenset(
    {
        SALARY,
        INTEGRAL_SALARY,
        "hora_extra_diurna",
        "hora_extra_nocturna",
        "hora_extra_diurna_dominical",
        "hora_extra_nocturna_dominical",
        "recargo_nocturno",
        "recargo_dominical",
        "recargo_nocturno_dominical",
        COMMISSION,
        "bonificacion_salarial",
        "retroactivo",
        BEREAVEMENT_LEAVE,
    }
)
"""Payments that remunerate work (CST art. 127): they enter the contribution base whole."""

CONTRIBUTORY_ABSENCES = frozenset(
    {VACATION, SICK_LEAVE_EMPLOYER, SICK_LEAVE_INSURER, WORK_ACCIDENT, MATERNITY_LEAVE, PATERNITY_LEAVE}
)
"""Paid absences: not salary, and contributed on all the same (Decreto 780 de 2016, art. 3.2.5.1)."""

NON_SALARY_PAYMENTS = frozenset({"bonificacion", "rodamiento"})
"""Payments agreed as non-salary (CST art. 128): outside the base up to the limit of Ley 1393 de 2010, art. 30."""

EXEMPT_FROM_WITHHOLDING = frozenset(
    {
        TRANSPORT_ALLOWANCE,
        SEVERANCE,
        SEVERANCE_INTEREST,
        SICK_LEAVE_EMPLOYER,
        SICK_LEAVE_INSURER,
        WORK_ACCIDENT,
        MATERNITY_LEAVE,
        INDEMNITY,
    }
)
"""Payments left out of the monthly withholding base: exempt (Estatuto Tributario, art. 206) or taxed apart."""
