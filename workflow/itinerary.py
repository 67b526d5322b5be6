"""What a route is dated with: today, the books, what is on record; and dated lines.

Pure values, and the terms that bind the steps of a route.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.model import Definition
from definitions.sentences import FullDay, Labelled, Sentence, sentence
from definitions.vocabulary import Deadline
from workflow.bounds import Day
from workflow.course import Walk
from workflow.guards import Consulted
from workflow.periods import Days
from workflow.routes import Route
from workflow.staging import Need, Scene
from workflow.timetable import Timetable

STEP, ASK, ANSWER = "step", "ask", "answer"
NO_SITTINGS = Timetable(None)


@dataclass(frozen=True, slots=True)
class Running:
    """A term that runs already: its rule and its last day, if it can be counted."""

    name: str
    rule: Deadline
    due: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """What is known on `today`, apart from the route.

    `timetables` by series of sittings, `days` off by calendar. `registered`: which
    event met a term before a sitting, and when. `planned`: the day that an event is
    planned for.
    """

    found: Walk
    today: date
    timetables: Mapping[str, Timetable] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    registered: Mapping[str, tuple[str, Day]] = field(default_factory=dict)
    planned: Mapping[str, date] = field(default_factory=dict)
    running: Sequence[Running] = ()

    @property
    def path(self) -> Definition:
        """The path of the item."""
        return self.found.path

    @property
    def days_off(self) -> Days | None:
        """The days off by which steps without a sitting are dated, if any are known."""
        named = (rule.calendar or "" for rule in self.path.deadlines.values())
        return next((self.days[each] for each in named if each in self.days), None)

    def table(self, series: str | None) -> Timetable:
        """When the bodies of a series sit; nothing is known of others."""
        return self.timetables.get(series or "", NO_SITTINGS)


@dataclass(frozen=True, slots=True)
class Line:
    """A dated line: a step, or that bodies are asked, or that a body answers.

    `name` is the event or the consultation; `why` explains the day. `planned` is the
    day that was planned for the step before.
    """

    kind: str
    name: str
    label: Labelled
    bodies: tuple[str, ...]
    day: date
    why: tuple[Sentence, ...]
    scene: Scene | None = None
    sitting: bool = False
    planned: date | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The step that cannot be dated, and why; `by` is its latest day, if it has one."""

    name: str
    label: Labelled
    by: date | None
    why: tuple[Sentence, ...]


class Blocked(Exception):
    """A step of a route cannot be dated."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(obstacle)


def asked_in(scene: Scene) -> Iterator[Need]:
    """Who has to be asked before a step."""
    return (need for need in scene.needs if need.kind == "asked")


def waited_for(office: Office, route: Route) -> dict[int, list[Consulted]]:
    """The open consultations, by the first step that cannot come before the answer."""
    found: dict[int, list[Consulted]] = {}
    for asked in office.found.consulted.values():
        if asked.closed:
            continue
        for at, scene in enumerate(route.scenes):
            if any(
                asked.name in (each.consultation, each.none_open)
                and (not each.only_for or scene.outcome in each.only_for)
                for each in office.path.events[scene.event].requires
            ):
                found.setdefault(at, []).append(asked)
                break
    return found


def takes(office: Office, scene: Scene) -> Iterator[Sentence]:
    """What a step takes beside its day, for whoever prepares it."""
    path, body = office.path, office.path.events[scene.event].body
    if body is not None and path.bodies[body].sittings is None:
        yield sentence("{body}: the path names no sittings", body=path.bodies[body])
    for need in scene.needs:
        match need.kind:
            case "document":
                yield sentence(
                    "it takes the document {document}",
                    document=path.documents[need.name],
                )
            case "field":
                field = path.events[scene.event].fields[need.name]
                yield sentence("it takes the text {field}", field=field)
            case "urgency":
                yield sentence("it takes a reason of urgency and who approves it")
            case "second_person" if need.name in path.events:
                yield sentence(
                    "another person records it than {event}",
                    event=path.events[need.name],
                )


def blocked(office: Office, name: str, by: date | None, *why: Sentence) -> Blocked:
    """The step or consultation cannot be dated."""
    path = office.path
    label = path.events[name] if name in path.events else path.consultations[name]
    return Blocked(Obstacle(name, label, by, why))


def no_sitting(office: Office, body: Labelled, series: str, after: date) -> Sentence:
    """What is known of a body whose sittings do not help."""
    table = office.table(series)
    following = table.next(after, or_on=True)
    if following is not None:
        return sentence(
            "{body}: the next sitting is on {day} only",
            body=body,
            day=FullDay(following),
        )
    if table.calendar is None:
        return sentence(
            "{body}: nobody has entered the sittings ({series}); `laufzettel calendar"
            " add {series} DATE --sitting --reason TEXT` does",
            body=body,
            series=series,
        )
    return sentence(
        "{body}: no sitting is known from {day} on; its days are entered with"
        " `laufzettel calendar add {series} DATE --sitting --reason TEXT`, a whole year"
        " with `laufzettel calendar import {series} FILE.ics --reason TEXT`",
        body=body,
        day=FullDay(after),
        series=series,
    )
