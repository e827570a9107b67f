"""Answers about people: who asks, and what each may see of whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services import audit
from services.auth.access import Permission, authorise_company_wide, ground_for
from services.auth.principal import AccessDenied, Principal, Role
from services.masking import mask_identifier
from services.users import repository
from services.users.views import LegalIdentity, PersonSummary, Profile

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.cache import Cache
    from services.database import Database
    from services.encryption import FieldCipher

BOGOTA = ZoneInfo("America/Bogota")
PRINCIPAL_TTL_S = 5
PROFILE_TTL_S = 60
MOST_FOUND = 20


class NoSuchPerson(Exception):
    """There is nobody with that identifier."""


def document_context(user_id: UUID) -> str:
    """What the encrypted national ID of a person is bound to."""
    return f"users.document_number:{user_id}"


class UserService:
    """Reads people through the cache; decides on every read whether the principal may see it.

    ``today`` gives the calendar day in Colombia.
    """

    def __init__(
        self,
        database: Database,
        cache: Cache,
        cipher: FieldCipher,
        *,
        today: Callable[[], date] = lambda: datetime.now(BOGOTA).date(),
    ) -> None:
        self._database = database
        self._cache = cache
        self._cipher = cipher
        self._today = today

    def principal(self, user_id: UUID) -> Principal:
        """The person with the roles held now (at most five seconds old); ``AccessDenied`` when not an active person."""

        def load() -> Principal | None:
            with self._database.session() as session:
                account = repository.account_by_id(session, user_id)
            return Principal(user_id, account.roles) if account is not None and account.active else None

        principal = self._cache.get_or_load(
            f"users:{user_id}:principal", PRINCIPAL_TTL_S, load, _dump_principal, lambda raw: _parse(raw, user_id)
        )
        if principal is None:
            raise AccessDenied("not_an_active_person")
        return principal

    def profile(self, principal: Principal, user_id: UUID | None = None) -> Profile:
        """One's own profile, or another person's as far as one may see it.

        HR and auditors see everything (the national ID always masked); managers of the person, payroll and admins see
        the work data alone. Reading another person's leaves an audit row; a refusal too.
        """
        subject_id = principal.user_id if user_id is None else user_id
        full_ground = ground_for(principal, Permission.PROFILE_READ, subject_id)
        ground = full_ground or ground_for(
            principal,
            Permission.WORK_PROFILE_READ,
            subject_id,
            manages_subject=self.is_manager_of(principal, subject_id),
        )
        if subject_id != principal.user_id:
            self._trace("profile.read", principal, subject_id, ground)
        if ground is None:
            raise AccessDenied("profile.read:no_ground")
        profile = self._load_profile(subject_id)
        return profile if full_ground is not None else _work_data_only(profile)

    def legal_identity(self, principal: Principal, user_id: UUID) -> LegalIdentity:
        """Names and whole national ID of whom the principal may issue documents about; read from the database itself.

        Reading another person's leaves an audit row; a refusal too. ``NoSuchPerson`` when there is nobody.
        """
        ground = ground_for(principal, Permission.DOCUMENT_ISSUE, user_id)
        if user_id != principal.user_id:
            self._trace("identity.read", principal, user_id, ground)
        if ground is None:
            raise AccessDenied("identity.read:no_ground")
        with self._database.session() as session:
            user = repository.user_row(session, user_id)
            if user is None:
                raise NoSuchPerson
            number = self._cipher.decrypt(user.document_number_encrypted, document_context(user_id))
            return LegalIdentity(user_id, user.first_names, user.last_names, user.document_type, number)

    def held(self, principal: Principal) -> dict[str, Any]:
        """Every contract, post, affiliation and role of the principal's own, past ones included, and the account."""
        with self._database.session() as session:
            return repository.held(session, principal.user_id)

    def is_manager_of(self, principal: Principal, user_id: UUID) -> bool:
        """Whether the person answers directly to the principal now."""
        if not principal.has_any(Role.MANAGER) or principal.user_id == user_id:
            return False
        with self._database.session() as session:
            return repository.is_manager_of(session, principal.user_id, user_id)

    def manager_of(self, user_id: UUID) -> UUID | None:
        """To whom a person answers now, for services that tell the manager; None for who answers to nobody."""
        with self._database.session() as session:
            return repository.manager_of(session, user_id)

    def names_of(self, user_ids: Collection[UUID]) -> dict[UUID, str]:
        """Full names by identifier, for services that have decided who may read them."""
        if not user_ids:
            return {}
        with self._database.session() as session:
            return repository.names_of(session, user_ids)

    def team(self, principal: Principal) -> list[PersonSummary]:
        """The people who answer to the principal; ``AccessDenied`` for whoever is not a manager."""
        if not principal.has_any(Role.MANAGER):
            raise AccessDenied("team.read:not_a_manager")
        with self._database.session() as session:
            return repository.team_of(session, principal.user_id)

    def holders_of(self, roles: Collection[Role]) -> list[PersonSummary]:
        """The active people who hold any of some roles, for services that have decided who may know."""
        with self._database.session() as session:
            return repository.holders_of(session, roles)

    def search(self, principal: Principal, text: str) -> list[PersonSummary]:
        """Who is called that, twenty people at most, for whoever may see everybody's work data.

        Each person found leaves an audit row; ``AccessDenied``.
        """
        ground = authorise_company_wide(principal, Permission.WORK_PROFILE_READ)
        with self._database.session() as session:
            found = repository.people_named(session, text.split(), MOST_FOUND)
            for subject_id in {person.user_id for person in found} - {principal.user_id}:
                audit.record(session, "person.found", actor_id=principal.user_id, subject_id=subject_id, reason=ground)
            session.commit()
        return found

    def find_employee_by_email(self, email: str) -> PersonSummary | None:
        """The active person with that address, for tools that act in a person's name (never from a chat)."""
        with self._database.session() as session:
            return repository.person_by_email(session, email)

    def forget_cached(self, user_id: UUID) -> None:
        """Drop everything cached about a person, after a write."""
        self._cache.delete_pattern(f"users:{user_id}:*")

    def _load_profile(self, user_id: UUID) -> Profile:
        today = self._today()

        def load() -> Profile:
            with self._database.session() as session:
                row = repository.profile_row(session, user_id, today)
            if row is None:
                raise NoSuchPerson
            profile, encrypted = row
            number = self._cipher.decrypt(encrypted, document_context(user_id))
            return replace(profile, document_number=mask_identifier(number))

        key = f"users:{user_id}:profile:{today.isoformat()}"
        return self._cache.get_or_load(key, PROFILE_TTL_S, load, Profile.dump, Profile.parse)

    def _trace(self, action: str, principal: Principal, subject_id: UUID, ground: str | None) -> None:
        with self._database.session() as session:
            audit.record(
                session,
                action,
                actor_id=principal.user_id,
                subject_id=subject_id,
                reason=ground,
                outcome="denied" if ground is None else "allowed",
            )
            session.commit()


def _work_data_only(profile: Profile) -> Profile:
    return replace(profile, document_type=None, document_number=None, affiliations=(), personal_data=False)


def _dump_principal(principal: Principal | None) -> str:
    return json.dumps(None if principal is None else sorted(role.value for role in principal.roles))


def _parse(raw: bytes, user_id: UUID) -> Principal | None:
    roles = json.loads(raw)
    return None if roles is None else Principal(user_id, frozenset(Role(role) for role in roles))
