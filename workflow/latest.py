"""The latest days of a route: backwards from the day on which its end is wanted.

Pure. A sitting takes place on a day of its timetable, any other step on a working day;
a term before a sitting binds the registration, a term of a consultation the asking.
Nothing lies before today. The first step, seen from the end, for which no day is left
is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from definitions.sentences import FullDay, Sentence, sentence
from definitions.vocabulary import Body
from workflow.bonds import (
    Bond,
    bonds_of_running,
    bound_step,
    broken,
    clock_term,
    comes_by_itself,
    cut_off,
    due_of,
    effect_after,
    end_of,
    ends_late,
    full_term,
    last_start,
    late_for,
    term_of,
)
from workflow.guards import Consulted
from workflow.itinerary import (
    ANSWER,
    ASK,
    STEP,
    Blocked,
    Line,
    Obstacle,
    Office,
    asked_in,
    blocked,
    no_sitting,
    takes,
    waited_for,
)
from workflow.periods import Uncountable, working_day_before
from workflow.routes import Route
from workflow.rules import sits_for, terms_before
from workflow.staging import Need, Scene
from workflow.timetable import Timetable

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """A route with the latest day of each line, in order; or what stands against it.

    With an obstacle, the lines are those after it.
    """

    route: Route
    end: date
    lines: tuple[Line, ...]
    obstacle: Obstacle | None = None


def latest(office: Office, route: Route, end: date) -> Plan:
    """The latest day of each step, if the route is to end on `end` at the latest."""
    bonds = bonds_of_running(office, route)
    while True:
        run = _Run(office, route, {at: [*each] for at, each in bonds.items()})
        try:
            run.back_from(end)
        except Blocked as stop:
            return Plan(route, end, run.told(), stop.obstacle)
        tighter = broken(office, route, run.days)
        if tighter is None:
            return Plan(route, end, run.told())
        at, bond = tighter
        bonds.setdefault(at, []).append(bond)


@dataclass(slots=True)
class _Run:
    """One walk back along the route; `bonds` are the limits of each step by number."""

    office: Office
    route: Route
    bonds: dict[int, list[Bond]]
    days: dict[int, date] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)  # the last one first

    def told(self) -> tuple[Line, ...]:
        """The lines in the order of their days."""
        in_order = reversed(self.lines)  # of one day they keep it
        return tuple(sorted(in_order, key=lambda each: each.day))

    def back_from(self, end: date) -> None:
        """Date every step. Raises Blocked."""
        limit = Bond(end, sentence("wanted by {day}", day=FullDay(end)))
        waits = waited_for(self.office, self.route)
        for at in range(len(self.route.scenes) - 1, -1, -1):
            scene = self.route.scenes[at]
            bond = min([limit, *self.bonds.get(at, ())], key=lambda each: each.day)
            try:
                day = self._step(at, scene, bond)
                follows = sentence(
                    "{event} follows on {day}",
                    event=self.office.path.events[scene.event],
                    day=FullDay(day),
                )
                rests = bond.why if bond is not limit else None
                before = self._asked(scene, day, waits.get(at, []))
                limit = Bond(before, follows, rests)
            except Uncountable as odd:
                raise blocked(self.office, scene.event, bond.day, odd.what) from None

    def _step(self, at: int, scene: Scene, bond: Bond) -> date:
        body = sits_for(self.office.path, scene.event)
        if body is not None:
            day, why = self._sitting(at, body, bond)
        elif comes_by_itself(self.office, scene.event):
            day, why = self._by_itself(at, bond)
        else:
            day, why = self._working_day(scene, bond)
        self.days[at] = day
        rule = self.office.path.events[scene.event]
        self.lines.append(
            Line(
                STEP,
                scene.event,
                rule,
                (rule.body,) if rule.body else (),
                day,
                (*why, *takes(self.office, scene)),
                scene,
                sitting=body is not None,
                planned=self.office.planned.get(scene.event),
            )
        )
        return day

    def _sitting(
        self, at: int, body: Body, bond: Bond
    ) -> tuple[date, tuple[Sentence, ...]]:
        """The last sitting up to the limit; it binds the registration for it."""
        event, series = self.route.scenes[at].event, body.sittings or ""
        table, today = self.office.table(series), self.office.today
        day = table.last(bond.day, or_on=True)
        if day is None or day < today:
            known = no_sitting(self.office, body, series, today)
            raise blocked(self.office, event, bond.day, *bond.reasons, known)
        late = late_for(self.office, self.route, at, day)
        if late is not None:
            said = sentence("it was registered on {day} only", day=str(late[0]))
            raise blocked(self.office, event, bond.day, bond.why, late[1].why, said)
        loose: list[Sentence] = []  # of terms that nothing on the path meets
        for name, rule in terms_before(self.office.path, event):
            bound = bound_step(self.office.path, self.route, name, at)
            limit = cut_off(self.office, name, rule, day)
            if limit is not None and bound is not None:
                self.bonds.setdefault(bound, []).append(limit)
            elif limit is not None and not rule.met_by:
                loose.append(limit.why)
        sits = sentence(
            "{body}: the last sitting in time ({why})", body=body, why=table.why(day)
        )
        return day, (bond.why, sits, *_known_until(table, bond.day), *loose)

    def _by_itself(self, at: int, bond: Bond) -> tuple[date, tuple[Sentence, ...]]:
        """The day after a term, which binds the step that begins it.

        What begins on a day comes on the last day of its term, or as it is planned.
        """
        rule, start = clock_term(self.office.path, self.route, at)
        event, after = self.route.scenes[at].event, effect_after(rule)
        if rule.begins is not None and event in self.office.planned:
            return self._as_planned(event, bond)
        wanted = bond.day - after
        ends = sentence("{term}: it comes by itself when the term is over", term=rule)
        if start is not None:
            last = last_start(self.office, rule, bond.day, wanted)
            if last is not None:
                why = full_term(rule, last, end_of(self.office, rule, last))
                self.bonds.setdefault(start, []).append(Bond(last, why))
                return bond.day, (bond.why, ends)
            late = ends_late(
                rule, self.office.today, end_of(self.office, rule, self.office.today)
            )
            raise blocked(self.office, event, bond.day, *bond.reasons, late)
        due = due_of(self.office, rule)
        if due is not None and due <= wanted:
            return due + after, (bond.why, ends)
        known = sentence("{term}: its last day is not known", term=rule)
        if due is not None:
            known = sentence("{term} ends on {day}", term=rule, day=FullDay(due))
        raise blocked(self.office, event, bond.day, *bond.reasons, known)

    def _as_planned(self, event: str, bond: Bond) -> tuple[date, tuple[Sentence, ...]]:
        day = self.office.planned[event]
        planned = sentence("it is planned for {day}", day=FullDay(day))
        if day > bond.day:
            raise blocked(self.office, event, bond.day, *bond.reasons, planned)
        return day, (bond.why, planned)

    def _working_day(
        self, scene: Scene, bond: Bond
    ) -> tuple[date, tuple[Sentence, ...]]:
        """The limit, or the last working day before it where days off are known."""
        days, today = self.office.days_off, self.office.today
        day = bond.day if days is None else working_day_before(bond.day, days)
        why = [*(bond.reasons if day < today else (bond.why,))]
        if day != bond.day and days is not None:
            why.append(
                sentence(
                    "{day} is a day off: {reason}",
                    day=FullDay(bond.day),
                    reason=days.reason(bond.day) or "",
                )
            )
        if day < today:
            over = sentence("today is {today}", today=FullDay(today))
            raise blocked(self.office, scene.event, day, *why, over)
        return day, tuple(why)

    def _asked(self, scene: Scene, day: date, open_ones: list[Consulted]) -> date:
        """Date who has to be asked before a step, and who has to answer.

        The limit of the step before.
        """
        limit = day
        for asked in open_ones:
            self.lines.append(self._answer(asked, scene, day))
        asks = [self._ask(need, scene, day) for need in asked_in(scene)]
        for line in sorted(asks, key=lambda each: each.day, reverse=True):
            self.lines.append(line)
            limit = min(limit, line.day)
        return limit

    def _answer(self, asked: Consulted, scene: Scene, day: date) -> Line:
        """The last day of an answer that is owed: its term binds it as well."""
        path, by = self.office.path, day
        why = [
            sentence(
                "{event} waits for it, on {day}",
                event=path.events[scene.event],
                day=FullDay(day),
            )
        ]
        if asked.due is not None and asked.due < self.office.today:
            why.append(sentence("its term ended on {day}", day=FullDay(asked.due)))
        elif asked.due is not None:
            by = min(day, asked.due)
            why.append(sentence("its term ends on {day}", day=FullDay(asked.due)))
            if asked.due >= day:
                why.append(sentence("the answer is needed before its term ends"))
        label = path.consultations[asked.name]
        return Line(ANSWER, asked.name, label, (asked.body,), by, tuple(why))

    def _ask(self, need: Need, scene: Scene, day: date) -> Line:
        """The last working day on which a consultation ends in time for the step."""
        path, today = self.office.path, self.office.today
        label, term = path.consultations[need.name], term_of(path, need.name, day)
        why = [
            sentence(
                "{event} follows on {day}",
                event=path.events[scene.event],
                day=FullDay(day),
            )
        ]
        asked, wanted = day, day - _DAY if label.silence else day
        if term is None:
            why.append(sentence("the path sets no term for the answer"))
        else:
            found = last_start(self.office, term[1], day, wanted)
            if found is None:
                end = end_of(self.office, term[1], today)
                why.append(ends_late(term[1], today, end))
                raise blocked(self.office, need.name, None, *why)
            asked = found
            end = end_of(self.office, term[1], asked)
            why.append(full_term(term[1], asked, end))
        if self.office.days_off is not None:
            asked = working_day_before(asked, self.office.days_off)
        if asked < today:
            over = sentence("today is {today}", today=FullDay(today))
            raise blocked(self.office, need.name, asked, *why, over)
        return Line(ASK, need.name, label, need.bodies, asked, tuple(why))


def _known_until(table: Timetable, wanted: date) -> Iterator[Sentence]:
    """Say so where a sitting may be the last one only because no more are known."""
    if table.calendar is not None and table.calendar.ends < wanted:
        last = FullDay(table.calendar.ends)
        yield sentence("sittings are known up to {day} only", day=last)
