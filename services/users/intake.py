"""People that come from another system: found by their national ID, hired or brought up to date in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from services.users.directory import DOCUMENT_INDEX_PURPOSE
from services.users.models import Affiliation, EmploymentContract, Position, User, UserRole
from services.users.service import document_context

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from services.encryption import FieldCipher


@dataclass(frozen=True)
class IncomingPerson:
    """A person as another system knows them; `affiliations` maps kinds to institutions."""

    document_type: str
    document_number: str = field(repr=False)
    first_names: str
    last_names: str
    email: str
    title: str
    area: str
    contract_kind: str
    hired_on: date
    agreed_end: date | None
    left_on: date | None
    leaving: str | None
    manager_document: str | None = field(repr=False)
    affiliations: Mapping[str, str]


@dataclass(frozen=True)
class Intake:
    """What became of each person, by national ID: everybody's identifier, who is new and who changed."""

    people: Mapping[str, UUID] = field(repr=False)
    new: frozenset[UUID]
    changed: frozenset[UUID]


def ids_by_document(session: Session, cipher: FieldCipher, numbers: Collection[str]) -> dict[str, UUID]:
    """The people with these national IDs, whatever the document's type."""
    indexes = {cipher.blind_index(number, DOCUMENT_INDEX_PURPOSE): number for number in numbers}
    query = select(User.document_number_index, User.id).where(User.document_number_index.in_(list(indexes)))
    return {indexes[bytes(index)]: user_id for index, user_id in session.execute(query)}


def emails_in_use(session: Session, emails: Collection[str]) -> dict[str, UUID]:
    """Whose are the addresses that somebody already has, by lower-case address."""
    query = select(func.lower(User.email), User.id).where(func.lower(User.email).in_([each.lower() for each in emails]))
    return dict(session.execute(query).all())


def take_in(session: Session, cipher: FieldCipher, incoming: Sequence[IncomingPerson]) -> Intake:
    """Hire whoever is not known yet and bring the others' names, address, post, manager and departure up to date.

    Managers may be in the same batch; their national IDs must be known by then (KeyError otherwise).
    """
    numbers = {person.document_number for person in incoming}
    people = ids_by_document(
        session, cipher, numbers | {each.manager_document for each in incoming if each.manager_document}
    )
    new, changed = set(), set()
    for person in incoming:
        if person.document_number not in people:
            user_id = _hire(session, cipher, person)
            people[person.document_number] = user_id
            new.add(user_id)
    session.flush()
    for person in incoming:
        user_id = people[person.document_number]
        if _bring_up_to_date(session, user_id, person, people) and user_id not in new:
            changed.add(user_id)
    session.flush()
    return Intake(people, frozenset(new), frozenset(changed))


def _hire(session: Session, cipher: FieldCipher, person: IncomingPerson) -> UUID:
    user_id = uuid4()
    session.add(
        User(
            id=user_id,
            email=person.email,
            first_names=person.first_names,
            last_names=person.last_names,
            document_type=person.document_type,
            document_number_encrypted=cipher.encrypt(person.document_number, document_context(user_id)),
            document_number_index=cipher.blind_index(person.document_number, DOCUMENT_INDEX_PURPOSE),
        )
    )
    session.flush()
    session.add(UserRole(user_id=user_id, role="employee"))
    session.add(
        EmploymentContract(
            id=uuid4(),
            user_id=user_id,
            kind=person.contract_kind,
            started_on=person.hired_on,
            agreed_end=person.agreed_end,
        )
    )
    session.add(Position(id=uuid4(), user_id=user_id, title=person.title, area=person.area, started_on=person.hired_on))
    for kind, institution in person.affiliations.items():
        session.add(
            Affiliation(id=uuid4(), user_id=user_id, kind=kind, institution=institution, started_on=person.hired_on)
        )
    return user_id


def _bring_up_to_date(session: Session, user_id: UUID, person: IncomingPerson, people: Mapping[str, UUID]) -> bool:
    user = session.get(User, user_id)
    if user is None:
        raise KeyError("a person vanished within the transaction")
    manager_id = people[person.manager_document] if person.manager_document else user.manager_id
    wanted = {
        "first_names": person.first_names,
        "last_names": person.last_names,
        "email": person.email,
        "manager_id": manager_id,
    }
    changed = _assign(user, wanted)
    post = session.execute(
        select(Position).where(Position.user_id == user_id, Position.ended_on.is_(None))
    ).scalar_one_or_none()
    if post is not None:
        post_wanted = {"title": person.title, "area": person.area, "manager_id": manager_id}
        changed = _assign(post, post_wanted) or changed
    contract = session.execute(
        select(EmploymentContract).where(EmploymentContract.user_id == user_id, EmploymentContract.ended_on.is_(None))
    ).scalar_one_or_none()
    if contract is not None and person.agreed_end is not None:
        # A term that is extended keeps its contract.
        changed = _assign(contract, {"agreed_end": person.agreed_end}) or changed
    if person.left_on is not None:
        changed = _end_employment(session, user_id, person.left_on, person.leaving) or changed
    return changed


def _assign(row: User | Position | EmploymentContract, wanted: Mapping[str, object]) -> bool:
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _end_employment(session: Session, user_id: UUID, last_day: date, reason: str | None) -> bool:
    ended = session.execute(
        update(EmploymentContract)
        .where(EmploymentContract.user_id == user_id, EmploymentContract.ended_on.is_(None))
        .values(ended_on=last_day, end_reason=reason)
    ).rowcount
    for model in (Position, Affiliation):
        session.execute(
            update(model).where(model.user_id == user_id, model.ended_on.is_(None)).values(ended_on=last_day)
        )
    return bool(ended)
