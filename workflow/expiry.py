"""Expiry: what the end of a term brings about is recorded, once, by the clock itself.

Silence that the path gives a meaning becomes an answer; an event of the clock becomes a
step. Both name the deadline and the rule, and are made by nobody ("expiry").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from definitions.model import Definition
from definitions.sentences import Problem, Sentence, sentence
from workflow.access import Identity
from workflow.asking import may_answer
from workflow.books import Books
from workflow.bounds import Day
from workflow.deadlines import OPEN, Legal, derive, next_in_time
from workflow.entries import entries_of
from workflow.guards import Known
from workflow.history import EXPIRY
from workflow.machine import judge
from workflow.projection import set_rows
from workflow.store import Row, Store
from workflow.told import moved_too
from workflow.unit import Act, Answer, Unit, answer, definition_of, today_in, unit
from workflow.walk import walk

CLOCKWORK = Identity(EXPIRY, EXPIRY, "clock")


@dataclass(slots=True)
class Expired:
    """What the ends of terms have brought about, and what stood against it."""

    recorded: list[Answer] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)


def expire(store: Store, now: datetime) -> Expired:
    """Record every deemed outcome and event of the clock whose term is over.

    A term is over on the day after its last day, in the zone of its path. Repeating it
    is harmless. What is wrong with one item is reported and stops no other; raises what
    `store` raises.
    """
    found = Expired()
    with store.reading() as tx:
        rows = [
            (row, definition_of(tx, row["definition_hash"]))
            for row in tx.all("running_deadlines")
        ]
    for row, path in rows:
        if _over(row, path, now):
            try:
                _expire_one(store, now, row, found)
            except Problem as problem:
                found.problems += problem.sentences
    return found


def _over(row: Row, path: Definition, now: datetime) -> bool:
    rule = path.deadlines[row["name"]]
    if row["status"] != OPEN or row["due"] is None:
        return False
    asked = path.consultations.get(rule.after or "")
    effect = rule.lapses is not None or (asked is not None and asked.silence)
    return bool(effect) and row["due"] < today_in(path, now)


def _expire_one(store: Store, now: datetime, row: Row, found: Expired) -> None:
    with unit(store, Act(CLOCKWORK, now), "expire", {}) as work:
        item, path = work.item(row["reference"])
        walked = walk(path, entries_of(work.tx, item["id"]))
        for term in derive(path, walked, Books.of(work.tx)):
            same = term.key == (row["name"], row["started"])
            if not same or term.status != OPEN or term.due is None:
                continue
            if term.due >= today_in(path, now):
                continue  # it was extended meanwhile
            found.recorded += _end(work, item, path, term, walked.known())


def _end(
    work: Unit, item: Row, path: Definition, term: Legal, known: Known
) -> Iterator[Answer]:
    assert term.due is not None
    asked = path.consultations.get(term.rule.after or "")
    facts: dict[str, Any] = {
        "deadline": term.name,
        "started": term.started,
        "due": term.due.isoformat(),
        "basis": list(term.rule.basis),
    }
    facts |= {"calendar": term.calendar} if term.calendar else {}
    day = term.due + timedelta(days=1)
    if asked is not None and asked.silence:
        yield _silence(work, item, path, term, known, facts, day)
    if term.rule.lapses is not None:
        yield _step(work, item, path, term, known, facts, day)
    if term.rule.lapses is not None and term.rule.before is not None:
        yield from _next_sitting(work, item, path, term, facts)


def _next_sitting(
    work: Unit, item: Row, path: Definition, term: Legal, facts: dict[str, Any]
) -> Iterator[Answer]:
    """The plan goes over to the next sitting for which the term can still be kept."""
    planned = entries_of(work.tx, item["id"])[term.started - 1]
    sitting = next_in_time(path, term, Books.of(work.tx), today_in(path, work.act.now))
    if sitting is not None:
        said = {"event": planned.event, "day": Day(sitting), "facts": facts}
        entry = work.beside("planned", EXPIRY, work.again(item), **said)
        moved = set_rows(work, item, entry)
        yield moved_too(answer(item["reference"], entry), moved)


def _silence(
    work: Unit,
    item: Row,
    path: Definition,
    term: Legal,
    known: Known,
    facts: dict[str, Any],
    day: date,
) -> Answer:
    name = term.rule.after or ""
    outcome = path.consultations[name].silence or ""
    asked = next(each for each in known.consulted if each.seq == term.started)
    against = may_answer(path, asked, outcome, Day(day), evidence=False)
    if against is not None:
        raise _against(item, term, against)
    entry = work.beside(
        "answered",
        EXPIRY,
        item,
        event="answer",
        body=term.body,
        outcome=outcome,
        day=Day(day),
        facts={"consultation": name, "asked": term.started, **facts},
    )
    moved = set_rows(work, item, entry)
    return moved_too(answer(item["reference"], entry), moved)


def _step(
    work: Unit,
    item: Row,
    path: Definition,
    term: Legal,
    known: Known,
    facts: dict[str, Any],
    day: date,
) -> Answer:
    event = term.rule.lapses or ""
    fresh = work.again(item)
    verdict = judge(path, fresh["state"], event, None, known)
    if verdict.to is None:
        raise _against(item, term, verdict.reason or sentence("no way"))
    entry = work.write(
        "moved",
        EXPIRY,
        item=fresh,
        event=event,
        from_state=fresh["state"],
        to_state=verdict.to,
        day=Day(day),
        body=path.events[event].body,
        outcome=verdict.outcome,
        facts=facts,
    )
    latest = max(filter(None, (day, fresh["not_before"])))
    work.move(fresh, entry, state=verdict.to, not_before=latest)
    moved = set_rows(work, fresh, entry)
    return moved_too(answer(item["reference"], entry), moved)


def _against(item: Row, term: Legal, reason: Sentence) -> Problem:
    return Problem(
        sentence(
            "{reference}: the term {deadline} ended on {due}, but what follows from it"
            " cannot be recorded: {reason}",
            reference=item["reference"],
            deadline=term.rule,
            due=term.due,
            reason=reason,
        )
    )
