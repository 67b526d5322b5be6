"""Terms that bind the steps of a route: which step, and its last day.

Pure. Before a sitting a term binds the registration; after a step, or an asking, it
binds what meets it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from definitions.model import Definition
from definitions.sentences import FullDay, Sentence, sentence
from definitions.vocabulary import Deadline
from workflow.bounds import Day
from workflow.itinerary import Office
from workflow.periods import Uncountable, backwards, forwards
from workflow.routes import Route
from workflow.rules import by_clock, on_its_day, registers, terms_before
from workflow.spans import law_of


@dataclass(frozen=True, slots=True)
class Bond:
    """The last day of a step, and why; `rests` is the term that the next step keeps."""

    day: date
    why: Sentence
    rests: Sentence | None = None

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why it is that day, and the term behind it."""
        return (self.why,) if self.rests is None else (self.why, self.rests)


def cut_off(office: Office, name: str, rule: Deadline, sitting: date) -> Bond | None:
    """The last day of a term before a sitting; None if the rule does not hold then.

    Raises Uncountable.
    """
    if not rule.in_force(sitting):
        return None
    law = law_of(office.path, rule, sitting)
    end = backwards(sitting, law, office.days.get(rule.calendar or "")).end
    assert end is not None
    values = {"term": rule, "sitting": FullDay(sitting), "end": FullDay(end)}
    if law.basis:
        why = sentence(
            "{term}: for the sitting of {sitting} it ends on {end} ({basis})",
            basis=law.basis,
            **values,
        )
    else:
        why = sentence(
            "{term}: for the sitting of {sitting} it ends on {end}", **values
        )
    return Bond(end, why)


def bound_step(path: Definition, route: Route, name: str, at: int) -> int | None:
    """The step that the term before the sitting of step `at` binds, if it lies ahead.

    It is the last one that meets the term, since the body last dealt with the item.
    """
    rule = path.deadlines[name]
    for number in range(at - 1, -1, -1):
        event = route.scenes[number].event
        if event in rule.met_by:
            return number if event in registers(path, name) else None
        if path.events[event].body == rule.before:
            return None
    return None


def is_registered(path: Definition, route: Route, name: str, at: int) -> bool:
    """Whether it is what is on record that meets the term before step `at`."""
    rule = path.deadlines[name]
    return not any(
        scene.event in rule.met_by or path.events[scene.event].body == rule.before
        for scene in route.scenes[:at]
    )


def late_for(
    office: Office, route: Route, at: int, sitting: date
) -> tuple[Day, Bond] | None:
    """A registration on record that came too late for a sitting, and the term."""
    for name, rule in terms_before(office.path, route.scenes[at].event):
        event, day = office.registered.get(name, ("", Day(None)))
        if event not in registers(office.path, name):
            continue
        bond = cut_off(office, name, rule, sitting)
        if bond is None or not is_registered(office.path, route, name, at):
            continue
        if day.earliest > bond.day:
            return day, bond
    return None


def term_of(path: Definition, name: str, day: date) -> tuple[str, Deadline] | None:
    """The term that runs from an event or a consultation, in force on a day."""
    for deadline, rule in path.deadlines.items():
        if rule.after == name and rule.in_force(day):
            return deadline, rule
    return None


def end_of(office: Office, rule: Deadline, start: date) -> date:
    """The last day of a term that begins on a day. Raises Uncountable."""
    law = law_of(office.path, rule, start)
    end = forwards(start, law, office.days.get(rule.calendar or "")).end
    assert end is not None
    return end


def bonds_of_running(office: Office, route: Route) -> dict[int, list[Bond]]:
    """The terms that run already, at the first step that meets each."""
    bonds: dict[int, list[Bond]] = {}
    for each in office.running:
        for at, scene in enumerate(route.scenes):
            if each.due is not None and scene.event in each.rule.met_by:
                why = sentence(
                    "{term} ends on {day}", term=each.rule, day=FullDay(each.due)
                )
                bonds.setdefault(at, []).append(Bond(each.due, why))
                break
    return bonds


def broken(
    office: Office, route: Route, days: dict[int, date]
) -> tuple[int, Bond] | None:
    """A step that comes after the end of a term which a step of the route begins."""
    events = [scene.event for scene in route.scenes]
    for at, event in enumerate(events):
        term = term_of(office.path, event, days[at])
        rule = term[1] if term else None
        if rule is None:
            continue
        later = (n for n in range(at + 1, len(events)) if events[n] in rule.met_by)
        meets = next(later, None)
        try:
            due = end_of(office, rule, days[at])
        except Uncountable:
            continue
        if meets is not None and days[meets] > due:
            why = sentence("{term} ends on {day}", term=rule, day=FullDay(due))
            return meets, Bond(due, why)
    return None


def comes_by_itself(office: Office, event: str) -> bool:
    """Whether the event waits for the end of a term, or for its day, and for nobody."""
    return by_clock(office.path, event) or on_its_day(office.path, event)


def effect_after(rule: Deadline) -> timedelta:
    """How long after its last day a term takes effect."""
    return timedelta(days=0 if rule.begins is not None else 1)


def clock_term(path: Definition, route: Route, at: int) -> tuple[Deadline, int | None]:
    """The term whose end is step `at`, and the step that begins it; None: begun."""
    event = route.scenes[at].event
    ahead = {scene.event: number for number, scene in enumerate(route.scenes[:at])}
    terms = path.deadlines.values()
    rules = [each for each in terms if event in (each.lapses, each.begins)]
    rule = next((each for each in rules if each.after in ahead), rules[0])
    return rule, ahead.get(rule.after or "")


def last_start(office: Office, rule: Deadline, day: date, wanted: date) -> date | None:
    """The last day up to `day` from which a term ends by `wanted`; None if it is over.

    A term that begins later never ends earlier. Raises Uncountable.
    """
    low, high = office.today.toordinal(), day.toordinal()
    if end_of(office, rule, office.today) > wanted:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if end_of(office, rule, date.fromordinal(middle)) <= wanted:
            low = middle
        else:
            high = middle - 1
    return date.fromordinal(low)


def due_of(office: Office, rule: Deadline) -> date | None:
    """The last day of a term that runs already, if it can be counted."""
    return next((each.due for each in office.running if each.rule is rule), None)


def full_term(term: object, asked: date, end: date) -> Sentence:
    """When a term ends that begins on a day."""
    return sentence(
        "{term}: from {start} it ends on {end}",
        term=term,
        start=FullDay(asked),
        end=FullDay(end),
    )


def ends_late(term: object, today: date, end: date) -> Sentence:
    """That a term is too long, even if it begins today."""
    return sentence(
        "{term}: even if it begins today, on {start}, it ends on {end} only",
        term=term,
        start=FullDay(today),
        end=FullDay(end),
    )
