"""Lapsing: what the end of a term brings about, as entries that nobody has made.

Silence that the path gives a meaning becomes an answer; an event of the clock becomes a
step. Both name the deadline, its last day and the rule. They take effect on the day
after the last day; what begins on a day (entry into force) does so as that day begins.
An act whose day is not before that brings the effect about first: what is recorded late
is judged as if it had been recorded in time.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from definitions import reminding
from definitions.model import Definition
from definitions.sentences import Problem, Sentence, sentence
from workflow.asking import may_answer
from workflow.books import Books
from workflow.bounds import Day
from workflow.course import Walk
from workflow.deadlines import OPEN, Legal, derive
from workflow.entries import entries_of
from workflow.history import EXPIRY
from workflow.machine import judge
from workflow.order import floor
from workflow.periods import Uncountable, backwards
from workflow.projection import ready, set_rows
from workflow.store import Row
from workflow.told import moved_too
from workflow.unit import Answer, Unit, answer, today_in
from workflow.walk import walk


def has_effect(path: Definition, name: str) -> bool:
    """Whether the end of a deadline brings something about."""
    return reminding.has_effect(path, path.deadlines[name])


def is_over(path: Definition, name: str, due: date | None, day: date) -> bool:
    """Whether a deadline of that last day has taken effect when a day begins."""
    if due is None or not has_effect(path, name):
        return False
    return due <= day if path.deadlines[name].begins else due < day


def hindrance(path: Definition, term: Legal, found: Walk) -> Sentence | None:
    """Why what the end of a term brings about cannot be recorded; None if it can.

    It then waits for a person: no later tick can record it either.
    """
    day, asked = _day_of_effect(term), path.consultations.get(term.rule.after or "")
    if asked is not None and asked.silence:
        of = found.consulted[term.started]
        return may_answer(path, of, asked.silence, Day(day), evidence=False)
    verdict = judge(path, found.state, _brought(term), None, found.known(Day(day)))
    if verdict.to is None:
        return verdict.reason or sentence("no way")
    bound = floor(found.steps)
    return _too_late(bound) if bound is not None and day < bound else None


def bring_about(
    work: Unit, item: Row, path: Definition, day: date
) -> tuple[Row, list[Answer], list[Sentence]]:
    """Record what the ends of the item's terms have brought about by a day's beginning.

    The item's row afterwards, what was recorded, and what stood against it. Nothing is
    added to what an old file tells: its sources say what silence came to.
    """
    recorded: list[Answer] = []
    against: dict[tuple[str, int], Sentence] = {}
    effects = any(has_effect(path, name) for name in path.deadlines)
    if work.retold or not effects or day > today_in(path, work.act.now):
        return item, [], []
    item = ready(work, item, path)
    while True:
        found = walk(path, entries_of(work.tx, item["id"]))
        terms = derive(path, found, Books.of(work.tx))
        over = [
            each for each in terms if _over(path, each, day) and each.key not in against
        ]
        if not over:
            return item, recorded, list(against.values())
        first = min(over, key=lambda each: (each.due, each.key))
        try:
            recorded += _end(work, item, path, first, found, day)
        except Problem as problem:
            against[first.key] = problem.sentences[0]
        item = work.again(item)


def named_first(ended: list[Answer]) -> dict[str, list[int]]:
    """What an entry says of those that ended terms brought about just before it."""
    return {"expired": [each["seq"] for each in ended]} if ended else {}


def came_first(path: Definition, ended: Answer) -> Sentence:
    """What the end of a term had brought about before an act that comes too late."""
    silent = ended["event"] == "answer"
    what = path.outcomes[ended["outcome"]] if silent else path.events[ended["event"]]
    return sentence(
        "{reference}: {deadline} ended on {due}; what its end brings about comes before"
        " this: {what}. An act counts against it only if it took effect until then"
        " (`--on DATE`).",
        reference=ended["reference"],
        deadline=path.deadlines[ended["deadline"]],
        due=ended["due"],
        what=what,
    )


def _over(path: Definition, term: Legal, day: date) -> bool:
    return term.status == OPEN and is_over(path, term.name, term.due, day)


def _end(
    work: Unit, item: Row, path: Definition, term: Legal, found: Walk, day: date
) -> Iterator[Answer]:
    assert term.due is not None
    if (against := hindrance(path, term, found)) is not None:
        raise against_it(item["reference"], term, against)
    asked = path.consultations.get(term.rule.after or "")
    facts: dict[str, Any] = {
        "deadline": term.name,
        "started": term.started,
        "due": term.due.isoformat(),
        "basis": list(term.rule.basis),
    }
    facts |= {"calendar": term.calendar} if term.calendar else {}
    if asked is not None and asked.silence:
        yield _silence(work, item, path, term, facts)
    else:
        yield _step(work, item, path, term, found, facts)
        if term.rule.before is not None:
            yield from _next_sitting(work, item, path, term, facts, day)


def _next_sitting(
    work: Unit,
    item: Row,
    path: Definition,
    term: Legal,
    facts: dict[str, Any],
    today: date,
) -> Iterator[Answer]:
    """The plan goes over to the next sitting for which the term can still be kept."""
    planned = entries_of(work.tx, item["id"])[term.started - 1]
    sitting = _next_in_time(path, term, Books.of(work.tx), today)
    if sitting is not None:
        said = {"event": planned.event, "day": Day(sitting), "facts": facts}
        said["named"] = False
        entry = work.beside("planned", EXPIRY, work.again(item), **said)
        moved = set_rows(work, item, entry)
        yield moved_too(answer(item["reference"], entry), moved)


def _next_in_time(
    path: Definition, term: Legal, books: Books, today: date
) -> date | None:
    """The first sitting after the planned one whose cut-off is not over yet."""
    series = path.bodies[term.rule.before or ""].sittings
    if series is None or term.law is None or term.start.day is None:
        return None
    timetable, sitting = books.timetable(series), term.start.day
    days = books.days_off(term.rule.calendar) if term.rule.calendar else None
    while (later := timetable.next(sitting)) is not None:
        sitting = later
        try:
            end = backwards(sitting, term.law, days).end
        except Uncountable:
            return None
        if end is not None and end >= today:
            return sitting
    return None


def _silence(
    work: Unit,
    item: Row,
    path: Definition,
    term: Legal,
    facts: dict[str, Any],
) -> Answer:
    name = term.rule.after or ""
    entry = work.beside(
        "answered",
        EXPIRY,
        item,
        named=False,
        event="answer",
        body=term.body,
        outcome=path.consultations[name].silence or "",
        day=Day(_day_of_effect(term)),
        facts={"consultation": name, "asked": term.started, **facts},
    )
    moved = set_rows(work, item, entry)
    return moved_too(answer(item["reference"], entry), moved)


def _step(
    work: Unit,
    item: Row,
    path: Definition,
    term: Legal,
    found: Walk,
    facts: dict[str, Any],
) -> Answer:
    event, day = _brought(term), _day_of_effect(term)
    verdict = judge(path, found.state, event, None, found.known(Day(day)))
    assert verdict.to is not None  # there is no hindrance
    entry = work.write(
        "moved",
        EXPIRY,
        named=False,
        item=item,
        event=event,
        from_state=item["state"],
        to_state=verdict.to,
        day=Day(day),
        body=path.events[event].body,
        outcome=verdict.outcome,
        facts=facts,
    )
    latest = max(filter(None, (day, item["not_before"])))
    work.move(item, entry, state=verdict.to, not_before=latest)
    moved = set_rows(work, item, entry)
    return moved_too(answer(item["reference"], entry), moved)


def _brought(term: Legal) -> str:
    """The event of the clock that a term brings about."""
    return term.rule.lapses or term.rule.begins or ""


def _day_of_effect(term: Legal) -> date:
    assert term.takes_effect is not None
    return term.takes_effect


def _too_late(bound: date) -> Sentence:
    return sentence(
        "a later step is on record already ({day}); strike it first, or record what"
        " happened instead",
        day=bound,
    )


def against_it(reference: str, term: Legal, reason: Sentence) -> Problem:
    """What is said where the effect of a term waits for a person."""
    return Problem(
        sentence(
            "{reference}: the term {deadline} ended on {due}, but what follows from it"
            " cannot be recorded: {reason}",
            reference=reference,
            deadline=term.rule,
            due=term.due,
            reason=reason,
        )
    )
