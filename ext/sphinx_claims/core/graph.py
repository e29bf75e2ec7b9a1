"""The derivation graph: cycles, origins, and what would fall with a source. Iterative and linear."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .model import Estimate, Model
    from .records import Work

Edges = dict[str, tuple[str, ...]]


def derivation_edges(model: Model, *, stated_only: bool = False) -> Edges:
    """For each estimate the estimates it is derived from or summed of, those that exist."""
    return {
        e.id: tuple(
            dict.fromkeys(
                target
                for target in (
                    *(d.target for d in e.derives_from if d.how == "stated" or not stated_only),
                    *(t for _sign, t in e.sum_of),
                )
                if target in model.estimates
            )
        )
        for e in model.estimates.values()
    }


def cycles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """One path for each circle that a depth-first walk closes, in the order of `edges`."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path: dict[str, None] = {start: None}  # an ordered set: the walk's present path
        stack = [(start, iter(edges.get(start, ())))]
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                stack.pop()
                path.pop(node)
                done.add(node)
            elif target in path:
                walked = list(path)
                found.append((*walked[walked.index(target) :], target))
            elif target not in done:
                path[target] = None
                stack.append((target, iter(edges.get(target, ()))))
    return found


def origins(
    model: Model, works: Mapping[str, Work], edges: Edges, *, stated_only: bool = False
) -> dict[str, tuple[str, ...]]:
    """For each estimate the bibliography keys of its known origins, sorted; empty where unknown.

    An origin is a `primary-source`, or a source that the bibliography marks as one; a figure taken
    from another has the origins of that other. A marked source counts only where the estimate does
    not itself say what it rests on: the explicit word goes before the general mark. With `stated_only`
    links that are inferred or remembered lead nowhere; give the `edges` without them too.
    """
    own = {e.id: _own_origins(e, works, stated_only=stated_only) for e in model.estimates.values()}
    reached: dict[str, frozenset[str]] = {}
    for start in model.estimates:
        _reach(start, edges, own, reached)
    return {id_: tuple(sorted(keys)) for id_, keys in reached.items()}


def _own_origins(estimate: Estimate, works: Mapping[str, Work], *, stated_only: bool) -> frozenset[str]:
    if estimate.primary_source:
        return frozenset((estimate.primary_source.key,))
    named = (
        [d.target for d in estimate.derives_from if d.how == "stated" or not stated_only]
        if estimate.derives_from or estimate.sum_of
        else [c.key for c in estimate.sources]
    )
    return frozenset(key for key in named if key in works and works[key].origin)


def _reach(start: str, edges: Edges, own: Mapping[str, frozenset[str]], reached: dict[str, frozenset[str]]) -> None:
    """Fill `reached` for `start` and all below it, deepest first; a circle's own link adds nothing."""
    stack, entered = [start], set()
    while stack:
        node = stack[-1]
        if node in reached:
            stack.pop()
            continue
        waiting = [t for t in edges.get(node, ()) if t not in reached and t not in entered]
        entered.add(node)
        if waiting:
            stack.extend(waiting)
            continue
        below = [reached[t] for t in edges.get(node, ()) if t in reached]
        reached[node] = own[node].union(*below)
        stack.pop()


def impact(reached: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each origin the estimates that rest on it: the same closure read the other way."""
    falls: dict[str, list[str]] = {}
    for id_, keys in reached.items():
        for key in keys:
            falls.setdefault(key, []).append(id_)
    return {key: tuple(ids) for key, ids in sorted(falls.items())}
