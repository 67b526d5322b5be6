"""Rehearsal: every way of a path to its ends, walked before anybody has to walk it.

Pure. A way never comes twice to the same place: to a state with the same of those
events done and consultations possible that some requirement asks for. So a loop is gone
through once where something is gained by it. Loops and outcomes beside these ways are
told in stories of their own, the shortest that contain them. Every step is judged.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from definitions.graph import onward, reach
from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.staging import Story, opened, play

MOST = 10_000  # ways that are counted
ALL = 100  # ways up to which all are told
EFFORT = 60_000  # steps that are tried while ways are counted

Move = tuple[str, str, str | None]  # state, event, outcome
_Place = tuple[str, frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Missed:
    """A move of the path that no story could take, and why."""

    source: str
    event: str
    outcome: str | None
    target: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Stories, how many ways there are (`more`: at least so many), what is covered.

    `moves` counts the moves of the path, `covered` those in the stories shown.
    """

    stories: tuple[Story, ...]
    ways: int
    more: bool
    moves: int
    covered: int
    missed: tuple[Missed, ...]


def rehearse(
    path: Definition, start: date, *, to: str | None = None, limit: int | None = None
) -> Rehearsal:
    """The stories of a path whose item is opened on `start`.

    `to`: only those that come to this state, and end there. Without `limit` all ways
    are told if there are at most ALL, otherwise so many that each move is in one.
    """
    stage = _Stage(path, start, _goals(path, to))
    ways = list(islice(stage.ways(), MOST))
    more = len(ways) == MOST or stage.tired
    few = len(ways) <= ALL and not more
    shown = ways if few else []
    if limit is not None or not few:
        shown = stage.shortest()
    shown, missed = stage.completed(shown)
    if limit is not None:
        told = {_line(each) for each in shown}
        shown += (each for each in ways if _line(each) not in told)
        shown = shown[:limit]
    stories = _in_order(path, [stage.with_others(each) for each in shown])
    covered = {move for each in stories for move in moves_in(each)}
    moves = stage.all_moves()
    return Rehearsal(
        stories, len(ways), more, len(moves), len(covered & set(moves)), tuple(missed)
    )


def moves_in(story: Story) -> Iterator[Move]:
    """The moves of a story, those with other outcomes included."""
    for scene in story.scenes:
        if scene.source is not None:
            for outcome in (scene.outcome, *scene.others):
                yield scene.source, scene.event, outcome


def _line(story: Story) -> tuple[tuple[str, str | None], ...]:
    return tuple((scene.event, scene.outcome) for scene in story.scenes)


def _goals(path: Definition, to: str | None) -> frozenset[str]:
    return frozenset(path.final_states if to is None else [to])


