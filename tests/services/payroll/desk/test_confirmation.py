from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from services.auth.principal import Principal
from services.bootstrap import Services
from services.payroll.desk.confirmation import CODES_PER_PERSON, MOST_ATTEMPTS, ConfirmationCodes
from services.payroll.desk.errors import NotConfirmed
from services.rate_limits import RateLimited
from tests.services.people import Mailbox

Someone = Callable[[str], Principal]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def codes(company: Services, mailbox: Mailbox) -> ConfirmationCodes:
    return ConfirmationCodes(company.redis, "codes", company.limiter, company.users, mailbox)


def code_in(mailbox: Mailbox) -> str:
    found = re.search(r"\b\d{6}\b", mailbox.received[-1].body)
    assert found is not None
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_goes_to_the_persons_own_mailbox_and_confirms_once(
    company: Services, someone: Someone, codes: ConfirmationCodes, mailbox: Mailbox
) -> None:
    ana = someone("ana.ospina")
    shown = codes.send(ana)
    email = company.users.profile(ana).email
    assert mailbox.received[-1].recipient == email
    assert shown == f"{email[0]}•••@{email.partition('@')[2]}"
    codes.check(ana, code_in(mailbox))
    codes.spend(ana)
    with pytest.raises(NotConfirmed):
        codes.spend(ana)
    with pytest.raises(NotConfirmed):
        codes.check(ana, code_in(mailbox))


def test_wrong_codes_spend_the_right_one(someone: Someone, codes: ConfirmationCodes, mailbox: Mailbox) -> None:
    sandra = someone("sandra.bedoya")
    codes.send(sandra)
    code = code_in(mailbox)
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(NotConfirmed):
            codes.check(sandra, wrong(code))
    with pytest.raises(NotConfirmed):
        codes.check(sandra, code)


def test_anothers_code_confirms_nothing_and_a_new_one_replaces_the_old(
    someone: Someone, codes: ConfirmationCodes, mailbox: Mailbox
) -> None:
    luis, camilo = someone("luis.guarin"), someone("camilo.serna")
    codes.send(luis)
    first = code_in(mailbox)
    with pytest.raises(NotConfirmed):
        codes.check(camilo, first)
    codes.send(luis)
    if code_in(mailbox) != first:
        with pytest.raises(NotConfirmed):
            codes.check(luis, first)
    codes.check(luis, code_in(mailbox))


def test_codes_are_not_sent_without_end(someone: Someone, codes: ConfirmationCodes) -> None:
    julian = someone("julian.toro")
    for _ in range(CODES_PER_PERSON.maximum):
        codes.send(julian)
    with pytest.raises(RateLimited):
        codes.send(julian)
