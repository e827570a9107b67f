"""Queries on people; every function works inside the session it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from services.auth.principal import Role
from services.held_rows import held_rows, plain
from services.users.models import Affiliation, EmploymentContract, Position, User, UserRole
from services.users.views import AffiliationView, PersonSummary, Profile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session


# As people type names: the letters with marks, and what stands for each.
_ACCENTS = ("áéíóúüñ", "aeiouun")
_ACCOUNT = ("status", "deactivated_at", "password_changed_at", "preferences", "created_at", "updated_at")


@dataclass(frozen=True)
class Account:
    """What log-in needs to know of a person."""

    user_id: UUID
    email: str
    full_name: str
    password_hash: str | None
    active: bool
    roles: frozenset[Role]

    def __repr__(self) -> str:
        return f"Account({self.user_id})"


def account_by_email(session: Session, email: str) -> Account | None:
    """The account of an e-mail address, whatever its case."""
    user = session.execute(select(User).where(func.lower(User.email) == _compared(email))).scalar_one_or_none()
    return _account(session, user)


def _compared(email: str) -> str:
    """An address as it is looked up. One with a letter that becomes ASCII in lower case, as the Kelvin sign does, is
    another address: whoever proves to own it is not the person of the plain letter.
    """
    address = email.strip()
    lowered = address.lower()
    return lowered if address.isascii() or not lowered.isascii() else address


def account_by_id(session: Session, user_id: UUID, *, lock: bool = False) -> Account | None:
    """The account of a person; ``lock`` holds its row until the transaction ends."""
    query = select(User).where(User.id == user_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return _account(session, session.execute(query).scalar_one_or_none())


def set_password_hash(session: Session, user_id: UUID, password_hash: str, at: datetime | None) -> None:
    """Store a new hash; ``at`` is when the person changed the password, ``None`` for a mere re-hash."""
    values: dict[str, object] = {"password_hash": password_hash}
    if at is not None:
        values["password_changed_at"] = at
    session.execute(update(User).where(User.id == user_id).values(**values))


def set_active(session: Session, user_id: UUID, *, active: bool) -> None:
    """Open or close a person's account."""
    values = (
        {"status": "active", "deactivated_at": None}
        if active
        else {"status": "deactivated", "deactivated_at": func.now()}
    )
    session.execute(update(User).where(User.id == user_id).values(**values))


def add_role(session: Session, user_id: UUID, role: Role, granted_by: UUID) -> None:
    """Give a role, if the person lacks it."""
    session.execute(
        insert(UserRole).values(user_id=user_id, role=role.value, granted_by=granted_by).on_conflict_do_nothing()
    )


def remove_role(session: Session, user_id: UUID, role: Role) -> None:
    """Take a role away, if the person has it."""
    session.execute(delete(UserRole).where(UserRole.user_id == user_id, UserRole.role == role.value))


def roles_of(session: Session, user_id: UUID) -> frozenset[Role]:
    """The roles a person holds now."""
    rows = session.execute(select(UserRole.role).where(UserRole.user_id == user_id)).scalars()
    return frozenset(Role(role) for role in rows)


def is_manager_of(session: Session, manager_id: UUID, user_id: UUID) -> bool:
    """Whether the person answers directly to that manager now."""
    query = select(User.id).where(User.id == user_id, User.manager_id == manager_id)
    return session.execute(query).first() is not None


def manager_of(session: Session, user_id: UUID) -> UUID | None:
    """The active person to whom somebody answers now."""
    manager = aliased(User)
    query = (
        select(manager.id)
        .join(User, User.manager_id == manager.id)
        .where(User.id == user_id, manager.status == "active")
    )
    manager_id: UUID | None = session.execute(query).scalar_one_or_none()
    return manager_id


