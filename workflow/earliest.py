"""The earliest days of a route: forwards from today, if every body acts at once.

Pure. Every body uses its next sitting for which the item can still be registered in
time; whoever is asked takes the whole term; all other steps come on the next working
day. What is planned for a later sitting takes place then.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from definitions.sentences import FullDay, Sentence, sentence
from definitions.vocabulary import Body
from workflow.bonds import (
    bound_step,
    clock_term,
    comes_by_itself,
    cut_off,
    due_of,
    effect_after,
    end_of,
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
from workflow.periods import Uncountable, next_working_day
from workflow.routes import Route
from workflow.rules import sits_for, terms_before
from workflow.staging import Need, Scene
from workflow.timetable import Timetable

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A route with the earliest day of each line; or where it stops, and why."""

    route: Route
    lines: tuple[Line, ...]
    obstacle: Obstacle | None = None

    @property
    def end(self) -> date | None:
        """The earliest day of the last step, if it can be told."""
        return None if self.obstacle else self.lines[-1].day


def earliest(office: Office, route: Route) -> Forecast:
    """The earliest day of each step of a route."""
    run = _Run(office, route, office.today)
    try:
        run.forward()
    except Blocked as stop:
        return Forecast(route, tuple(run.lines), stop.obstacle)
    return Forecast(route, tuple(run.lines))


@dataclass(slots=True)
class _Run:
    """One walk along the route; `day` is how far it has come."""

    office: Office
    route: Route
    day: date
    days: dict[int, date] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def forward(self) -> None:
        """Date every step. Raises Blocked."""
        waits = waited_for(self.office, self.route)
        for at, scene in enumerate(self.route.scenes):
            try:
                for asked in waits.get(at, ()):
                    self._answer(asked)
                begun = self.day
                for need in asked_in(scene):
                    self._ask(need, begun)
                self._step(at, scene)
            except Uncountable as odd:
                raise blocked(self.office, scene.event, None, odd.what) from None

    def _step(self, at: int, scene: Scene) -> None:
        body = sits_for(self.office.path, scene.event)
        if body is not None:
            why = self._sit(at, body)
        elif comes_by_itself(self.office, scene.event):
            why = self._by_itself(at)
        else:
            why = self._work(sentence("at once"))
        self.days[at] = self.day
        rule = self.office.path.events[scene.event]
        self.lines.append(
            Line(
                STEP,
                scene.event,
                rule,
                (rule.body,) if rule.body else (),
                self.day,
                (*why, *takes(self.office, scene)),
                scene,
                sitting=body is not None,
                planned=self.office.planned.get(scene.event),
            )
        )

    def _by_itself(self, at: int) -> tuple[Sentence, ...]:
        """Go on to the day after the term whose end it is, or to the day itself."""
        rule, start = clock_term(self.office.path, self.route, at)
        planned = self.office.planned.get(self.route.scenes[at].event)
        if rule.begins is not None and planned is not None:
            self.day = max(self.day, planned)
            return (sentence("it is planned for {day}", day=FullDay(planned)),)
        if start is not None:
            due: date | None = end_of(self.office, rule, self.days[start])
        else:
            due = due_of(self.office, rule)
        if due is None:
            known = sentence("{term}: its last day is not known", term=rule)
            raise blocked(self.office, self.route.scenes[at].event, None, known)
        self.day = max(self.day, due + effect_after(rule))
        return (sentence("{term} ends on {day}", term=rule, day=FullDay(due)),)

    def _work(self, usual: Sentence) -> tuple[Sentence, ...]:
        """Go on to a working day; why it is that day."""
        days, before = self.office.days_off, self.day
        if days is None:
            return (usual,)
        self.day = next_working_day(before, days)
        if self.day == before:
            return (usual,)
        off = sentence(
            "{day} is a day off: {reason}",
            day=FullDay(before),
            reason=days.reason(before) or "",
        )
        return usual, off

    def _sit(self, at: int, body: Body) -> tuple[Sentence, ...]:
        """Go on to the first sitting for which the item is registered in time."""
        event, table = self.route.scenes[at].event, self.office.table(body.sittings)
        found, passed = table.next(self._not_before(event, table), or_on=True), []
        while found is not None:
            late = self._too_late(at, found)
            if late is None:
                break
            passed.append(late)
            found = table.next(found)
        if found is None:
            known = no_sitting(self.office, body, body.sittings or "", self.day)
            raise blocked(self.office, event, None, *passed[-1:], known)
        self.day = found
        sits = sentence(
            "{body}: the next sitting ({why})", body=body, why=table.why(found)
        )
        missed = (
            sentence("not in time for an earlier one: {why}", why=each)
            for each in passed[-1:]
        )
        return (sits, *missed)

    def _not_before(self, event: str, table: Timetable) -> date:
        """The day from which a sitting is looked for: a planned one is waited for."""
        planned = self.office.planned.get(event)
        if planned is None:
            return self.day
        return max(self.day, table.resolve(planned) or planned)

    def _too_late(self, at: int, sitting: date) -> Sentence | None:
        """Why the item cannot be registered for a sitting in time."""
        path, event = self.office.path, self.route.scenes[at].event
        late = late_for(self.office, self.route, at, sitting)
        if late is not None:
            return late[1].why
        for name, rule in terms_before(path, event):
            bound = bound_step(path, self.route, name, at)
            limit = cut_off(self.office, name, rule, sitting)
            if bound is None or limit is None:
                continue
            if self.days[bound] > limit.day:
                return limit.why
        return None

    def _ask(self, need: Need, begun: date) -> None:
        """Ask on the day the item has come so far; go on when the term is over."""
        path = self.office.path
        label = path.consultations[need.name]
        before, self.day = self.day, begun
        why = self._work(sentence("asked at once"))
        asked = self.day
        term = term_of(path, need.name, asked)
        if term is None:
            why = (
                *why,
                sentence("the path sets no term; an answer at once is assumed"),
            )
        else:
            end = end_of(self.office, term[1], asked)
            why = (
                *why,
                sentence("{term} ends on {end}", term=term[1], end=FullDay(end)),
            )
            self.day = end + _DAY if label.silence else end
        self.lines.append(Line(ASK, need.name, label, need.bodies, asked, why))
        self.day = max(self.day, before)

    def _answer(self, asked: Consulted) -> None:
        """Wait for an answer that is owed, to the end of its term."""
        label = self.office.path.consultations[asked.name]
        why = sentence("the path sets no term; an answer at once is assumed")
        day = self.office.today
        if asked.due is not None:
            why = sentence("its term ends on {day}", day=FullDay(asked.due))
            day = max(day, asked.due)
        self.lines.append(Line(ANSWER, asked.name, label, (asked.body,), day, (why,)))
        over = asked.due is not None and label.silence is not None
        self.day = max(self.day, day + _DAY if over else day)
