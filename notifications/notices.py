"""What a letter says of each duty: plain facts, put into the words of its reader.

Whatever somebody typed (titles, reasons, names) is made harmless here, once, before it
comes into a subject, a text, a page or data.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from definitions.model import Definition
from definitions.values import CLOCK
from notifications.ladder import AFTER, BEFORE, DAY, ESCALATION, WEEKDAYS
from notifications.occasions import explained_by
from notifications.typography import harmless
from workflow.books import Books
from workflow.bounds import EXACT
from workflow.docket import Slip
from workflow.duties import DEADLINE, OFFICE_TERM, Called, Duty
from workflow.judging import whole_words
from workflow.periods import Uncountable, working_day_before

OVERDUE, AGAIN, TODAY, COMING = "overdue", "again", "today", "coming"
GROUPS = (OVERDUE, TODAY, COMING, AGAIN)  # in this order
_STAGES = (BEFORE, DAY, AFTER, ESCALATION)
BERLIN = "DE-BE"  # the days off for what names no calendar of its own


@dataclass(frozen=True, slots=True)
class Line:
    """One duty in a letter.

    `stage` is the rung of the ladder that it stands on, `occurrence` the day on which
    it should have been told, `today` the local day of its path. `set_on` is the day on
    which the duty was recorded, `moved_from` the last day that was told before.
    `again`: told before, still open and overdue.
    """

    duty: Duty
    item: Slip
    stage: str
    occurrence: date
    today: date
    late_days: int
    set_on: date | None
    moved_from: date | None
    stands_in_for: str | None
    again: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said of one line, in one language. What is not there is empty or None.

    `ahead` counts the days before the last day on which this was to be told, working
    days if `working`; `set_late` is given where that is why it comes late. The last
    four are commands; `one_of_several`: there are others than `done` that settle it.
    """

    group: str
    kind: str
    name: str
    since: int | None
    what: str
    reference: str
    title: str
    state: str
    due: date
    at_latest: bool
    days_left: int
    stage: str
    ahead: int | None
    working: bool
    occurrence: date
    late_days: int
    set_late: date | None
    moved_from: date | None
    stands_in_for: str
    waits_for: tuple[str, ...]
    asked: str
    sitting: str
    path: str
    basis: tuple[str, ...]
    one_of_several: bool
    show: str
    explain: str
    done: str
    answer: str


def _called(language: str, value: Called) -> str:
    if isinstance(value, str):
        return harmless(value)
    return harmless(value.de if language == "de" else value.en)


def notice(line: Line, language: str, books: Books) -> Notice | None:
    """What is said of a line; None of a duty that has no last day."""
    duty, item = line.duty, line.item
    if duty.due is None:
        return None

    called = partial(_called, language)
    body = called(duty.path.bodies[duty.body]) if duty.body else ""
    late = max(line.late_days, 0)
    entered_late = late and line.set_on and line.set_on > line.occurrence
    return Notice(
        group=_group(line, duty.due),
        kind=duty.kind,
        name=duty.name,
        since=duty.seq,
        what=called(duty.about),
        reference=harmless(item.reference),
        title=harmless(item.title),
        state=called(duty.path.label("states", item.state)),
        due=duty.due,
        at_latest=duty.precision != EXACT,
        days_left=(duty.due - line.today).days,
        stage=line.stage,
        ahead=_ahead(line, books) if line.stage == BEFORE else None,
        working=duty.kind != OFFICE_TERM,
        occurrence=line.occurrence,
        late_days=late,
        set_late=line.set_on if entered_late else None,
        moved_from=line.moved_from,
        stands_in_for=harmless(line.stands_in_for or ""),
        waits_for=_waited_for(duty, called),
        asked=body if duty.asks else "",
        sitting="" if duty.asks else body,
        path=called(duty.path.title),
        basis=tuple(_basis(duty, line.today)),
        one_of_several=len(_keeping(duty)) > 1,
        show=_command("show", item.reference),
        **_commands(duty, item),
    )


def once(notices: Iterable[Notice]) -> list[Notice]:
    """By urgency, the oldest first; of what is said twice of a duty the weightiest.

    Whoever has two roles, or is told of an escalation too, reads of a duty once.
    """
    found: dict[tuple[object, ...], Notice] = {}
    for each in notices:
        duty = (each.reference, each.kind, each.name, each.asked, each.due, each.since)
        known = found.get(duty)
        if known is None or _weight(each) > _weight(known):
            found[duty] = each
    return sorted(
        found.values(),
        key=lambda each: (GROUPS.index(each.group), each.due, each.reference),
    )


def _weight(of: Notice) -> int:
    return _STAGES.index(of.stage) - (len(_STAGES) if of.group == AGAIN else 0)


