"""What a person takes back in the same message is not asked for; what they set side by side is."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.periods import extract

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("de marzo no, de abril", "2026-04-01..2026-04-30"),
        ("no de marzo, de abril", "2026-04-01..2026-04-30"),
        ("no el de marzo sino el de abril", "2026-04-01..2026-04-30"),
        ("de marzo, no, de abril", "2026-04-01..2026-04-30"),
        ("marzo, digo abril", "2026-04-01..2026-04-30"),
        ("de marzo, perdón, de mayo", "2026-05-01..2026-05-31"),
        ("de este mes no, del pasado", "2026-10-01..2026-10-31"),
        ("la quincena pasada no, la anterior", "2026-10-16..2026-10-31"),
        ("de enero a marzo no, de abril a junio", "2026-04-01..2026-06-30"),
        ("no era en 2024 sino en 2025", "2025-01-01..2025-12-31"),
        ("y comparado con marzo no, con abril", "2026-04-01..2026-04-30"),
        ("quiero el de octubre, no el de septiembre", "2026-10-01..2026-10-31"),
    ],
)
def test_only_the_time_that_is_meant_is_asked_for(text: str, meant: str) -> None:
    (period,) = extract(text, TODAY).periods
    assert f"{period.start}..{period.end}" == meant


@pytest.mark.parametrize(
    "text",
    [
        "en marzo no, en abril sí",
        "en marzo no me pagaron, en abril tampoco",
        "no trabajé en marzo, en abril sí",
        "por qué me llegó menos en marzo que en abril",
        "no me llegó la de marzo, la de abril sí",
    ],
)
def test_two_times_set_side_by_side_are_both_meant(text: str) -> None:
    assert [period.start.month for period in extract(text, TODAY).periods] == [3, 4]


def test_the_count_of_days_that_is_meant_counts() -> None:
    assert extract("3 días no, 5 días", TODAY).days == 5


def test_what_is_taken_back_is_still_marked_in_the_message() -> None:
    text = "de marzo no, de abril"
    assert [text[span.start : span.end] for span in extract(text, TODAY).entities] == ["marzo", "abril"]
