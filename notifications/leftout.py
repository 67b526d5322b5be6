"""Which facts an office's wording leaves out, though the shipped one states them.

Each fact of each sample is changed in turn: where the shipped words change with it, and
the office's own do not, a reader is not told. Asking for a fact in a condition is no
statement, and what stands in the headline alone is missing in the text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from notifications.kiln import Job, request
from notifications.mutants import Mutant, differing, mutants, shape
from notifications.oven import Oven
from notifications.page import Page
from notifications.plain import FIELDS, Unfilled

HEADLINE, KICKER, TEXT = "headline", "kicker", "paragraphs"
_ENOUGH = 3  # samples that are new in the same respect
_Words = Mapping[str, Any]


class Comparison:
    """Two sets of templates, filled with the same facts by two processes."""

    def __init__(self, shipped: Oven, own: Oven) -> None:
        self._shipped, self._own = shipped, own

    def left_out(
        self, blank: Page, samples: Sequence[object], asked: Set[str]
    ) -> set[tuple[str, str]]:
        """Parts of a release, and facts that are left out there.

        `samples` differ in a respect or two; `asked` are the facts that the shipped
        templates ask for. What cannot be filled is nothing that is left out.
        """
        found: set[tuple[str, str]] = set()
        for within, alike in _by_difference(blank, samples).items():
            for asking in alike[:: -(-len(alike) // _ENOUGH)]:
                found |= self._of_sample(asking, asked, within)
        return {  # a form is not told beside its whole
            (part, fact)
            for part, fact in found
            if (part, fact.rpartition(".")[0]) not in found
        }

    def _of_sample(
        self, asking: dict[str, Any], asked: Set[str], within: Set[Any]
    ) -> set[tuple[str, str]]:
        shipped, own = _words(self._shipped, asking), _words(self._own, asking)
        if shipped is None or own is None:
            return set()
        found: set[tuple[str, str]] = set()
        for forms in mutants(asking["facts"], asked, within):
            seen = [self._changes(asking, each, shipped, own) for each in forms]
            for part in (HEADLINE, KICKER, TEXT):
                found.update((part, each) for each in _silent(forms, seen, part))
        return found

    def _changes(
        self, asking: dict[str, Any], mutant: Mutant, shipped: _Words, own: _Words
    ) -> tuple[set[str], set[str]]:
        """The parts that are others with the changed fact: shipped, and the own."""
        changed = {**asking, "facts": mutant.facts}
        there = _others(shipped, _words(self._shipped, changed))
        if not there:
            return there, there
        here = _others(own, _words(self._own, changed))
        if here and not own[KICKER]:  # none is wanted: elsewhere will do
            here.add(KICKER)
        return there, here


def _by_difference(
    blank: Page, samples: Iterable[object]
) -> Mapping[Set[Any], list[dict[str, Any]]]:
    """Samples as they are asked for, by what is new in them; alike ones but once."""
    known: dict[str, Any] = {}
    found: dict[Set[Any], list[dict[str, Any]]] = {}
    for each in samples:
        asking = request(Job(blank, each))
        facts = asking["facts"]
        if shape(facts) not in known:
            where = differing(facts, known.values())
            found.setdefault(where, []).append(asking)
            known[shape(facts)] = facts
    return found


def _silent(
    forms: Sequence[Mutant], seen: Sequence[tuple[set[str], set[str]]], part: str
) -> Iterator[str]:
    """What a part of the release does not say: a fact, or the form that it needs.

    Other forms of a fact than the shipped ones will do, if none of these is used.
    """
    whole, *others = zip(forms, seen, strict=True)
    mutant, (there, here) = whole
    if part in there and part not in here:
        yield mutant.fact
        return
    needed = [
        (each.fact, part in mine) for each, (yours, mine) in others if part in yours
    ]
    if any(stated for _, stated in needed):
        yield from (fact for fact, stated in needed if not stated)


def _words(oven: Oven, asking: dict[str, Any]) -> _Words | None:
    try:
        answer = oven.ask({**asking, "frameless": True})
    except Unfilled:
        return None
    words: _Words = answer["page"][FIELDS]
    return words


def _others(before: _Words, after: _Words | None) -> set[str]:
    parts = (HEADLINE, KICKER, TEXT)
    return {part for part in parts if after and before[part] != after[part]}
