"""Which facts an office's wording leaves out, though the shipped one states them.

Each fact of each sample is changed in turn: where the shipped words change with it, and
the office's own do not, a reader is not told. Asking for a fact in a condition is no
statement, and what stands in the headline alone is missing in the text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from notifications.kiln import Job, request
from notifications.mutants import Mutant, differing, mutants, shape, stated
from notifications.oven import Oven
from notifications.page import Page
from notifications.plain import FIELDS, Unfilled

_PARTS = HEADLINE, KICKER, TEXT = "headline", "kicker", "paragraphs"
_NEAR = 16  # samples that one is compared with
_ENOUGH = 3  # samples that are new in the same respect
_Words = Mapping[str, Any]


class Comparison:
    """Two sets of templates, filled with the same facts by two processes."""

    def __init__(self, shipped: Oven, own: Oven) -> None:
        self._shipped, self._own = shipped, own

    def left_out(self, blank: Page, samples: Iterable[object]) -> set[tuple[str, str]]:
        """Parts of a release, and facts that are left out there.

        `samples` differ in a respect or two. What cannot be filled is nothing that is
        left out.
        """
        chosen = list(_chosen(blank, samples))
        self._shipped.ask({})  # forgets what was asked for before
        words = [_words(self._shipped, each, traced=True) for each, _ in chosen]
        asked = set(self._shipped.ask({})["facts"])
        found: set[tuple[str, str]] = set()
        for (asking, within), shipped in zip(chosen, words, strict=True):
            own = _words(self._own, asking)
            if shipped and own:
                for forms in mutants(asking["facts"], asked, within):
                    found |= self._unsaid(asking, forms, shipped, own)
        return {  # a form is not told beside its whole
            (part, fact)
            for part, fact in found
            if (part, fact.rpartition(".")[0]) not in found
        }

    def _unsaid(
        self,
        asking: dict[str, Any],
        forms: Sequence[Mutant],
        shipped: _Words,
        own: _Words,
    ) -> set[tuple[str, str]]:
        seen = [self._changes(asking, each, shipped, own) for each in forms]
        return {(part, fact) for part in _PARTS for fact in _silent(forms, seen, part)}

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


def _chosen(
    blank: Page, samples: Iterable[object]
) -> Iterator[tuple[dict[str, Any], Set[Any]]]:
    """Samples as they are asked for, and what is new in each; of alike ones a few.

    All in which something is known that was not known before.
    """
    known: dict[str, Any] = {}
    found: dict[Set[Any], list[dict[str, Any]]] = {}
    for each in samples:
        asking = request(Job(blank, each))
        facts = asking["facts"]
        if (formed := shape(facts)) not in known:
            near = [*known.values()]  # those before it are much like it
            where = differing(facts, near[:1] + near[1:][-_NEAR:])
            found.setdefault(where, []).append(asking)
            known[formed] = facts
    seen: set[str] = set()
    for new, alike in found.items():
        for number, each in enumerate(alike):
            told = stated(each["facts"])
            if number % -(-len(alike) // _ENOUGH) == 0 or not told <= seen:
                yield each, new
            seen |= told


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


def _words(
    oven: Oven, asking: dict[str, Any], *, traced: bool = False
) -> _Words | None:
    try:
        answer = oven.ask({**asking, "frameless": True, "traced": traced})
    except Unfilled:
        return None
    words: _Words = answer["page"][FIELDS]
    return words


def _others(before: _Words, after: _Words | None) -> set[str]:
    return {part for part in _PARTS if after and before[part] != after[part]}
