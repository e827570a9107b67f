"""Who I am, who works with me, and what others may see of me."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.api.operation import (
    OWN_DATA,
    TEAM_OF_CALLER,
    Call,
    Operation,
    Parameter,
    Reply,
    ReplyBody,
    company_wide,
    is_readable,
    over_subject,
)
from services.api.problem import FORBIDDEN, NOT_FOUND
from services.auth.access import Permission

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.users.views import Profile

TAG = "Personas"
USER_ID = Parameter("user_id", "path", "Identificador de la persona.", {"type": "string", "format": "uuid"}, UUID)


def _words(text: str) -> str:
    if not SHORTEST_SEARCH <= len(text.strip()) <= LONGEST_SEARCH:
        raise ValueError("too short or too long")
    if not is_readable(text):
        raise ValueError("not readable text")
    return text


SHORTEST_SEARCH, LONGEST_SEARCH = 2, 100
SEARCH = Parameter(
    "search",
    "query",
    "Palabras del nombre o del correo, sin importar las tildes.",
    {"type": "string", "minLength": SHORTEST_SEARCH, "maxLength": LONGEST_SEARCH},
    _words,
)


class AffiliationReply(ReplyBody):
    """A current membership in an institution."""

    kind: str
    institution: str
    since: date


class ProfileReply(ReplyBody):
    """Work and personal data; the document number is masked."""

    user_id: UUID
    first_names: str
    last_names: str
    email: str
    status: str
    position: str | None
    area: str | None
    manager_name: str | None
    contract_kind: str | None
    hired_on: date | None
    left_on: date | None
    agreed_end: date | None
    document_type: str | None
    document_number: str | None
    affiliations: list[AffiliationReply]
    personal_data: bool


class MeReply(ReplyBody):
    """The caller: profile and roles."""

    profile: ProfileReply
    roles: list[str]


class MemberReply(ReplyBody):
    """A person with their work data."""

    user_id: UUID
    full_name: str
    email: str
    position: str | None
    area: str | None


class PeopleReply(ReplyBody):
    """People by name, twenty at most."""

    people: list[MemberReply]


class TeamReply(ReplyBody):
    """The people who answer to the caller."""

    members: list[MemberReply]


def operations(services: Services) -> list[Operation]:
    """The operations on people."""
    users = services.users

    def me(call: Call) -> Reply:
        profile = users.profile(call.principal)
        return Reply(MeReply(profile=_profile(profile), roles=sorted(role.value for role in call.principal.roles)))

    def team(call: Call) -> Reply:
        members = [MemberReply(**vars(person)) for person in users.team(call.principal)]
        return Reply(TeamReply(members=members))

    def search(call: Call) -> Reply:
        found = users.search(call.principal, call.parameters["search"])
        return Reply(PeopleReply(people=[MemberReply(**vars(person)) for person in found]))

    def person(call: Call) -> Reply:
        return Reply(_profile(users.profile(call.principal, call.parameters["user_id"])))

    tagged: dict[str, Any] = {"tag": TAG}
    return [
        Operation("GET", "/me", "me", summary="Mi perfil", policy=OWN_DATA, handler=me, reply=MeReply, **tagged),
        Operation(
            "GET",
            "/team",
            "team",
            summary="Las personas de mi equipo",
            policy=TEAM_OF_CALLER,
            handler=team,
            reply=TeamReply,
            problems=(FORBIDDEN,),
            **tagged,
        ),
        Operation(
            "GET",
            "/people",
            "searchPeople",
            summary="Buscar personas por su nombre o su correo",
            policy=company_wide(Permission.WORK_PROFILE_READ),
            handler=search,
            reply=PeopleReply,
            parameters=(SEARCH,),
            problems=(FORBIDDEN,),
            **tagged,
        ),
        Operation(
            "GET",
            "/people/<user_id:str>",
            "person",
            summary="El perfil de una persona, hasta donde me es visible",
            policy=over_subject(Permission.PROFILE_READ),
            handler=person,
            reply=ProfileReply,
            parameters=(USER_ID,),
            problems=(FORBIDDEN, NOT_FOUND),
            **tagged,
        ),
    ]


def _profile(profile: Profile) -> ProfileReply:
    return ProfileReply(**profile.to_json())
