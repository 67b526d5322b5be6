"""Routes: the lawful ways of an item from where it stands to an event, cheapest first.

Pure. Each step of a way is judged by the rules that judge a real one; what it asks for
is done on the way (`workflow.staging`). A way never comes twice to the same place.
Cheap is what the path means to happen: few steps, the first outcome of each event, the
stations in their order, the terms before sittings kept, no urgency.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import heappop, heappush
from itertools import count

from definitions.graph import onward, reach
from definitions.model import Definition
from workflow.asking import closes
from workflow.bounds import Day
from workflow.course import Walk
from workflow.guards import Consulted
from workflow.rules import (
    by_clock,
    comes_late,
    is_urgent,
    kept_after,
    kept_now,
    terms_before,
)
from workflow.staging import Scene, Story, play

EFFORT = 4_000  # steps that are tried before the search gives up
AGAIN = 6  # ways to one place that are followed
_URGENT, _SUPPLEMENT, _LATE, _OTHER = 100.0, 50.0, 10.0, 3.0  # in steps
_TIE = 0.0001  # the stations come in their order, where nothing else tells


@dataclass(frozen=True, slots=True)
class Route:
    """A lawful way: its steps in order, without days.

    `urgent`: some step asks for a reason of urgency. `late`: a body decides although
    nobody has registered the item in the way that keeps the term before its sitting.
    """

    scenes: tuple[Scene, ...]
    urgent: bool
    late: bool


def routes(
    path: Definition,
    found: Walk,
    target: str,
    today: date,
    via: Collection[str] = (),
) -> Iterator[Route]:
    """The ways on which `target` comes last, the cheapest first; perhaps none.

    `via`: events that each of them passes.
    """
    search = _Search(path, target, kept_now(path, found), frozenset(via))
    yield from search.ways(_standing(path, found, today))


@dataclass(frozen=True, slots=True)
class _Node:
    """A way as far as it has been followed."""

    story: Story
    cost: float
    kept: Mapping[str, str]
    seen: frozenset[object]
    urgent: bool = False
    late: bool = False


@dataclass(slots=True)
class _Search:
    path: Definition
    target: str
    kept: Mapping[str, str]
    via: frozenset[str]
    leading: set[str] = field(init=False)
    relevant: set[str] = field(init=False)
    asking: set[str] = field(init=False)
    events: Mapping[str, Mapping[str, Mapping[str | None, str]]] = field(init=False)

    def __post_init__(self) -> None:
        moves = self.path.moves()
        starts = {source for event, source, _ in moves if event == self.target}
        self.leading = reach(starts, onward((to, at) for _, at, to in moves))
        asked = [each for one in self.path.events.values() for each in one.requires]
        self.relevant = {each.event for each in asked if each.event}
        self.asking = {
            state
            for each in asked
            if each.consultation
            for state in self.path.consultations[each.consultation].during
        }
        self.events = {
            event: self.path.moves_of(event)
            for event in self.path.events_along_the_path()
        }

    def ways(self, first: Story) -> Iterator[Route]:
        """The ways from a story to the target, by their cost."""
        number = count()
        node = _Node(first, 0.0, self.kept, frozenset([self._place(first, self.kept)]))
        queue = [(0.0, next(number), node)]
        met: Counter[object] = Counter()
        for _ in range(EFFORT):
            if not queue:
                return
            _, _, node = heappop(queue)
            scenes = node.story.scenes[1:]
            if scenes and scenes[-1].event == self.target:
                if self.via <= {each.event for each in scenes}:
                    yield Route(scenes, node.urgent, node.late)
                continue
            place = self._place(node.story, node.kept), node.urgent, node.late
            met[place] += 1
            if met[place] <= AGAIN:
                for each in self._steps(node):
                    heappush(queue, (each.cost, next(number), each))

    def _place(self, story: Story, kept: Mapping[str, str]) -> object:
        """Where a story stands, as far as it matters for what can follow."""
        seen = frozenset(each.target for each in story.scenes) & self.asking
        recorded = frozenset(self.relevant & story.recorded.keys())
        passed = self.via & {each.event for each in story.scenes[1:]}
        return story.state, recorded, seen, passed, frozenset(kept.items())

    def _steps(self, node: _Node) -> Iterator[_Node]:
        for event, by_state in self.events.items():
            moves = by_state.get(node.story.state, {})
            if by_clock(self.path, event) and not self._will_lapse(node.story, event):
                continue
            for to in dict.fromkeys(moves.values()):
                story = self._taken(node.story, event, to, moves)
                if story is not None:
                    fresh = self._after(node, event, story)
                    if fresh is not None:
                        yield fresh

    def _will_lapse(self, story: Story, event: str) -> bool:
        """Whether a term has begun on the way whose end brings the event about."""
        rules = self.path.deadlines.values()
        return any(
            each.lapses == event and each.after in story.recorded for each in rules
        )

    def _taken(
        self, story: Story, event: str, to: str, moves: Mapping[str | None, str]
    ) -> Story | None:
        """The story with this step to this state, by the first outcome that may be."""
        if to not in self.leading and event != self.target:
            return None
        for outcome, end in moves.items():
            if end == to:
                found = play(self.path, story, event, outcome)
                if isinstance(found, Story):
                    return found
        return None

    def _after(self, node: _Node, event: str, story: Story) -> _Node | None:
        """The way with this step; None if it leads back to where it was before."""
        kept = kept_after(self.path, node.kept, event)
        place = self._place(story, kept)
        # A term that is no longer kept is no progress.
        back = (
            self._place(story, node.kept) in node.seen and not kept.keys() - node.kept
        )
        if (place in node.seen or back) and event != self.target:
            return None
        unmet = [
            name
            for name, rule in terms_before(self.path, event)
            if rule.met_by and name not in node.kept
        ]
        late = node.late or bool(unmet) or comes_late(self.path, event)
        return _Node(
            story,
            node.cost + _LATE * len(unmet) + self._cost(node, event, story.scenes[-1]),
            kept,
            node.seen | {place},
            node.urgent or is_urgent(self.path, event),
            late,
        )

    def _cost(self, node: _Node, event: str, scene: Scene) -> float:
        rule, stations = self.path.events[event], self.path.stations
        cost = 1.0
        if is_urgent(self.path, event):
            cost += _URGENT
        if rule.supplement:
            cost += _SUPPLEMENT
        if comes_late(self.path, event) or by_clock(self.path, event):
            cost += _LATE
        if rule.outcomes and scene.outcome != rule.outcomes[0]:
            cost += _OTHER
        if event in stations:
            ahead = len(stations) - stations.index(event)
            cost += _TIE * ahead * len(node.story.scenes)
        return cost


def _standing(path: Definition, found: Walk, today: date) -> Story:
    """Where the item stands, as the beginning of a story.

    Who was asked and has not answered will have answered by then.
    """
    recorded = dict(found.recorded) | dict.fromkeys(found.hidden, "")
    scene = Scene(today, found.steps[-1].event, None, found.state)
    consulted = tuple(
        each if each.closed else _answered(path, each, today)
        for each in found.consulted.values()
    )
    return Story((scene,), recorded, consulted, frozenset(found.attached))


def _answered(path: Definition, asked: Consulted, today: date) -> Consulted:
    """A consultation that is open, with the answer that lets the path go on."""
    outcomes = path.consultations[asked.name].outcomes
    wanted = [
        each.outcomes
        for event in path.events.values()
        for each in event.requires
        if each.consultation == asked.name and each.outcomes
    ]
    closing = [each for each in outcomes if closes(path, asked.name, each)]
    outcome = max(closing, key=lambda each: sum(each in some for some in wanted))
    return replace(asked, outcome=outcome, answered=Day(today), closed=True)
