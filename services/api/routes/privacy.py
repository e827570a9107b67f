"""Habeas data (Ley 1581): everything held about me, my consent, and the correction of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from pydantic import Field
from redis import RedisError

from services.api.operation import (
    OWN_DATA,
    Call,
    Operation,
    Parameter,
    Reply,
    ReplyBody,
    RequestBody,
    company_wide,
)
from services.api.problem import FORBIDDEN, NOT_FOUND, OUTDATED_POLICY, RATE_LIMITED, REQUEST_CLOSED, TOO_MANY_OPEN
from services.auth.access import Permission
from services.privacy.policy import CURRENT_POLICY
from services.privacy.service import LONGEST_TEXT
from services.privacy.views import CorrectionState, Datum
from services.rate_limits import RateLimit

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.privacy.views import CorrectionView

TAG = "Datos personales"
EXPORT_LIMIT_S = 20.0
# It reads everything there is of a person, at the person's pace and not at a program's.
EXPORTS_PER_PERSON = RateLimit(12, 60 * 60)

_NOBODY: Mapping[UUID, str] = MappingProxyType({})

log = structlog.get_logger(__name__)


class ConsentBody(RequestBody):
    """The version of the policy that was read, and the answer to it."""

    policy_version: str = Field(min_length=1, max_length=32)
    accepted: bool


class CorrectionBody(RequestBody):
    """What is wrong, and how it should be."""

    datum: Datum
    claim: str = Field(min_length=1, max_length=LONGEST_TEXT)


class ExtensionBody(RequestBody):
    """Why more time is needed."""

    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)


class CorrectionAnswerBody(RequestBody):
    """Whether the claim is accepted, and the answer for the person."""

    accepted: bool
    answer: str = Field(min_length=1, max_length=LONGEST_TEXT)


class ConsentReply(ReplyBody):
    """An answer to a version of the policy."""

    policy_version: str
    accepted: bool
    recorded_at: datetime


class PolicyReply(ReplyBody):
    """The policy in force and the caller's answers, the latest first."""

    policy_version: str
    text: str
    consents: list[ConsentReply]


class CorrectionReply(ReplyBody):
    """A correction request; ``due_on`` is the last legal day to answer it, ``person_name`` is for whoever answers."""

    request_id: UUID
    user_id: UUID
    person_name: str | None
    datum: Datum
    claim: str
    state: CorrectionState
    received_at: datetime
    due_on: date
    overdue: bool
    extension_reason: str | None
    answer: str | None
    answered_at: datetime | None


class CorrectionsReply(ReplyBody):
    """Correction requests."""

    corrections: list[CorrectionReply]


class PersonalDataReply(ReplyBody):
    """Everything held about the caller, by part; money is a string with two decimals.

    ``truncated`` names the parts that were too long to be given whole.
    """

    generated_at: datetime
    policy_version: str
    profile: dict[str, Any]
    employment: dict[str, Any]
    payroll: dict[str, Any]
    requests: dict[str, Any]
    documents: list[dict[str, Any]]
    conversation: list[dict[str, Any]]
    conversation_erased_at: datetime | None
    identity: dict[str, Any]
    consents: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    accesses: list[dict[str, Any]]
    truncated: list[str]


REQUEST_ID = Parameter(
    "request_id", "path", "Identificador de la solicitud.", {"type": "string", "format": "uuid"}, UUID
)


