from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from redis import Redis
from sqlalchemy import event

from services.cache import Cache
from services.database import Database
from services.payroll.legal_parameters import default_legal_parameters
from services.payroll.service import PayrollService
from services.payroll.views import Month
from tests.services.payroll.people import LAURA, TODAY, principal

MARCH = Month(2026, 3)


@contextmanager
def counted_queries(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", remember)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", remember)


def test_a_second_read_asks_the_database_nothing(payroll: PayrollService, demo_database: Database) -> None:
    first = payroll.payslip(LAURA, MARCH)
    with counted_queries(demo_database) as statements:
        assert payroll.payslip(LAURA, MARCH) == first
    assert statements == []


def test_thirty_six_payslips_take_four_queries(payroll: PayrollService, demo_database: Database) -> None:
    with counted_queries(demo_database) as statements:
        assert len(payroll.payslips(LAURA, Month(2023, 12), Month(2026, 11))) == 36
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 4


def test_one_of_many_simultaneous_readers_loads(payroll: PayrollService, demo_database: Database) -> None:
    payroll.nearest_payslip_month(LAURA, MARCH)
    with counted_queries(demo_database) as statements, ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: payroll.payslip(LAURA, MARCH), range(6)))
    assert len({answer.net for answer in answers}) == 1
    assert sum("FROM payslip_lines" in statement for statement in statements) == 1


def test_every_key_holds_the_person_and_a_corrupt_entry_is_a_miss(
    payroll: PayrollService, cache_client: Redis, cache: Cache
) -> None:
    payslip = payroll.payslip(LAURA, MARCH)
    keys = [key for key in cache_client.scan_iter(match="test-*:{payroll:*}") if str(LAURA.user_id).encode() in key]
    mine = [key for key in keys if key.endswith(b"payslip:2026-03}") and key.startswith(cache._prefix.encode())]
    assert len(mine) == 1
    for damage in (b"{", b"[]x", b'[{"month":{"year":2026,"month":3}}]', b"null"):
        cache_client.set(mine[0], damage)
        assert payroll.payslip(LAURA, MARCH) == payslip


def test_two_people_never_share_an_entry(payroll: PayrollService) -> None:
    mine, theirs = payroll.payslip(LAURA, MARCH), payroll.payslip(principal("carlos.asprilla"), MARCH)
    assert mine.net != theirs.net
    assert payroll.bank_account(LAURA) != payroll.bank_account(principal("carlos.asprilla"))


def test_a_write_drops_what_was_cached_about_that_person_alone(
    payroll: PayrollService, demo_database: Database
) -> None:
    person = principal("camilo.serna")
    assert payroll.cases(person) == ()
    payroll.payslip(LAURA, MARCH)
    payroll.open_case(person, "pago", None, None)
    assert len(payroll.cases(person)) == 1
    with counted_queries(demo_database) as statements:
        payroll.payslip(LAURA, MARCH)
    assert statements == []


def test_without_redis_the_answers_are_the_same(demo_database: Database, payroll: PayrollService) -> None:
    unreachable = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    alone = PayrollService(demo_database, Cache(unreachable, "none"), default_legal_parameters())
    assert alone.payslip(LAURA, MARCH) == payroll.payslip(LAURA, MARCH)
    assert alone.vacation_balance(LAURA, TODAY) == payroll.vacation_balance(LAURA, TODAY)
    unreachable.close()