def names_of(session: Session, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Full names by identifier."""
    query = select(User.id, User.first_names, User.last_names).where(User.id.in_(user_ids))
    return {user_id: f"{first} {last}" for user_id, first, last in session.execute(query)}


def team_of(session: Session, manager_id: UUID) -> list[PersonSummary]:
    """The active people who answer to a manager, by name."""
    query = (
        select(User, Position)
        .outerjoin(Position, (Position.user_id == User.id) & Position.ended_on.is_(None))
        .where(User.manager_id == manager_id, User.status == "active")
        .order_by(User.first_names, User.last_names)
    )
    return [_summary(user, position) for user, position in session.execute(query)]


def holders_of(session: Session, roles: Collection[Role]) -> list[PersonSummary]:
    """The active people who hold any of some roles, by name."""
    holders = select(UserRole.user_id).where(UserRole.role.in_([role.value for role in roles]))
    return _people(session, User.id.in_(holders), User.status == "active")


def people_named(session: Session, words: Sequence[str], limit: int) -> list[PersonSummary]:
    """The people, whoever has left included, whose name or address has every word, whatever its accents and case."""
    known = func.translate(func.lower(func.concat_ws(" ", User.first_names, User.last_names, User.email)), *_ACCENTS)
    having = [func.strpos(known, func.translate(word.lower(), *_ACCENTS)) > 0 for word in words]
    return _people(session, *having, limit=limit)


def person_by_email(session: Session, email: str) -> PersonSummary | None:
    """The active person with that address."""
    query = (
        select(User, Position)
        .outerjoin(Position, (Position.user_id == User.id) & Position.ended_on.is_(None))
        .where(func.lower(User.email) == _compared(email), User.status == "active")
    )
    row = session.execute(query).first()
    return _summary(*row) if row is not None else None


def user_row(session: Session, user_id: UUID) -> User | None:
    """The person's own row."""
    user: User | None = session.get(User, user_id)
    return user


def profile_row(session: Session, user_id: UUID, on: date) -> tuple[Profile, bytes] | None:
    """The profile on a day without the national ID, and that ID as it is stored (encrypted)."""
    user = session.get(User, user_id)
    if user is None:
        return None
    contract = _latest(session, EmploymentContract, user_id, on)
    position = _latest(session, Position, user_id, on)
    manager = aliased(User)
    manager_row = session.execute(
        select(manager.first_names, manager.last_names).where(manager.id == user.manager_id)
    ).first()
    affiliations = session.execute(
        select(Affiliation)
        .where(
            Affiliation.user_id == user_id,
            Affiliation.started_on <= on,
            Affiliation.ended_on.is_(None) | (Affiliation.ended_on >= on),
        )
        .order_by(Affiliation.kind)
    ).scalars()
    profile = Profile(
        user_id=user.id,
        first_names=user.first_names,
        last_names=user.last_names,
        email=user.email,
        status=user.status,
        position=position.title if position is not None else None,
        area=position.area if position is not None else None,
        manager_name=f"{manager_row.first_names} {manager_row.last_names}" if manager_row is not None else None,
        contract_kind=contract.kind if contract is not None else None,
        hired_on=contract.started_on if contract is not None else None,
        agreed_end=contract.agreed_end if contract is not None else None,
        left_on=contract.ended_on if contract is not None and contract.ended_on and contract.ended_on < on else None,
        document_type=user.document_type,
        affiliations=tuple(AffiliationView(row.kind, row.institution, row.started_on) for row in affiliations),
    )
    return profile, user.document_number_encrypted


def held(session: Session, user_id: UUID) -> dict[str, Any]:
    """Everything kept about a person here, whatever its dates, but the national ID and the password's hash."""
    user = session.get(User, user_id)
    account = {} if user is None else {name: plain(getattr(user, name)) for name in _ACCOUNT}
    return {
        "account": account,
        "roles": held_rows(session, UserRole, user_id, "granted_at"),
        "contracts": held_rows(session, EmploymentContract, user_id, "started_on"),
        "positions": held_rows(session, Position, user_id, "started_on"),
        "affiliations": held_rows(session, Affiliation, user_id, "started_on"),
    }


def _latest(
    session: Session, model: type[EmploymentContract] | type[Position], user_id: UUID, on: date
) -> EmploymentContract | Position | None:
    query = (
        select(model).where(model.user_id == user_id, model.started_on <= on).order_by(model.started_on.desc()).limit(1)
    )
    latest: EmploymentContract | Position | None = session.execute(query).scalar_one_or_none()
    return latest


def _people(session: Session, *conditions: Any, limit: int | None = None) -> list[PersonSummary]:
    query = (
        select(User, Position)
        .outerjoin(Position, (Position.user_id == User.id) & Position.ended_on.is_(None))
        .where(*conditions)
        .order_by(User.first_names, User.last_names, User.id)
        .limit(limit)
    )
    return [_summary(user, position) for user, position in session.execute(query)]


def _account(session: Session, user: User | None) -> Account | None:
    if user is None:
        return None
    return Account(
        user_id=user.id,
        email=user.email,
        full_name=f"{user.first_names} {user.last_names}",
        password_hash=user.password_hash,
        active=user.status == "active",
        roles=roles_of(session, user.id),
    )


def _summary(user: User, position: Position | None) -> PersonSummary:
    return PersonSummary(
        user_id=user.id,
        full_name=f"{user.first_names} {user.last_names}",
        email=user.email,
        position=position.title if position is not None else None,
        area=position.area if position is not None else None,
    )
