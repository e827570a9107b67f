"""Keeps the directory of people: hiring, moves, affiliations and departures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sqlalchemy import update

from services.auth.passwords import require_acceptable
from services.auth.principal import Role
from services.reencryption import EncryptedColumn
from services.users.models import Affiliation, EmploymentContract, Position, User, UserRole
from services.users.service import document_context

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.auth.passwords import PasswordHasher
    from services.cache import Cache
    from services.database import Database
    from services.encryption import FieldCipher

DOCUMENT_INDEX_PURPOSE = "users.document_number"
ENCRYPTED_COLUMNS = (EncryptedColumn(User.document_number_encrypted, document_context),)


@dataclass(frozen=True)
class PositionTerm:
    """A post held from a day on, up to ``ended_on`` included (``None``: to this day)."""

    title: str
    area: str
    started_on: date
    ended_on: date | None = None
    manager_id: UUID | None = None


@dataclass(frozen=True)
class ContractTerm:
    """A contract of a kind of ``CONTRACT_KINDS``; ``agreed_end`` is when its term ends, ``ended_on`` its last day."""

    kind: str
    started_on: date
    ended_on: date | None = None
    end_reason: str | None = None
    agreed_end: date | None = None


@dataclass(frozen=True)
class AffiliationTerm:
    """A membership of a kind of ``AFFILIATION_KINDS``."""

    kind: str
    institution: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class NewEmployee:
    """Everything known of a person on hiring; managers must be registered before their people."""

    user_id: UUID
    email: str
    first_names: str
    last_names: str
    document_type: str
    document_number: str
    contracts: tuple[ContractTerm, ...]
    positions: tuple[PositionTerm, ...]
    affiliations: tuple[AffiliationTerm, ...] = ()
    roles: frozenset[Role] = frozenset({Role.EMPLOYEE})
    manager_id: UUID | None = None
    password: str | None = field(default=None, repr=False)


class EmployeeDirectory:
    """Writes people, encrypting the national ID and hashing the password; drops what was cached about them."""

    def __init__(self, database: Database, cache: Cache, cipher: FieldCipher, hasher: PasswordHasher) -> None:
        self._database = database
        self._cache = cache
        self._cipher = cipher
        self._hasher = hasher

    def register(self, employee: NewEmployee) -> bool:
        """Add a person with contracts, positions, affiliations and roles; false when the id is already there."""
        with self._database.session() as session:
            if session.get(User, employee.user_id) is not None:
                return False
            session.add(self._user(employee))
            session.flush()
            for role in sorted(employee.roles):
                session.add(UserRole(user_id=employee.user_id, role=role.value))
            self._add_history(session, employee)
            session.commit()
        self._cache.delete_pattern(f"users:{employee.user_id}:*")
        return True

    def give_first_password(self, user_id: UUID, password: str) -> None:
        """Let a person who has no password log in with this one; ``WeakPassword`` when it is not acceptable."""
        require_acceptable(password)
        with self._database.session() as session:
            user = session.get(User, user_id)
            if user is not None and user.password_hash is None:
                user.password_hash = self._hasher.hash(password)
                session.commit()

    def move(self, user_id: UUID, position: PositionTerm) -> None:
        """Start a new post, ending the present one the day before, under the manager the post names."""
        with self._database.session() as session:
            session.execute(
                update(Position)
                .where(Position.user_id == user_id, Position.ended_on.is_(None))
                .values(ended_on=position.started_on - timedelta(days=1))
            )
            session.add(_position(user_id, position))
            session.execute(update(User).where(User.id == user_id).values(manager_id=position.manager_id))
            session.commit()
        self._cache.delete_pattern(f"users:{user_id}:*")

    def end_employment(self, user_id: UUID, last_day: date, reason: str) -> None:
        """Close the running contract, post and affiliations on ``last_day``; the account is a separate matter."""
        with self._database.session() as session:
            session.execute(
                update(EmploymentContract)
                .where(EmploymentContract.user_id == user_id, EmploymentContract.ended_on.is_(None))
                .values(ended_on=last_day, end_reason=reason)
            )
            for model in (Position, Affiliation):
                session.execute(
                    update(model).where(model.user_id == user_id, model.ended_on.is_(None)).values(ended_on=last_day)
                )
            session.commit()
        self._cache.delete_pattern(f"users:{user_id}:*")

    def change_affiliation(self, user_id: UUID, affiliation: AffiliationTerm) -> None:
        """Move a person to another institution of the same kind."""
        with self._database.session() as session:
            session.execute(
                update(Affiliation)
                .where(
                    Affiliation.user_id == user_id,
                    Affiliation.kind == affiliation.kind,
                    Affiliation.ended_on.is_(None),
                )
                .values(ended_on=affiliation.started_on - timedelta(days=1))
            )
            session.add(_affiliation(user_id, affiliation))
            session.commit()
        self._cache.delete_pattern(f"users:{user_id}:*")

    def _user(self, employee: NewEmployee) -> User:
        number = employee.document_number
        return User(
            id=employee.user_id,
            email=employee.email.strip(),
            first_names=employee.first_names,
            last_names=employee.last_names,
            document_type=employee.document_type,
            document_number_encrypted=self._cipher.encrypt(number, document_context(employee.user_id)),
            document_number_index=self._cipher.blind_index(number, DOCUMENT_INDEX_PURPOSE),
            password_hash=self._hasher.hash(employee.password) if employee.password is not None else None,
            manager_id=employee.manager_id,
        )

    @staticmethod
    def _add_history(session: Session, employee: NewEmployee) -> None:
        user_id = employee.user_id
        for contract in employee.contracts:
            session.add(
                EmploymentContract(
                    id=uuid5(user_id, f"contract:{contract.started_on}"),
                    user_id=user_id,
                    kind=contract.kind,
                    started_on=contract.started_on,
                    agreed_end=contract.agreed_end,
                    ended_on=contract.ended_on,
                    end_reason=contract.end_reason,
                )
            )
        session.add_all(_position(user_id, position) for position in employee.positions)
        session.add_all(_affiliation(user_id, affiliation) for affiliation in employee.affiliations)


def _position(user_id: UUID, position: PositionTerm) -> Position:
    return Position(
        id=uuid5(user_id, f"position:{position.started_on}"),
        user_id=user_id,
        title=position.title,
        area=position.area,
        manager_id=position.manager_id,
        started_on=position.started_on,
        ended_on=position.ended_on,
    )


def _affiliation(user_id: UUID, affiliation: AffiliationTerm) -> Affiliation:
    return Affiliation(
        id=uuid5(user_id, f"affiliation:{affiliation.kind}:{affiliation.started_on}"),
        user_id=user_id,
        kind=affiliation.kind,
        institution=affiliation.institution,
        started_on=affiliation.started_on,
        ended_on=affiliation.ended_on,
    )
