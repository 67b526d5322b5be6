"""The clerk's morning: what changed since yesterday, which sittings lie ahead, and the
command with which this person can go on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Body, Deadline
from workflow.access import Standing
from workflow.books import Books
from workflow.deadlines import OPEN, SUSPENDED
from workflow.docket import Choice, Slip, choices, slip
from workflow.duties import OFFICE_TERM, Duty, paths
from workflow.judging import whole_words
from workflow.lapsing import has_effect, hindrance, is_over
from workflow.localtime import OFFICE
from workflow.periods import Uncountable, backwards
from workflow.spans import law_of
from workflow.store import Row, Transaction

WEEK = timedelta(days=7)
_FARTHEST = timedelta(days=70)  # a cut-off of the coming week is of a sitting in it


@dataclass(frozen=True, slots=True)
class Way:
    """How this person can go on: the words of the command, or why there is none."""

    words: tuple[str, ...] = ()
    barred: Sentence | None = None


@dataclass(frozen=True, slots=True)
class News:
    """An item that entries were recorded of since yesterday, oldest first."""

    slip: Slip
    entries: tuple[Row, ...]
    way: Way

    @property
    def actors(self) -> tuple[str, ...]:
        """The persons who recorded them, by their opaque ids."""
        return tuple(dict.fromkeys(row["actor"] for row in self.entries))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A sitting in the coming week, or the last day of a term before one (`rule`)."""

    day: date
    series: str
    bodies: tuple[Body, ...]
    sitting: date
    name: str | None = None
    rule: Deadline | None = None


def way(tx: Transaction, duty: Duty, held: Standing, today: date) -> Way:
    """The command with which this person can do it now, or who may.

    Where the clock cannot record what the path says, the reason comes first.
    """
    if against := hindered(tx, duty, today):
        return Way(barred=against)
    if duty.status == SUSPENDED and duty.rule is not None:
        by = duty.rule.suspension.by if duty.rule.suspension else ()
        words = (*_term("resume", duty), *_of_body(duty), "--reason", "TEXT")
        return _by(duty.path, held, by, words)
    if duty.kind == OFFICE_TERM:
        return _by(duty.path, held, duty.acting, _term("done", duty))
    asked = duty.name if duty.rule is None else duty.rule.after
    if duty.asks and asked and duty.body:
        words = ("consultation", "answer", duty.reference, asked, "--body", duty.body)
        return _by(duty.path, held, duty.acting, (*words, *_in_time(duty, today)))
    return _step(tx, duty, held, today)


def hindered(tx: Transaction, duty: Duty, today: date) -> Sentence | None:
    """Why the clock cannot record what the end of a deadline has brought about.

    None where it can, or where it is not over.
    """
    ruled = duty.rule is not None
    if not ruled or not is_over(duty.path, duty.name, duty.due, today):
        return None
    of = slip(tx, duty.reference)
    for each in of.deadlines:
        if each.key == (duty.name, duty.seq) and each.status == OPEN:
            reason = hindrance(of.definition, each, of.walk)
            return None if reason is None else _waits(reason)
    return None


def _waits(reason: Sentence) -> Sentence:
    return sentence("the clock cannot record what follows: {reason}", reason=reason)


def _term(verb: str, duty: Duty) -> tuple[str, ...]:
    return "deadline", verb, duty.reference, duty.name


def _of_body(duty: Duty) -> tuple[str, ...]:
    """A consultation's term runs for several bodies: which one is meant."""
    asks = duty.rule is not None and duty.rule.after in duty.path.consultations
    return ("--body", duty.body) if asks and duty.body else ()


def _in_time(duty: Duty, today: date) -> tuple[str, ...]:
    """Once a term with an effect is over, only an act of its time counts: its day."""
    if duty.rule is None or not duty.overdue(today):
        return ()
    return ("--on", "DATE") if has_effect(duty.path, duty.name) else ()


def _by(
    path: Definition, held: Standing, by: tuple[str, ...], words: tuple[str, ...]
) -> Way:
    if held.may(by):
        return Way(words)
    return Way(barred=who_may(path, by))


def who_may(path: Definition, by: tuple[str, ...]) -> Sentence:
    """Which roles an act takes."""
    roles = tuple(path.roles.get(role, role) for role in by)
    return sentence("this takes the role of: {roles}", roles=roles)


