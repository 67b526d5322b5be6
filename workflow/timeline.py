"""The timeline of an item: its steps, terms and plans as marks on a line of days.

Pure: what a slip says, in the order of the days. Drawing is done by others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from definitions.sentences import Labelled, Sentence, sentence
from workflow.anchors import DROPPED, LAPSED, MET
from workflow.bounds import AT_LATEST, Day
from workflow.deadlines import MET_LATE, SUSPENDED, Legal
from workflow.docket import OPEN, Slip
from workflow.rules import sits_for
from workflow.timetable import Timetable

STEP, DEADLINE, CONSULTATION, TERM, PLAN = (
    *("step", "deadline", "consultation"),
    *("office_term", "planned"),
)
Said = Labelled | Sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """A day or a span of days: what it is, and what became of it.

    `first` and `last` are the same for a single day. `last` is None while nobody can
    say when it ends, both are None where no day is known. `at_latest`: the day is the
    latest that can be meant. `back`: `first` is the last day of a term, and `last` the
    sitting before which it ends.
    """

    kind: str
    name: str
    said: Said
    first: date | None
    last: date | None
    status: Sentence | None = None
    at_latest: bool = False
    late: bool = False
    back: bool = False

    @property
    def order(self) -> tuple[date, date]:
        """Marks are told by their first day; those without one come first."""
        return self.first or date.min, self.last or date.max


@dataclass(frozen=True, slots=True)
class Timeline:
    """The marks of an item in their order, and the days from the first to the last."""

    of: Slip
    today: date
    marks: tuple[Mark, ...]

    @property
    def first(self) -> date:
        """The first day that is drawn."""
        return min([self.today, *self._days()])

    @property
    def last(self) -> date:
        """The last day that is drawn."""
        return max([self.today, *self._days()])

    def _days(self) -> Iterator[date]:
        for mark in self.marks:
            yield from (day for day in (mark.first, mark.last) if day is not None)


def timeline(
    of: Slip, today: date, tables: Mapping[str, Timetable] | None = None
) -> Timeline:
    """The timeline of an item as it stands on a day.

    `tables`: when the bodies sit, by their series; what is planned for a sitting that
    was moved is drawn where it takes place now.
    """
    marks = [*_steps(of), *_asked(of, today), *_terms(of, today)]
    marks += _plans(of, tables or {})
    marks += [_deadline(of, each, today) for each in of.deadlines if _told(of, each)]
    return Timeline(of, today, tuple(sorted(marks, key=lambda each: each.order)))


def _steps(of: Slip) -> Iterator[Mark]:
    for step in of.steps:
        path = of.definition
        said = path.station(step.event)
        status: Sentence | None = None
        if step.outcome is not None:
            status = sentence("{outcome}", outcome=path.outcomes[step.outcome])
        at_latest = step.day.precision == AT_LATEST
        day = step.day.day
        yield Mark(STEP, step.event, said, day, day, status, at_latest=at_latest)


def _told(of: Slip, legal: Legal) -> bool:
    """A term of a consultation is drawn with it; by itself if the answer was late."""
    return legal.status == MET_LATE or (
        legal.rule.after not in of.definition.consultations
    )


def _asked(of: Slip, today: date) -> Iterator[Mark]:
    path = of.definition
    dues = {each.started: each.due for each in of.deadlines}
    missed = {each.started for each in of.deadlines if each.status == MET_LATE}
    for asked in of.walk.consulted.values():
        due = dues.get(asked.seq) or asked.due
        last = asked.answered.day if asked.closed else due
        said = sentence(
            "{consultation}: {body}",
            consultation=path.consultations[asked.name],
            body=path.bodies[asked.body],
        )
        late = not asked.closed and due is not None and due < today
        status = sentence("overdue") if late else sentence("open")
        if asked.closed and asked.outcome is not None:
            status = sentence("{outcome}", outcome=path.outcomes[asked.outcome])
        yield Mark(
            CONSULTATION,
            asked.name,
            said,
            asked.opened.day,
            last,
            status,
            at_latest=AT_LATEST in {asked.opened.precision, asked.answered.precision},
            late=late or asked.seq in missed,
        )


def _terms(of: Slip, today: date) -> Iterator[Mark]:
    for term in of.terms:
        is_open = term.status == OPEN
        late = is_open and term.due < today
        status = sentence("open") if is_open else sentence("done")
        said = sentence("{name}: {reason}", name=term.name, reason=term.reason)
        yield Mark(
            TERM,
            term.name,
            said,
            term.due,
            term.due,
            sentence("overdue") if late else status,
            late=late,
        )


def _plans(of: Slip, tables: Mapping[str, Timetable]) -> Iterator[Mark]:
    """What is planned: of an event that was planned twice, the last plan."""
    if of.at_end:
        return
    path, last = of.definition, {each.entry.event: each for each in of.walk.plans}
    for event in path.events_along_the_path():
        if event not in last:
            continue
        day, status = last[event].day.day, None
        body = sits_for(path, event)
        table = tables.get(body.sittings or "") if body is not None else None
        now = table.resolve(day) if table is not None and day is not None else None
        if now is not None and now != day:
            status = sentence(
                "planned for {day}, the sitting is now on this day", day=day
            )
            day = now
        yield Mark(PLAN, event, path.events[event], day, day, status)


def _deadline(of: Slip, each: Legal, today: date) -> Mark:
    """A term by law: from what begins it to its last day, or back from the sitting."""
    days: Sequence[date | None] = (each.start.day, each.due)
    back = each.rule.before is not None
    first, last = days[::-1] if back else days
    over = each.running and each.due is not None and each.due < today
    late = over or each.status == MET_LATE
    at_latest = each.precision == AT_LATEST
    status = sentence("overdue") if over else _STATUS.get(each.status, sentence("open"))
    met: Day | None = each.met_on
    if met is not None and met.day is not None and each.status in {MET, MET_LATE}:
        status = sentence("{status} on {day}", status=status, day=met.day)
    return Mark(
        DEADLINE, each.name, each.rule, first, last, status, at_latest, late, back
    )


_STATUS = {
    SUSPENDED: sentence("suspended"),
    MET: sentence("met"),
    MET_LATE: sentence("met late"),
    LAPSED: sentence("ended by its term"),
    DROPPED: sentence("dropped"),
}