def operations(services: Services) -> list[Operation]:
    """The operations of habeas data."""
    privacy = services.privacy

    def everything(call: Call) -> Reply:
        try:
            services.limiter.take([(f"export:{call.principal.user_id}", EXPORTS_PER_PERSON)])
        except RedisError as error:
            log.warning("privacy.exports_not_counted", error=type(error).__name__)
        return Reply(
            PersonalDataReply(**services.personal_data.gather(call.principal)),
            headers={"Content-Disposition": 'attachment; filename="mis-datos.json"'},
        )

    def policy(call: Call) -> Reply:
        consents = [ConsentReply(**vars(view)) for view in privacy.consents(call.principal)]
        return Reply(PolicyReply(policy_version=CURRENT_POLICY.version, text=CURRENT_POLICY.text, consents=consents))

    def consent(call: Call) -> Reply:
        view = privacy.record_consent(call.principal, call.body.policy_version, accepted=call.body.accepted)
        return Reply(ConsentReply(**vars(view)), status=201)

    def correct(call: Call) -> Reply:
        return Reply(_correction(privacy.request_correction(call.principal, call.body.datum, call.body.claim)), 201)

    def corrections(call: Call) -> Reply:
        return _corrections(privacy.corrections(call.principal))

    def pending(call: Call) -> Reply:
        views = privacy.pending_corrections(call.principal)
        return _corrections(views, services.users.names_of({view.user_id for view in views}))

    def extend(call: Call) -> Reply:
        request_id = call.parameters["request_id"]
        return Reply(_correction(privacy.extend_correction(call.principal, request_id, call.body.reason)))

    def answer(call: Call) -> Reply:
        request_id, body = call.parameters["request_id"], call.body
        view = privacy.answer_correction(call.principal, request_id, body.answer, accepted=body.accepted)
        services.desk.notices.tell(view.user_id, f"correction_{view.state.value}")
        return Reply(_correction(view))

    own: dict[str, Any] = {"tag": TAG, "policy": OWN_DATA}
    decided: dict[str, Any] = {"tag": TAG, "policy": company_wide(Permission.PRIVACY_DECIDE)}
    return [
        Operation(
            "GET",
            "/me/data",
            "myData",
            summary="Todo lo que se guarda sobre mí, en JSON",
            problems=(RATE_LIMITED,),
            handler=everything,
            reply=PersonalDataReply,
            time_limit_s=EXPORT_LIMIT_S,
            **own,
        ),
        Operation(
            "GET",
            "/me/consent",
            "dataPolicy",
            summary="La política de datos vigente y mis respuestas",
            handler=policy,
            reply=PolicyReply,
            **own,
        ),
        Operation(
            "POST",
            "/me/consent",
            "recordConsent",
            summary="Aceptar o revocar el tratamiento de mis datos",
            handler=consent,
            body=ConsentBody,
            reply=ConsentReply,
            status=201,
            problems=(OUTDATED_POLICY,),
            **own,
        ),
        Operation(
            "GET",
            "/me/corrections",
            "myCorrections",
            summary="Mis solicitudes de corrección",
            handler=corrections,
            reply=CorrectionsReply,
            **own,
        ),
        Operation(
            "POST",
            "/me/corrections",
            "requestCorrection",
            summary="Pedir que se corrija un dato mío; dice hasta cuándo hay plazo para responder",
            handler=correct,
            body=CorrectionBody,
            reply=CorrectionReply,
            status=201,
            problems=(TOO_MANY_OPEN,),
            **own,
        ),
        Operation(
            "GET",
            "/corrections",
            "pendingCorrections",
            summary="Las solicitudes de corrección sin responder, las más urgentes primero",
            handler=pending,
            reply=CorrectionsReply,
            problems=(FORBIDDEN,),
            **decided,
        ),
        Operation(
            "POST",
            "/corrections/<request_id:str>/extension",
            "extendCorrection",
            summary="Ampliar el plazo de una solicitud en ocho días hábiles, una vez",
            handler=extend,
            body=ExtensionBody,
            reply=CorrectionReply,
            parameters=(REQUEST_ID,),
            problems=(FORBIDDEN, NOT_FOUND, REQUEST_CLOSED),
            **decided,
        ),
        Operation(
            "POST",
            "/corrections/<request_id:str>/answer",
            "answerCorrection",
            summary="Responder una solicitud de corrección",
            handler=answer,
            body=CorrectionAnswerBody,
            reply=CorrectionReply,
            parameters=(REQUEST_ID,),
            problems=(FORBIDDEN, NOT_FOUND, REQUEST_CLOSED),
            **decided,
        ),
    ]


def _correction(view: CorrectionView, name: str | None = None) -> CorrectionReply:
    return CorrectionReply(**vars(view), person_name=name)


def _corrections(views: list[CorrectionView], names: Mapping[UUID, str] = _NOBODY) -> Reply:
    return Reply(CorrectionsReply(corrections=[_correction(view, names.get(view.user_id)) for view in views]))
