from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from context.stored_tracker import StoredTracker
from tests.context.conversations import random_turns, session_start, turn


@pytest.mark.parametrize("omit_unset_slots", [False, True])
@pytest.mark.parametrize("ignore_rule_only_turns", [False, True])
def test_the_past_is_as_rasa_sees_it(domain: Domain, omit_unset_slots: bool, ignore_rule_only_turns: bool) -> None:
    ours, rasas = StoredTracker("a", domain.slots), DialogueStateTracker("a", domain.slots)
    for events in random_turns(7, 30):
        for event in events:
            ours.update(event)
            rasas.update(event)
            for _ in range(2):
                assert ours.past_states(domain, omit_unset_slots, ignore_rule_only_turns) == rasas.past_states(
                    domain, omit_unset_slots, ignore_rule_only_turns
                )


def test_what_a_policy_does_to_its_states_stays_with_it(domain: Domain) -> None:
    tracker = StoredTracker("a", domain.slots)
    for event in [*session_start(), *turn("uno"), SlotSet("tema", "salario")]:
        tracker.update(event)
    expected = tracker.past_states(domain)
    spoilt = tracker.past_states(domain)
    del spoilt[-1]["user"]["intent"]
    spoilt[-1].pop("prev_action")
    spoilt.pop(0)
    assert tracker.past_states(domain) == expected
