"""A conversation's tracker as the store hands it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.shared.core.trackers import DialogueStateTracker

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain, State


class StoredTracker(DialogueStateTracker):
    """A tracker that knows which of its events Redis has.

    `stored_count` is the number of events of the whole conversation in Redis when it was read or saved; `own_from` is
    the position in `events` from which they are not stored yet.
    """

    stored_count: int = 0
    own_from: int = 0
    _remembered: tuple[tuple[Any, ...], list[State]] | None = None

    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """The states that led here, as Rasa works them out from the events, once for all policies that ask."""
        if ignore_rule_only_turns:
            states: list[State] = super().past_states(domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
            return states
        # Events are only ever appended, so their number tells whether anything has happened since.
        asked = (len(self.events), omit_unset_slots, id(domain))
        if self._remembered is None or self._remembered[0] != asked:
            self._remembered = (asked, super().past_states(domain, omit_unset_slots))
        # The policies change the states they are given.
        return [{name: dict(part) for name, part in state.items()} for state in self._remembered[1]]
