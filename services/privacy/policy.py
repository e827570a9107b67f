"""The data policy that people are asked to accept, by version."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """A version of the policy; ``text`` is what the person reads."""

    version: str
    text: str


CURRENT_POLICY = Policy(
    version="2026-11",
    text=(
        "Tu empleador es responsable del tratamiento de tus datos y los usa en ChatNomina para responder tus "
        "preguntas sobre tu nómina, tus vacaciones y tu contrato, y para cumplir sus obligaciones laborales.\n"
        "Guardamos tus datos de contacto y de contrato, tus pagos y ausencias, la conversación con el asistente y "
        "quién consultó tus datos. Tu documento y tu cuenta bancaria se guardan cifrados y se muestran enmascarados.\n"
        "Según la Ley 1581 de 2012 puedes conocer, actualizar y rectificar tus datos, pedir prueba de esta "
        "autorización, revocarla, pedir que se supriman los datos que la ley no obligue a conservar y acudir a la "
        "Superintendencia de Industria y Comercio. La consulta es gratuita e inmediata desde el chat o la aplicación; "
        "un reclamo se responde en 15 días hábiles, que pueden ampliarse 8 días más explicando el motivo.\n"
        "Puedes borrar tu conversación cuando quieras. Los registros de nómina se conservan porque la ley laboral lo "
        "exige, aunque revoques esta autorización."
    ),
)

RETENTION_NOTICE = (
    "Borramos tu conversación con el asistente. Tus desprendibles y demás registros de nómina se conservan: la ley "
    "obliga al empleador a guardarlos para que siempre puedas demostrar lo que te pagaron."
)
