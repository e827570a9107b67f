"""What is counted, and that labels never hold what a person typed."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from monitoring.metrics import FALLBACK_INTENT, OTHER, ActionMetrics, AssistantMetrics

KNOWN = ["consultar_salario", FALLBACK_INTENT]


def test_an_answered_turn_is_counted_by_intent_with_its_time_and_the_conversation_s_size() -> None:
    registry = CollectorRegistry()
    AssistantMetrics(registry).answered("consultar_salario", KNOWN, 0.2, 34)
    assert registry.get_sample_value("chatnomina_turns_total", {"intent": "consultar_salario"}) == 1
    assert registry.get_sample_value("chatnomina_turn_seconds_sum", {"intent": "consultar_salario"}) == 0.2
    assert registry.get_sample_value("chatnomina_tracker_events_sum") == 34
    assert registry.get_sample_value("chatnomina_fallbacks_total") == 0


@pytest.mark.parametrize("intent", [None, "inventado_por_alguien"])
def test_an_intent_that_the_domain_does_not_know_makes_no_label(intent: str | None) -> None:
    registry = CollectorRegistry()
    metrics = AssistantMetrics(registry)
    metrics.answered(intent, KNOWN, 0.2, 1)
    assert registry.get_sample_value("chatnomina_turns_total", {"intent": OTHER}) == 1
    assert "inventado" not in metrics.exposition()


def test_a_message_that_was_not_understood_counts_as_a_fallback() -> None:
    registry = CollectorRegistry()
    AssistantMetrics(registry).answered(FALLBACK_INTENT, KNOWN, 0.2, 1)
    assert registry.get_sample_value("chatnomina_fallbacks_total") == 1


def test_a_failed_turn_is_counted_by_the_type_of_what_caused_it() -> None:
    registry = CollectorRegistry()
    failure = RuntimeError("salario 1750905")
    failure.__cause__ = ConnectionRefusedError("host")
    metrics = AssistantMetrics(registry)
    metrics.failed(failure)
    assert registry.get_sample_value("chatnomina_turn_failures_total", {"reason": "ConnectionRefusedError"}) == 1
    assert "1750905" not in metrics.exposition()


def test_an_action_that_fails_is_timed_and_counted_and_still_fails() -> None:
    registry = CollectorRegistry()
    metrics = ActionMetrics(registry)
    with pytest.raises(KeyError), metrics.measure("action_x"):
        raise KeyError("52123456")
    assert registry.get_sample_value("chatnomina_action_seconds_count", {"action": "action_x"}) == 1
    assert (
        registry.get_sample_value("chatnomina_action_failures_total", {"action": "action_x", "error": "KeyError"}) == 1
    )
    assert "52123456" not in metrics.exposition()
