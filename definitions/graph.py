"""States as a graph: where each leads, and what can be reached from where."""

from collections.abc import Iterable, Mapping

Onward = Mapping[str, set[str]]  # state -> the states one event away from it


def onward(moves: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Where each state leads by these moves (from, to)."""
    found: dict[str, set[str]] = {}
    for start, end in moves:
        found.setdefault(start, set()).add(end)
    return found


def reach(starts: Iterable[str], moves: Onward) -> set[str]:
    """These states, and all that some way leads to from them."""
    met = set(starts)
    queue = list(met)
    while queue:
        fresh = moves.get(queue.pop(), set()) - met
        met |= fresh
        queue.extend(fresh)
    return met