def _step(tx: Transaction, duty: Duty, held: Standing, today: date) -> Way:
    """The event that keeps a deadline; its end comes by itself where none does."""
    met_by = duty.rule.met_by if duty.rule else ()
    if duty.rule is not None and duty.rule.begins is not None and duty.due is None:
        words = ("plan", duty.reference, "--event", duty.rule.begins, "--on", "DATE")
        return _by(duty.path, held, tuple(duty.path.roles), words)
    if not met_by:
        at = ("--entry", str(duty.seq))
        return Way(("explain", duty.reference, duty.name, *at))
    item = slip(tx, duty.reference)
    offered = {each.event: each for each in choices(item, held, today)}
    for event in met_by:
        if event in offered and offered[event].allowed:
            found = _offered(item, offered[event])
            return Way((*found.words, *_in_time(duty, today)))
    reasons = [offered[event].reason for event in met_by if event in offered]
    return Way(barred=next(filter(None, reasons), None))


def _offered(of: Slip, choice: Choice) -> Way:
    """The command that records an allowed event, with an outcome that is possible."""
    outcome = next(iter(choice.outcomes), None)
    return Way(whole_words(of.definition, of.reference, choice.event, outcome))


def news(
    tx: Transaction, today: date, held: Standing, most: int | None = None
) -> tuple[list[News], int]:
    """What was recorded of which item since yesterday 0:00, last touched first.

    At most so many items, and how many there are in all.
    """
    since = datetime.combine(today - timedelta(days=1), time(), OFFICE)
    found: dict[str, list[Row]] = {}
    for row in tx.all("entries_since", instant=since):
        found.setdefault(row["reference"], []).append(row)
    last_first = sorted(found.items(), key=lambda each: -each[1][-1]["seq"])
    told = [_news(tx, *each, held, today) for each in last_first[:most]]
    return told, len(found)


def _news(
    tx: Transaction, reference: str, rows: list[Row], held: Standing, today: date
) -> News:
    item = slip(tx, reference)
    return News(item, tuple(rows), _next_step(item, held, today))


def _next_step(item: Slip, held: Standing, today: date) -> Way:
    """The event that this person may record, or the list of several; else a look."""
    allowed = [
        each
        for each in choices(item, held, today)
        if each.allowed and each.event != "withdraw"
    ]
    if len(allowed) == 1:
        return _offered(item, allowed[0])
    return Way(("next" if allowed else "show", item.reference))


def ahead(tx: Transaction, today: date) -> list[Ahead]:
    """Sittings of the coming week, and the cut-offs that lie in it."""
    books, known = Books.of(tx), paths(tx)
    found: dict[tuple[object, ...], Ahead] = {}
    for series, bodies in _sitting_together(known).items():
        sittings = books.timetable(series).between(today, today + _FARTHEST)
        for day in sittings:
            for each in _of_sitting(books, known, series, day):
                if today <= each.day <= today + WEEK:
                    told = (series, each.day, each.sitting, each.name)
                    found[told] = Ahead(
                        each.day, series, bodies, day, each.name, each.rule
                    )
    return sorted(found.values(), key=lambda each: (each.day, each.series))


def _sitting_together(known: list[Definition]) -> Mapping[str, tuple[Body, ...]]:
    """The bodies of each series of sittings, once each."""
    found: dict[str, dict[str, Body]] = {}
    for path in known:
        for name, body in path.bodies.items():
            if body.sittings is not None:
                found.setdefault(body.sittings, {}).setdefault(name, body)
    return {series: tuple(each.values()) for series, each in found.items()}


def _of_sitting(
    books: Books, known: list[Definition], series: str, day: date
) -> Iterator[Ahead]:
    yield Ahead(day, series, (), day)
    for path in known:
        for name, rule in path.deadlines.items():
            if rule.before is None or path.bodies[rule.before].sittings != series:
                continue
            if not rule.in_force(day):
                continue
            days = books.days_off(rule.calendar) if rule.calendar else None
            try:
                count = backwards(day, law_of(path, rule, day), days)
            except Uncountable:
                continue  # nothing can be said of it; `explain` tells why
            if count.end is not None:
                yield Ahead(count.end, series, (), day, name, rule)


def named(tx: Transaction) -> Mapping[str, str]:
    """The names of persons by their opaque ids."""
    return {row["id"]: row["name"] for row in tx.all("people")}