def as_data(of: Notice) -> dict[str, Any]:
    """The same facts for machines; days in ISO 8601."""
    return {
        "reference": of.reference,
        "title": of.title,
        "state": of.state,
        "kind": of.kind,
        "name": of.name,
        "what": of.what,
        "due": of.due.isoformat(),
        "due_precision": "at_latest" if of.at_latest else "exact",
        "days_left": of.days_left,
        "stage": of.stage,
        "group": of.group,
        "occurrence": of.occurrence.isoformat(),
        "late_days": of.late_days,
        "moved_from": of.moved_from.isoformat() if of.moved_from else None,
        "stands_in_for": of.stands_in_for or None,
        "waits_for": list(of.waits_for),
        "body": of.asked or of.sitting or None,
        "basis": list(of.basis),
    }


def label_of(path: Definition, principal: str, language: str) -> str | None:
    """What the path calls a role or a body (`role:lead`); None if it has none such."""
    kind, _, name = principal.partition(":")
    known = {"role": path.roles, "body": path.bodies}.get(kind, {})
    if name not in known:
        return None
    return harmless(known[name].de if language == "de" else known[name].en)


def place_of(duty: Duty, item: Slip) -> tuple[str, ...]:
    """What tells the duty from the others of its record, as calendars know it."""
    reference = item.reference
    if duty.kind == DEADLINE:
        return reference, duty.name, str(duty.seq)
    if duty.kind == OFFICE_TERM:
        return reference, "office term", duty.name, _last(_terms(duty, item))
    return reference, "consultation", _last(_asked(duty, item))


def _terms(duty: Duty, item: Slip) -> Iterator[int]:
    return (each.seq for each in item.terms if each.name == duty.name)


def _asked(duty: Duty, item: Slip) -> Iterator[int]:
    for seq, asked in item.walk.consulted.items():
        if (asked.name, asked.body, asked.closed) == (duty.name, duty.body, False):
            yield seq


def _last(seqs: Iterator[int]) -> str:
    return str(max(seqs, default=0))


def _group(line: Line, due: date) -> str:
    if line.again:
        return AGAIN
    if due < line.today:
        return OVERDUE
    return TODAY if due == line.today else COMING


def _waited_for(duty: Duty, called: Callable[[Called], str]) -> tuple[str, ...]:
    """Who has to act; of an office term the role by the name that the path gives it."""
    named = (
        duty.path.roles.get(each, each) if isinstance(each, str) else each
        for each in duty.waits_for
    )
    return tuple(map(called, named))


def _basis(duty: Duty, today: date) -> Sequence[str]:
    if duty.rule is None:
        return ()
    sources = duty.path.sources_of(duty.rule.basis, today)
    return [harmless(source.text) for source in sources]


def _ahead(line: Line, books: Books) -> int | None:
    """How many days before the last day this was to be told, if that is known."""
    duty, due = line.duty, line.duty.due
    assert due is not None
    if duty.kind == OFFICE_TERM:
        return (due - line.occurrence).days
    calendar = duty.rule.calendar if duty.rule else None
    for days in (books.days_off(calendar or BERLIN), WEEKDAYS):
        for back in duty.remind_before or (1,):
            try:
                if days and working_day_before(due, days, back) == line.occurrence:
                    return back
            except Uncountable:
                continue
    return None


def _commands(duty: Duty, item: Slip) -> dict[str, str]:
    found = {"explain": "", "done": "", "answer": ""}
    reference, rule = item.reference, duty.rule
    if duty.kind == DEADLINE:
        key = (duty.name, duty.seq)
        legal = next((each for each in item.deadlines if each.key == key), None)
        if legal is not None:
            found["explain"] = harmless(explained_by(item, legal))
    elif duty.kind == OFFICE_TERM:
        found["done"] = _command("deadline", "done", reference, duty.name)
    if events := _keeping(duty):
        moves = duty.path.moves_of
        possible = [each for each in events if item.state in moves(each)]
        found["done"] = _command(*_recorded_by(duty, (possible or events)[0]))
    asked = duty.name if rule is None else rule.after
    if duty.asks and asked and duty.body:
        words = ("consultation", "answer", reference, asked, "--body", duty.body)
        found["answer"] = _command(*words)
    return found


def _keeping(duty: Duty) -> list[str]:
    """The events that keep a deadline and that somebody can record."""
    events = duty.path.events
    met_by = duty.rule.met_by if duty.rule and not duty.asks else ()
    return [each for each in met_by if set(events[each].by) != {CLOCK}]


def _recorded_by(duty: Duty, event: str) -> tuple[str, ...]:
    """The command that records an event; which outcome it had is for people to say."""
    words = whole_words(duty.path, duty.reference, event, None)
    several = len(duty.path.events[event].outcomes) > 1
    return (*words, "--outcome", "OUTCOME") if several else words


def _command(*words: str) -> str:
    return harmless(shlex.join(("laufzettel", *words)))
