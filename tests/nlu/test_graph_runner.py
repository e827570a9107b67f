from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from nlu.graph_runner import OrderedGraphRunner


class Joins(GraphComponent):
    """Puts its inputs together with its own word."""

    runs: ClassVar[list[str]] = []

    def __init__(self, word: str) -> None:
        self._word = word

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Joins:
        return cls(config["word"])

    def join(self, left: str, right: str = "") -> str:
        if left == "mal":
            raise KeyError("left")
        self.runs.append(self._word)
        return f"({left}{right}{self._word})"


def node(word: str, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs, uses=Joins, constructor_name="create", fn="join", config={"word": word}, eager=True, is_target=True
    )


# Named so that neither the order of the names nor that of the nodes is the one to run them in.
GRAPH = {
    "a": node("a", left="c", right="b"),
    "b": node("b", left="input", right="d"),
    "c": node("c", left="d"),
    "d": node("d", left="input"),
    "apart": node("x", left="other"),
}


@pytest.fixture
def runner(tmp_path: Path) -> DaskGraphRunner:
    schema = GraphSchema(GRAPH)
    return DaskGraphRunner.create(schema, LocalModelStorage(tmp_path), ExecutionContext(schema))


@pytest.fixture(params=["stock", "ours"])
def any_runner(request: pytest.FixtureRequest, runner: DaskGraphRunner) -> DaskGraphRunner:
    return runner if request.param == "stock" else OrderedGraphRunner.of(runner)


def test_nodes_get_what_they_need(any_runner: DaskGraphRunner) -> None:
    assert any_runner.run({"input": "1"}, ["a"]) == {"a": "(((1d)c)(1(1d)b)a)"}
    assert any_runner.run({"input": "2"}, ["a", "d"]) == {"a": "(((2d)c)(2(2d)b)a)", "d": "(2d)"}


def test_only_what_a_target_needs_runs_once(any_runner: DaskGraphRunner) -> None:
    Joins.runs.clear()
    any_runner.run({"input": "1"}, ["c"])
    assert Joins.runs == ["d", "c"]


def test_a_missing_input_is_an_error(any_runner: DaskGraphRunner) -> None:
    with pytest.raises(GraphRunError):
        any_runner.run({}, ["d"])


def test_the_error_of_a_node_passes_through(any_runner: DaskGraphRunner) -> None:
    with pytest.raises(GraphComponentException):
        any_runner.run({"input": "mal"}, ["a"])
