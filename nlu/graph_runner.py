"""Runs a trained assistant's graph node after node, in an order that is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

if TYPE_CHECKING:
    from rasa.engine.graph import GraphNode, GraphSchema


class OrderedGraphRunner(DaskGraphRunner):
    """Rasa's runner without Dask's scheduler, which plans every message anew to run the nodes one by one all the same.

    Results are those of the parent class; so are the errors of the nodes.
    """

    _orders: dict[tuple[str, ...], list[tuple[GraphNode, tuple[str, ...]]]]

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> OrderedGraphRunner:
        """The same loaded nodes, run in order."""
        ordered = cls.__new__(cls)
        ordered.__dict__.update(runner.__dict__)
        ordered._orders = {}
        return ordered

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets, by name; raises `GraphRunError` when a node lacks an input."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        for node, needs in self._order(wanted):
            name, output = node(*(results.get(need, need) for need in needs))
            results[name] = (name, output)
        return dict(results[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> list[tuple[GraphNode, tuple[str, ...]]]:
        """Nodes that the targets need, each after those it needs itself."""
        order = self._orders.get(targets)
        if order is None:
            schema = self._graph_schema.minimal_graph_schema(list(targets))
            names = _sorted(schema)
            order = [(self._instantiated_nodes[name], tuple(schema.nodes[name].needs.values())) for name in names]
            self._orders[targets] = order
        return order


def _sorted(schema: GraphSchema) -> list[str]:
    placed: dict[str, None] = {}
    left = dict(schema.nodes)
    while left:
        ready = [name for name, node in left.items() if not any(need in left for need in node.needs.values())]
        if not ready:
            raise GraphRunError("the graph has a cycle")
        for name in ready:
            placed[name] = None
            del left[name]
    return list(placed)
