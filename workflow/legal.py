"""Acts on running deadlines: extended, suspended, resumed, as far as the path permits.

What was told is never overwritten: each act is an entry that names the old last day and
the new one, and the calendar that it was counted with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Extension
from workflow import wording
from workflow.access import term_changers
from workflow.books import Books, DaysOff
from workflow.bounds import Day
from workflow.course import Changed
from workflow.days import day_or_today
from workflow.deadlines import Legal, counted_with, derive, furthest
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.history import not_yet
from workflow.periods import Uncountable
from workflow.projection import keep_needed, set_rows
from workflow.reckoning import check_by_law, chosen
from workflow.stopping import may_change
from workflow.store import Store
from workflow.told import moved_too
from workflow.unit import Act, Answer, Answered, Unit, answer, unit
from workflow.walk import walk


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done to a term.

    `kind`: extended, suspended or resumed; `by` a period or `until` a last day, of an
    extension; `body` says whose term, where several run under one name.
    """

    kind: str
    name: str
    body: str | None = None
    by: str | None = None
    until: date | None = None
    day: Day | None = None
    words: Mapping[str, str] = field(default_factory=dict)


_VERBS = {"extended": "extend", "suspended": "suspend", "resumed": "resume"}


def extend(
    store: Store,
    act: Act,
    reference: str,
    name: str,
    *,
    by: str | None = None,
    until: date | None = None,
    body: str | None = None,
    day: Day | None = None,
    reason: str,
) -> Answer:
    """Extend a running term `by` a period or `until` a day (BGB § 190).

    Refused beyond what the path permits, and where it permits no extension.
    """
    words = wording.clean_words({"reason": reason})
    change = Change("extended", name, body, by, until, day, words)
    return _act(store, act, reference, change)


def suspend(
    store: Store,
    act: Act,
    reference: str,
    name: str,
    *,
    body: str | None = None,
    day: Day | None = None,
    reason: str,
) -> Answer:
    """Suspend a running term: `day` (today if none) is the first that does not count.

    What is left of the term is kept (BGB § 209) until it is resumed.
    """
    words = wording.clean_words({"reason": reason})
    change = Change("suspended", name, body, day=day, words=words)
    return _act(store, act, reference, change)


def resume(
    store: Store,
    act: Act,
    reference: str,
    name: str,
    *,
    body: str | None = None,
    day: Day | None = None,
    reason: str,
) -> Answer:
    """Let a suspended term run again: `day` (today if none) counts again."""
    words = wording.clean_words({"reason": reason})
    change = Change("resumed", name, body, day=day, words=words)
    return _act(store, act, reference, change)


def _act(store: Store, act: Act, reference: str, change: Change) -> Answer:
    asked = {
        "reference": reference,
        "name": change.name,
        "body": change.body,
        "by": change.by,
        "until": change.until.isoformat() if change.until else None,
        "on": str(change.day) if change.day else None,
        "words": dict(change.words),
    }
    try:
        with unit(store, act, _VERBS[change.kind], asked) as work:
            return _change_in(work, reference, change)
    except Answered as done:
        return done.answer


def _change_in(work: Unit, reference: str, change: Change) -> Answer:
    item, path = work.item(reference)
    check_by_law(work, item, path, change.name)
    keep_needed(work, path)
    item = work.again(item)
    found = walk(path, entries_of(work.tx, item["id"]))
    books = Books.of(work.tx)
    term = chosen(derive(path, found, books), path, reference, change.name, change.body)
    by = term_changers(path, change.kind, term.name)
    person = work.require(by, path)
    taken = day_or_today(change.day, path, work.act.now)
    facts = _facts(term, change, taken)
    done = found.changed.get(term.key, [])
    reason = may_change(path, done, change.kind, facts, taken) or _in_time(
        term, change, taken
    )
    if reason is not None:
        raise Refused(_refused(reference, reason))
    days = books.days_off(term.rule.calendar) if term.rule.calendar else None
    try:
        facts |= _afterwards(term, done, days, change, taken)
    except Uncountable as odd:
        raise Refused(
            sentence(
                "{reference}: {reason} Nothing was recorded.",
                reference=reference,
                reason=odd.what,
            )
        ) from None
    said = {
        "event": _VERBS[change.kind],
        "day": taken,
        "body": term.body,
        "facts": facts,
    }
    entry = work.beside(change.kind, person, item, words=change.words, **said)
    set_rows(work, item, entry, told=True)
    return moved_too(answer(item["reference"], entry), [_moved(reference, term, facts)])


def _facts(term: Legal, change: Change, taken: Day) -> dict[str, Any]:
    facts: dict[str, Any] = {"deadline": term.name, "started": term.started}
    facts |= {"body": term.body} if term.body else {}
    return facts | ({"was": term.due.isoformat()} if term.due else {})


def _in_time(term: Legal, change: Change, taken: Day) -> Sentence | None:
    """A term that is over cannot be extended or suspended any more."""
    if term.counted_from is None or (term.due is None and change.kind != "resumed"):
        return sentence(
            "nobody can say when the term ends; `laufzettel explain` says why"
        )
    if change.kind == "resumed" or term.due is None:
        return None
    if taken.earliest > term.due:
        return sentence(
            "the term ended on {due}, before {day}: what has ended is neither extended"
            " nor suspended",
            due=term.due,
            day=str(taken),
        )
    if taken.latest < term.start.earliest:
        return sentence(
            "the term began on {start}, after {day}: it did not run then",
            start=str(term.start),
            day=str(taken),
        )
    return None


def _afterwards(
    term: Legal, done: Sequence[Changed], days: DaysOff | None, change: Change, day: Day
) -> dict[str, Any]:
    """The last day after the act, and what it was counted with.

    Refused beyond what the rule permits; Uncountable for a period that is none.
    """
    extension, limit = term.rule.extension, None
    if extension is not None and change.kind == "extended":
        limit = furthest(term, done, extension, days)
        _check_limit(term, extension, change.until, limit)
    said = {"by": change.by} if change.by else {}
    said |= {"until": change.until.isoformat()} if change.until else {}
    after = [*done, Changed(not_yet(change.kind, said), day)]
    end = counted_with(term, after, days).end
    if extension is not None and limit is not None:
        _check_limit(term, extension, end, limit)
    counted = {"due": end.isoformat()} if end else {}
    return said | counted | ({"calendar": days.hash} if days else {})


def _check_limit(
    term: Legal, extension: Extension, end: date | None, limit: date | None
) -> None:
    if end is None or limit is None:
        return
    if end > limit:
        raise Refused(
            sentence(
                "{deadline} may be extended by {most} at most, until {limit}; {end}"
                " lies after it. Nothing was recorded.",
                deadline=term.rule,
                most=extension.at_most,
                limit=limit,
                end=end,
            )
        )
    if term.due is not None and end <= term.due:
        raise Refused(
            sentence(
                "{end} is no extension: the term ends on {due} already. Nothing was"
                " recorded.",
                end=end,
                due=term.due,
            )
        )


def _moved(reference: str, term: Legal, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "reference": reference,
        "name": term.name,
        "started": term.started,
        "body": term.body,
        "was": facts.get("was"),
        "due": facts.get("due"),
    }


def _refused(reference: str, reason: Sentence) -> Sentence:
    return sentence(
        "{reference}: {reason}. Nothing was recorded; `laufzettel deadline list"
        " {reference}` shows what runs.",
        reference=reference,
        reason=reason,
    )
