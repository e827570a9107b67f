"""Profiles: what each reader sees of whom, and the trace that it leaves."""

from __future__ import annotations

from datetime import date

import pytest

from services.auth.errors import InvalidCredentials
from services.auth.principal import AccessDenied, Role
from services.database import Database
from services.users.directory import AffiliationTerm, PositionTerm
from services.users.service import NoSuchPerson
from services.users.views import Profile, Seniority, seniority_between
from tests.services.people import PASSWORD, PHONE, TODAY, IdentityWorld


def test_the_own_profile_is_complete_and_the_id_masked(world: IdentityWorld) -> None:
    boss = world.hire(Role.MANAGER, first_names="Carlos")
    ana = world.hire(manager_id=boss.user_id)
    profile = world.users.profile(world.principal(ana))
    assert (profile.position, profile.area, profile.manager_name) == ("Tejedora", "Tejeduría", "Carlos Restrepo Gil")
    assert (profile.contract_kind, profile.hired_on) == ("indefinite", date(2022, 3, 15))
    assert profile.seniority(TODAY) == Seniority(4, 8, 8)
    assert profile.document_number == "••••••" + ana.document_number[-4:]
    eps = profile.affiliation("eps")
    assert eps is not None
    assert eps.institution == "EPS Sura"
    assert world.audit.entries(subject_id=ana.user_id) == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (None, "nothing"),
        (Role.MANAGER, "nothing"),
        (Role.HR, "all"),
        (Role.AUDITOR, "all"),
        (Role.PAYROLL, "work"),
        (Role.ADMIN, "work"),
    ],
)
def test_another_reader_sees_what_the_role_allows_and_leaves_a_trace(
    world: IdentityWorld, role: Role | None, sees: str
) -> None:
    ana, reader = world.hire(), world.hire(*([role] if role else []))
    if sees == "nothing":
        with pytest.raises(AccessDenied):
            world.users.profile(world.principal(reader), ana.user_id)
    else:
        profile = world.users.profile(world.principal(reader), ana.user_id)
        assert profile.position == "Tejedora"
        assert profile.personal_data is (sees == "all")
        assert (profile.document_number is not None) is (sees == "all")
        assert (profile.affiliations != ()) is (sees == "all")
    (row,) = world.audit.entries(subject_id=ana.user_id)
    assert (row.actor_id, row.action) == (reader.user_id, "profile.read")
    assert row.outcome == ("denied" if sees == "nothing" else "allowed")


def test_a_manager_sees_the_work_data_of_direct_reports(world: IdentityWorld) -> None:
    boss = world.hire(Role.MANAGER)
    ana = world.hire(manager_id=boss.user_id)
    profile = world.users.profile(world.principal(boss), ana.user_id)
    assert not profile.personal_data
    assert [member.user_id for member in world.users.team(world.principal(boss))] == [ana.user_id]
    assert world.audit.entries(subject_id=ana.user_id)[0].reason == "team"


def test_whoever_no_longer_leads_a_person_sees_nothing(world: IdentityWorld) -> None:
    boss, next_boss = world.hire(Role.MANAGER), world.hire(Role.MANAGER)
    ana = world.hire(manager_id=boss.user_id)
    assert world.users.is_manager_of(world.principal(boss), ana.user_id)
    world.directory.move(ana.user_id, PositionTerm("Jefa", "Tintorería", date(2026, 11, 2), None, next_boss.user_id))
    with pytest.raises(AccessDenied):
        world.users.profile(world.principal(boss), ana.user_id)
    assert world.users.profile(world.principal(next_boss), ana.user_id).position == "Jefa"


def test_hr_asking_for_nobody_is_told_so(world: IdentityWorld) -> None:
    from uuid import uuid4

    with pytest.raises(NoSuchPerson):
        world.users.profile(world.principal(world.hire(Role.HR)), uuid4())


def test_a_write_shows_at_once(world: IdentityWorld) -> None:
    ana = world.hire()
    world.users.profile(world.principal(ana))
    world.directory.change_affiliation(ana.user_id, AffiliationTerm("eps", "Nueva EPS", date(2026, 11, 1)))
    eps = world.users.profile(world.principal(ana)).affiliation("eps")
    assert eps is not None
    assert eps.institution == "Nueva EPS"


def test_whoever_has_left_keeps_the_time_worked(world: IdentityWorld) -> None:
    ana = world.hire()
    world.directory.end_employment(ana.user_id, date(2026, 3, 14), "renuncia")
    profile = world.users.profile(world.principal(ana))
    assert profile.left_on == date(2026, 3, 14)
    assert profile.seniority(TODAY) == seniority_between(date(2022, 3, 15), date(2026, 3, 14))


def test_finds_an_employee_by_address_whatever_its_case(world: IdentityWorld) -> None:
    ana = world.hire()
    found = world.users.find_employee_by_email(ana.email.upper())
    assert found is not None
    assert found.user_id == ana.user_id
    assert world.users.find_employee_by_email("nadie@tejidosdelvalle.example") is None


def test_an_address_that_only_looks_alike_is_nobodys(world: IdentityWorld) -> None:
    karen = world.hire(email=f"karen.{world.tenant}@tejidosdelvalle.example")
    for alike in ("\u212aaren", "\u043aaren", "\uff4baren", "karen\u200b"):
        address = karen.email.replace("karen", alike, 1)
        assert world.users.find_employee_by_email(address) is None, ascii(alike)
        with pytest.raises(InvalidCredentials):
            world.auth.login(address, PASSWORD, PHONE)


def test_registering_twice_changes_nothing(world: IdentityWorld) -> None:
    ana = world.hire()
    assert not world.directory.register(ana)


def test_the_database_holds_no_national_id_in_the_clear(world: IdentityWorld, database: Database) -> None:
    ana = world.hire()
    with database.session() as session:
        row = session.connection().exec_driver_sql("SELECT u::text FROM users u WHERE id = %s", (str(ana.user_id),))
        stored = row.scalar_one()
    assert ana.document_number not in stored
    assert ana.document_number.encode().hex() not in stored


def test_a_profile_survives_the_cache(world: IdentityWorld) -> None:
    profile = world.users.profile(world.principal(world.hire()))
    assert Profile.parse(profile.dump().encode()) == profile


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), Seniority(1, 0, 0)),
        (date(2024, 1, 31), date(2024, 2, 29), Seniority(0, 1, 0)),
        (date(2024, 1, 31), date(2024, 3, 1), Seniority(0, 1, 1)),
        (date(2020, 5, 10), date(2020, 5, 10), Seniority(0, 0, 0)),
        (date(2020, 5, 10), date(2026, 5, 9), Seniority(5, 11, 29)),
    ],
)
def test_seniority_counts_whole_years_months_and_days(start: date, end: date, expected: Seniority) -> None:
    assert seniority_between(start, end) == expected
