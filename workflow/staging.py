"""One step of a rehearsal: what it asks for is done on the way, then it is judged.

Pure, with virtual days. The item is opened on a weekday, and each step follows a week
after the one before. Who is to be asked is asked on the first weekday after the item
has come to where that is possible, and answers on the last one before the next step.
Documents come, sittings are held and fields are filled on the day of the step. No
calendar is asked: public holidays and real sittings are not known here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Consultation, Requirement
from workflow.asking import closes, may_answer, may_ask
from workflow.bounds import Day
from workflow.guards import OPENING, Consulted, Known
from workflow.machine import judge

STEP = timedelta(days=7)
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Need:
    """What was done so that a step could be taken.

    `kind` is that of the requirement (definitions.vocabulary.KINDS); consultations are
    `asked` and `answered`. `outcome` is the answer.
    """

    kind: str
    name: str
    day: date
    bodies: tuple[str, ...] = ()
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A step of a story. `others` are outcomes that would lead on in the same way;
    `actor` counts the persons of the story.
    """

    day: date
    event: str
    source: str | None
    target: str
    outcome: str | None = None
    others: tuple[str, ...] = ()
    actor: int = 1
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A way as far as it has been walked. `before` is the same way, a step shorter."""

    scenes: tuple[Scene, ...]
    recorded: Mapping[str, str]
    consulted: tuple[Consulted, ...] = ()
    attached: frozenset[str] = frozenset()
    before: "Story | None" = None

    @property
    def state(self) -> str:
        """Where the item stands."""
        return self.scenes[-1].target

    @property
    def day(self) -> date:
        """The day of the last step."""
        return self.scenes[-1].day


@dataclass(slots=True)
class _Draft:
    """A step that is being prepared."""

    path: Definition
    story: Story
    day: date
    scenes: list[Scene]
    needs: list[Need] = field(default_factory=list)
    consulted: list[Consulted] = field(default_factory=list)
    attached: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    sitting: bool = False
    barred: set[str] = field(default_factory=set)  # who may not record it


def opened(path: Definition, start: date) -> Story:
    """A story at its beginning, on the first weekday from `start` on."""
    scene = Scene(weekday(start), OPENING, None, path.initial_state)
    return Story((scene,), {OPENING: "1"})


def weekday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += DAY
    return day


def play(
    path: Definition, story: Story, event: str, outcome: str | None
) -> Story | Sentence:
    """The story with one step more, or why the step is refused."""
    draft = _Draft(path, story, story.day + STEP, list(story.scenes))
    draft.consulted += story.consulted
    draft.attached |= story.attached
    for each in _asked_for(path, event, outcome, draft.day):
        _satisfy(draft, each)
    actor = next(str(n) for n in range(1, 99) if str(n) not in draft.barred)
    known = Known(
        recorded=story.recorded,
        consulted=tuple(draft.consulted),
        attached=frozenset(draft.attached),
        day=Day(draft.day),
        actor=actor,
        said=frozenset(draft.said),
        sitting=draft.sitting,
    )
    verdict = judge(path, story.state, event, outcome, known)
    if verdict.to is None:
        return verdict.reason or sentence("no way")
    scene = Scene(
        day=draft.day,
        event=event,
        source=story.state,
        target=verdict.to,
        outcome=verdict.outcome,
        actor=int(actor),
        needs=tuple(draft.needs),
    )
    return Story(
        scenes=(*draft.scenes, scene),
        recorded={**story.recorded, event: actor},
        consulted=known.consulted,
        attached=known.attached,
        before=story,
    )


def _asked_for(
    path: Definition, event: str, outcome: str | None, day: date
) -> Iterator[Requirement]:
    for each in path.events[event].requires:
        if each.in_force(day) and (not each.only_for or outcome in each.only_for):
            yield each


def _satisfy(draft: _Draft, each: Requirement) -> None:
    """Do what can be done for a requirement; the judge says whether it is enough."""
    match each.kind:
        case "consultation":
            _consult(draft, each)
        case "document" if each.name not in draft.attached:
            draft.attached.add(each.name)
            draft.needs.append(Need("document", each.name, draft.day))
        case "field":
            draft.said.add(f"field:{each.name}")
            draft.needs.append(Need("field", each.name, draft.day))
        case "sitting":
            draft.sitting = True
            draft.needs.append(Need("sitting", each.name, draft.day))
        case "second_person":
            draft.barred.add(draft.story.recorded.get(each.name, ""))
            draft.needs.append(Need("second_person", each.name, draft.day))
        case "urgency":
            draft.said |= {"urgency", "approved_by"}
            draft.needs.append(Need("urgency", "", draft.day))


def _consult(draft: _Draft, each: Requirement) -> None:
    """Ask whoever has not answered as it is required, where and when one may."""
    rule = draft.path.consultations[each.name]
    last = {one.body: one for one in draft.consulted if one.name == each.name}
    bodies = tuple(
        body
        for body in each.bodies or tuple(last) or rule.asks
        if body not in last
        or (each.outcomes and last[body].outcome not in each.outcomes)
    )
    outcome = _answer(draft.path, each, rule)
    if not bodies or outcome is None:
        return
    for at in range(len(draft.scenes) - 1, -1, -1):
        possible = not rule.during or draft.scenes[at].target in rule.during
        if possible and _answered(draft, at, each.name, bodies, outcome):
            return
        if _asks(draft.path, draft.scenes[at].event, each.name):
            return  # an answer before it would change what that step rested on


def _asks(path: Definition, event: str, name: str) -> bool:
    rule = path.events.get(event)
    return rule is not None and any(each.consultation == name for each in rule.requires)


def _answer(path: Definition, each: Requirement, rule: Consultation) -> str | None:
    """An outcome that closes the consultation and serves other steps as well.

    Silence only where nothing else does.
    """
    fitting = [
        outcome
        for outcome in each.outcomes or rule.outcomes
        if outcome in rule.outcomes and closes(path, each.name, outcome)
    ]
    others = [
        one.outcomes
        for event in path.events.values()
        for one in event.requires
        if one.consultation == each.name
    ]

    def order(outcome: str) -> tuple[bool, int]:
        return outcome == rule.silence, -sum(outcome in some for some in others)

    return min(fitting, key=order, default=None)


@dataclass(frozen=True, slots=True)
class _Term:
    """When a body is asked, when it answers, and what."""

    asked: Day
    answered: Day
    outcome: str


def _answered(
    draft: _Draft, at: int, name: str, bodies: tuple[str, ...], outcome: str
) -> bool:
    """Ask and answer between two scenes; whether the path lets them."""
    last = at == len(draft.scenes) - 1
    until = draft.day if last else draft.scenes[at + 1].day
    day, answered = weekday(draft.scenes[at].day + DAY), _weekday_before(until)
    rounds = [
        each.answered.earliest
        for each in draft.consulted
        if each.name == name and each.body in bodies
    ]
    day = max([day, *(each for each in rounds if each < until)])
    term = _Term(Day(day), Day(answered), outcome)
    found = [_heard(draft, at, name, body, term) for body in bodies]
    heard = [each for each in found if each is not None]
    if len(heard) < len(bodies):
        return False
    draft.consulted += heard
    needs = (
        Need("asked", name, day, bodies),
        Need("answered", name, answered, bodies, outcome),
    )
    _tell(draft, at, needs)
    return True


def _heard(
    draft: _Draft, at: int, name: str, body: str, term: _Term
) -> Consulted | None:
    """The body asked and answered, if the path lets them."""
    silent = term.outcome == draft.path.consultations[name].silence
    asked = Consulted(
        name,
        body,
        term.asked,
        seq=len(draft.consulted) + 1,
        due=term.answered.earliest - DAY if silent else None,
    )
    known = Known(consulted=tuple(draft.consulted))
    against = may_ask(draft.path, draft.scenes[at].target, known, asked)
    against = against or may_answer(
        draft.path, asked, term.outcome, term.answered, evidence=True
    )
    if against is not None:
        return None
    return replace(asked, outcome=term.outcome, answered=term.answered, closed=True)


def _tell(draft: _Draft, at: int, needs: tuple[Need, ...]) -> None:
    """Put what was done between a scene and the next, or before the next step."""
    if at == len(draft.scenes) - 1:
        draft.needs += needs
        draft.needs.sort(key=lambda need: need.day)
        return
    after = draft.scenes[at + 1]
    both = sorted((*after.needs, *needs), key=lambda need: need.day)
    draft.scenes[at + 1] = replace(after, needs=tuple(both))


def _weekday_before(day: date) -> date:
    day -= DAY
    while day.weekday() >= SATURDAY:
        day -= DAY
    return day
