"""What a correction would do to terms: to their ends, and to what these brought about.

What would no longer follow is refused, with the entry that has to be struck first.
"""

from collections.abc import Sequence

from definitions.model import Definition
from definitions.sentences import sentence
from workflow.anchors import DROPPED
from workflow.books import Books
from workflow.course import Walk
from workflow.deadlines import MET_LATE, OPEN, Legal, derive, displaced
from workflow.errors import Refused
from workflow.lapsing import has_effect
from workflow.stopping import stopped_since
from workflow.unit import Unit


def check_terms(
    work: Unit, path: Definition, before: Walk, found: Walk, reference: str, seq: int
) -> None:
    """Refused if what a term's end brought about would no longer follow from it."""
    if not path.deadlines:
        return
    books = Books.of(work.tx)
    terms = derive(path, found, books)
    _check_displaced(terms, found, reference, seq)
    _check_in_time(path, before, terms, books, reference)
    _check_stops(terms, reference)


def _check_displaced(
    terms: Sequence[Legal], found: Walk, reference: str, seq: int
) -> None:
    """Refused if the clock has recorded an effect on what would be another day."""
    term = displaced(terms, found)
    if term is None:
        return
    raise Refused(
        sentence(
            "Entry {seq} of {reference} cannot be corrected so: {deadline} would end on"
            " {due}, and entry {other} says what its end brought about on another day."
            " Nothing was recorded. Strike that entry first: `laufzettel correct"
            " {reference} {other} --void --reason TEXT`; the next tick records it"
            " anew.",
            seq=seq,
            reference=reference,
            deadline=term.rule,
            due=term.due or "?",
            other=term.closed,
        )
    )


def _check_in_time(
    path: Definition,
    before: Walk,
    terms: Sequence[Legal],
    books: Books,
    reference: str,
) -> None:
    """Refused if an act would come after a term whose end has brought something about.

    Typed so at first, it would have been refused as well.
    """
    were = {each.key for each in derive(path, before, books) if _too_late(path, each)}
    for each in terms:
        if each.key not in were and _too_late(path, each):
            raise Refused(
                sentence(
                    "{reference}: {deadline} ended on {due}; what its end brings about"
                    " comes before an act of {day}. Nothing was recorded. If it came so"
                    " late, strike it: `laufzettel correct {reference} {seq} --void"
                    " --reason TEXT`.",
                    reference=reference,
                    deadline=each.rule,
                    due=each.due,
                    day=str(each.met_on),
                    seq=each.closed,
                )
            )


def _check_stops(terms: Sequence[Legal], reference: str) -> None:
    """Refused if a suspension would begin when the term is over already."""
    for each in terms:
        since = stopped_since(each.changes)
        if each.status == OPEN and since is not None:
            raise Refused(
                sentence(
                    "{reference}: {deadline} would end on {due}, before it is suspended"
                    " on {since} (entry {seq}). Nothing was recorded. Strike the"
                    " suspension first: `laufzettel correct {reference} {seq} --void"
                    " --reason TEXT`.",
                    reference=reference,
                    deadline=each.rule,
                    due=each.due or "?",
                    since=str(since),
                    seq=each.changes[-1].entry.item_seq,
                )
            )


def _too_late(path: Definition, term: Legal) -> bool:
    """Whether a term with an effect was ended by an act of a later day."""
    if term.status not in {MET_LATE, DROPPED} or not has_effect(path, term.name):
        return False
    if term.takes_effect is None or term.met_on is None:
        return False
    return term.met_on.earliest >= term.takes_effect
