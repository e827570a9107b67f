from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from redis import Redis

from services.auth.principal import Principal
from services.bootstrap import Services
from services.chat.live import LiveDelivery
from services.chat.service import ChatService
from services.payroll.desk.notice_texts import TEXTS, text_of
from services.payroll.desk.notices import Notices

Someone = Callable[[str], Principal]


@pytest.fixture
def notices(company: Services) -> Notices:
    return company.desk.notices


def test_a_notice_is_mentioned_once_and_not_at_all_when_a_client_showed_it(notices: Notices, someone: Someone) -> None:
    marta, kelly = someone("marta.hincapie"), someone("kelly.hurtado")
    notices.tell(marta.user_id, "correction_accepted")
    notices.tell(kelly.user_id, "correction_rejected")
    (shown,) = notices.recent(kelly)
    assert notices.mark_read(kelly, shown.id)
    assert notices.take_untold(kelly) == []
    assert [notice.kind for notice in notices.take_untold(marta)] == ["correction_accepted"]
    assert notices.take_untold(marta) == []


def test_anothers_notice_is_neither_listed_nor_marked(notices: Notices, someone: Someone) -> None:
    monica, ricardo = someone("monica.velez"), someone("ricardo.salazar")
    notices.tell(monica.user_id, "correction_accepted")
    (notice,) = notices.recent(monica)
    assert notices.recent(ricardo) == []
    assert not notices.mark_read(ricardo, notice.id)
    assert notices.recent(monica)[0].read_at is None


def test_those_after_an_id_come_in_order(notices: Notices, someone: Someone) -> None:
    andres = someone("andres.mejia")
    for kind in ("correction_accepted", "correction_rejected", "correction_accepted"):
        notices.tell(andres.user_id, kind)
    latest, middle, first = notices.recent(andres)
    assert latest.id > middle.id > first.id
    assert [notice.id for notice in notices.recent(andres, first.id)] == [middle.id, latest.id]


def test_without_redis_a_notice_still_waits_in_the_list_and_in_the_history(company: Services, someone: Someone) -> None:
    unreachable = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    chat = ChatService(company.database, None, LiveDelivery(unreachable, "desk"))
    hernan = someone("hernan.castano")
    Notices(company.database, company.cipher, chat).tell(hernan.user_id, "correction_accepted")
    (notice,) = company.desk.notices.recent(hernan)
    assert company.chat.history(hernan).messages[0].id == f"notice-{notice.id}"
    unreachable.close()


@pytest.mark.parametrize("kind", TEXTS)
def test_every_text_is_whole_with_its_values(kind: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(TEXTS[kind]) if name}
    days = {"start": "2027-02-01", "end": "2027-02-03"}
    data = {name: days.get(name, "Ana") for name in names - {"number"}}
    text = text_of(kind, data, "N-2026-000012", "porque sí")
    assert "{" not in text
    assert text.endswith("\n«porque sí»")