@dataclass
class _Stage:
    """A path with its goals, and what is known of the steps that were tried."""

    path: Definition
    start: date
    goals: frozenset[str]
    tired: bool = False
    refused: dict[Move, Sentence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        requirements = [
            each for event in self.path.events.values() for each in event.requires
        ]
        self.relevant = {each.event for each in requirements if each.event}
        asked = {each.consultation for each in requirements if each.consultation}
        self.asking = {
            state for name in asked for state in self.path.consultations[name].during
        }
        self.leading = _leading(self.path, self.goals)
        self.onward = self._moves()

    def _moves(self) -> dict[str, list[tuple[str, tuple[str | None, ...]]]]:
        """The events from each state, once for each target, with their outcomes."""
        found: dict[str, list[tuple[str, tuple[str | None, ...]]]] = {}
        for event in self.path.events_along_the_path():
            for state, by_outcome in self.path.moves_of(event).items():
                groups: dict[str, list[str | None]] = {}
                for outcome, to in by_outcome.items():
                    if to in self.leading and state not in self.goals:
                        groups.setdefault(to, []).append(outcome)
                some = [(event, tuple(outcomes)) for outcomes in groups.values()]
                found.setdefault(state, []).extend(some)
        return found

    def all_moves(self) -> list[Move]:
        """Every move that can lie on a way to a goal."""
        return [
            (state, event, outcome)
            for state in self.path.states_along_the_path()
            for event, outcomes in self.onward.get(state, ())
            for outcome in outcomes
        ]

    def place(self, story: Story) -> _Place:
        """Where a story stands, as far as it matters for what can follow."""
        seen = frozenset(each.target for each in story.scenes) & self.asking
        return story.state, frozenset(self.relevant & story.recorded.keys()), seen

    def steps(self, story: Story) -> Iterator[Story]:
        """The story with each step that may follow, one for each event and target."""
        for event, outcomes in self.onward.get(story.state, ()):
            for outcome in outcomes:
                found = self.tried(story, event, outcome)
                if found is not None:
                    yield found
                    break

    def tried(self, story: Story, event: str, outcome: str | None) -> Story | None:
        """The story with this step, if it is lawful."""
        found = play(self.path, story, event, outcome)
        if isinstance(found, Story):
            return found
        self.refused[story.state, event, outcome] = found
        return None

    def ways(self) -> Iterator[Story]:
        """Every way to a goal that comes to no place twice."""
        first = opened(self.path, self.start)
        stack = [(first, frozenset([self.place(first)]))]
        effort = 0
        while stack:
            story, seen = stack.pop()
            if story.state in self.goals:
                yield story
                continue
            effort += 1
            if effort > EFFORT:
                self.tired = True
                return
            after = ((each, self.place(each)) for each in self.steps(story))
            fresh = [(each, seen | {at}) for each, at in after if at not in seen]
            stack.extend(reversed(fresh))

    def search(
        self, first: Story, found: Callable[[Story], bool] = lambda _: False
    ) -> list[Story]:
        """The shortest story to each place; the last one is the first that is found."""
        seen, queue, met = {self.place(first)}, deque([first]), [first]
        while queue and not found(met[-1]):
            for each in self.steps(queue.popleft()):
                at = self.place(each)
                if at not in seen:
                    seen.add(at)
                    queue.append(each)
                    met.append(each)
                    if found(each):
                        break
        return met

    def shortest(self) -> list[Story]:
        """The shortest story to each goal, the farthest goal first."""
        stories: dict[str, Story] = {}
        for each in self.search(opened(self.path, self.start)):
            if each.state in self.goals:
                stories.setdefault(each.state, each)
        return sorted(stories.values(), key=lambda each: -len(each.scenes))

    def completed(self, stories: Sequence[Story]) -> tuple[list[Story], list[Missed]]:
        """The stories, and further ones for every move that is in none of them."""
        told = [self.with_others(each) for each in stories]
        covered = {move for each in told for move in moves_in(each)}
        met = self.search(opened(self.path, self.start))
        missed = []
        for move in self.all_moves():
            if move in covered:
                continue
            story = self.through(move, met)
            if isinstance(story, Story):
                told.append(self.with_others(story))
                covered |= {*moves_in(told[-1])}
            else:
                state, event, outcome = move
                target = self.path.moves_of(event)[state][outcome]
                missed.append(Missed(state, event, outcome, target, story))
        return told, missed

    def through(self, move: Move, met: Sequence[Story]) -> Story | Sentence:
        """A story that contains a move, or why there is none."""
        state, event, outcome = move
        before = [each for each in met if each.state == state]
        for each in before:
            story = self.tried(each, event, outcome)
            if story is not None:
                end = self.search(story, lambda one: one.state in self.goals)[-1]
                if end.state in self.goals:
                    return end
        label = self.path.states[state]
        if not before:
            return sentence("no way leads to {state}", state=label)
        ended = sentence("no way leads from there to an end")
        return self.refused.get(move, ended)

    def with_others(self, story: Story) -> Story:
        """The story, with the outcomes that would lead on in the same way."""
        if story.before is None:
            return story
        scenes = [*story.scenes]
        at: Story | None = story
        while at is not None and at.before is not None:
            number = len(at.scenes) - 1
            others = tuple(self._others(at.before, at))
            scenes[number] = replace(scenes[number], others=others)
            at = at.before
        return replace(story, scenes=tuple(scenes))

    def _others(self, before: Story, after: Story) -> Iterator[str]:
        """Outcomes with the same target for which nothing else had to be done."""
        scene = after.scenes[-1]
        for event, outcomes in self.onward.get(before.state, ()):
            if event != scene.event or scene.outcome not in outcomes:
                continue
            for outcome in outcomes:
                if outcome is None or outcome == scene.outcome:
                    continue
                twin = self.tried(before, event, outcome)
                if twin is not None and _alike(twin, after):
                    yield outcome


def _in_order(path: Definition, stories: Sequence[Story]) -> tuple[Story, ...]:
    """By the state they end in, the farthest first; then the shortest first."""
    order = {each: at for at, each in enumerate(path.states_along_the_path())}
    least: dict[str, int] = {}
    for each in stories:
        steps = len(each.scenes)
        least[each.state] = min(steps, least.get(each.state, steps))
    return tuple(
        sorted(
            stories,
            key=lambda one: (-least[one.state], order[one.state], len(one.scenes)),
        )
    )


def _alike(one: Story, other: Story) -> bool:
    """Whether the same was done on the way to the last step."""
    done, also = one.scenes[-1].needs, other.scenes[-1].needs
    return one.scenes[:-1] == other.scenes[:-1] and done == also


def _leading(path: Definition, goals: frozenset[str]) -> set[str]:
    """The states from which some move or other leads to a goal, and the goals."""
    return reach(goals, onward((to, at) for _, at, to in path.moves()))
