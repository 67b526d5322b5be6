"""Gaps: the sources are silent between two states of the path.

An item that is taken over from older files enters the record where its sources begin.
A gap says so; it invents no step. What it may hide counts as unknown, not as absent.
"""

from collections.abc import Iterable

from definitions.graph import onward, reach
from definitions.model import Definition
from definitions.sentences import Sentence, sentence


def no_way(path: Definition, start: str, end: str) -> Sentence | None:
    """Why no gap can lie between two states, or None."""
    if end not in path.states:
        return sentence(
            "the path {path} has no state {name}; it has {names}",
            path=path.definition,
            name=end,
            names=tuple(path.states),
        )
    if start == end or end not in _ahead(path.moves(), start):
        return sentence(
            "no way leads from {start} to {end}",
            start=path.states[start],
            end=path.states[end],
        )
    return None


def hidden_between(path: Definition, start: str, end: str) -> set[str]:
    """The events and consultations that may lie on a way from `start` to `end`.

    On a way that neither returns to `start` nor leaves `end`: otherwise a loop from far
    ahead, such as a recall, would hide nearly the whole path behind a small gap.
    """
    moves = [each for each in path.moves() if each[1] != end and each[2] != start]
    behind = reach([end], onward((to, at) for _, at, to in moves))
    between = _ahead(moves, start) & behind
    events = {name for name, at, to in moves if {at, to} <= between}
    consultations = {
        name
        for name, rule in path.consultations.items()
        if not rule.during or between.intersection(rule.during)
    }
    return events | consultations


def _ahead(moves: Iterable[tuple[str, str, str]], start: str) -> set[str]:
    return reach([start], onward((at, to) for _, at, to in moves))
