"""Every story of a rehearsal is lawful, and the stories leave no possible move out."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from definitions.loader import find, shipped
from definitions.model import Definition
from tests.definitions.everything import everything
from tests.load import full
from workflow.asking import may_answer, may_ask
from workflow.bounds import Day
from workflow.guards import OPENING, Consulted, Known
from workflow.machine import judge
from workflow.rehearsal import ALL, Rehearsal, moves_in, rehearse
from workflow.staging import Need, Scene, Story, weekday

START = date(2026, 1, 5)
PATHS = {
    "everything": everything().definition,
    **{name: find(name).definition for name in shipped()},
}
LONGEST = "berlin-bill"  # takes as long as all the others
SOME = [name for name in PATHS if full() or name != LONGEST]
STARTS = {name: max(START, path.valid_from) for name, path in PATHS.items()}


@cache
def rehearsed(name: str) -> Rehearsal:
    return rehearse(PATHS[name], STARTS[name])


class Replay:
    """A story told again in the order of its days, against the rules alone."""

    def __init__(self, path: Definition) -> None:
        self.path, self.state = path, path.initial_state
        self.recorded = {OPENING: "1"}
        self.consulted: dict[tuple[str, str], Consulted] = {}
        self.attached: set[str] = set()
        self.said: set[str] = set()
        self.sitting = False

    def known(self, scene: Scene) -> Known:
        return Known(
            recorded=self.recorded,
            consulted=tuple(self.consulted.values()),
            attached=frozenset(self.attached),
            day=Day(scene.day),
            actor=str(scene.actor),
            said=frozenset(self.said),
            sitting=self.sitting,
        )

    def need(self, need: Need, scene: Scene) -> None:
        match need.kind:
            case "asked":
                for body in need.bodies:
                    self.ask(need, body, scene)
            case "answered":
                for body in need.bodies:
                    self.answer(need, body)
            case "document":
                self.attached.add(need.name)
            case "field" | "urgency":
                words = {"urgency", "approved_by"}
                self.said |= words if need.kind == "urgency" else {f"field:{need.name}"}
            case "sitting":
                self.sitting = True

    def ask(self, need: Need, body: str, scene: Scene) -> None:
        due = max(each.day for each in scene.needs if each.kind == "answered")
        due -= timedelta(days=1)
        asked = Consulted(need.name, body, Day(need.day), len(self.consulted), due)
        known = Known(consulted=tuple(self.consulted.values()))
        assert may_ask(self.path, self.state, known, asked) is None
        self.consulted[need.name, body] = asked

    def answer(self, need: Need, body: str) -> None:
        asked, outcome, day = (
            self.consulted[need.name, body],
            need.outcome,
            Day(need.day),
        )
        assert outcome is not None
        assert may_answer(self.path, asked, outcome, day, evidence=True) is None
        self.consulted[need.name, body] = replace(
            asked, outcome=outcome, answered=day, closed=True
        )

    def scene(self, scene: Scene) -> None:
        assert scene.source == self.state
        for need in scene.needs:
            self.need(need, scene)
        for outcome in (scene.outcome, *scene.others):
            verdict = judge(
                self.path, self.state, scene.event, outcome, self.known(scene)
            )
            assert verdict.reason is None
            assert verdict.to == scene.target
        self.state = scene.target
        self.recorded[scene.event] = str(scene.actor)
        self.said, self.sitting = set(), False


def told_again(path: Definition, story: Story) -> None:
    first, *scenes = story.scenes
    assert (first.event, first.source, first.target) == (
        *(OPENING, None),
        path.initial_state,
    )
    replay, day = Replay(path), first.day
    for scene in scenes:
        for need in scene.needs:
            assert day <= need.day <= scene.day
            day = need.day
        assert scene.day - day <= timedelta(days=7)
        day = scene.day
        replay.scene(scene)


@pytest.mark.parametrize("name", PATHS)
def test_every_story_is_lawful_when_it_is_told_again(name: str) -> None:
    assert rehearsed(name).stories
    for story in rehearsed(name).stories:
        told_again(PATHS[name], story)


@pytest.mark.parametrize("name", PATHS)
def test_every_story_ends_at_an_end_and_only_there(name: str) -> None:
    path = PATHS[name]
    for story in rehearsed(name).stories:
        states = [scene.target for scene in story.scenes]
        assert set(states) <= set(path.states)
        assert [each for each in states if path.states[each].final] == states[-1:]
    ends = {story.state for story in rehearsed(name).stories}
    told = {each.target for each in rehearsed(name).missed}
    assert set(path.final_states) <= ends | told


@pytest.mark.parametrize("name", PATHS)
def test_every_move_is_in_a_story_or_it_is_said_why_not(name: str) -> None:
    path, found = PATHS[name], rehearsed(name)
    moves = {
        (state, event, outcome)
        for event in path.events
        for state, by_outcome in path.moves_of(event).items()
        for outcome in by_outcome
    }
    covered = {move for story in found.stories for move in moves_in(story)}
    missed = {(each.source, each.event, each.outcome) for each in found.missed}
    assert covered.isdisjoint(missed)
    assert covered | missed == moves
    assert (found.covered, found.moves) == (len(covered), len(moves))


@pytest.mark.parametrize("name", shipped())
def test_every_move_of_a_shipped_path_can_be_taken_on_some_day(name: str) -> None:
    path = PATHS[name]
    early = rehearse(path, path.valid_from)  # a rule may have ended since, or begun
    missed = [
        {(each.source, each.event, each.outcome) for each in found.missed}
        for found in (early, rehearsed(name))
    ]
    assert set.intersection(*missed) == set()


@pytest.mark.heavy
@pytest.mark.parametrize("name", SOME)
def test_the_same_rehearsal_tells_the_same_stories(name: str) -> None:
    assert lines(rehearse(PATHS[name], STARTS[name])) == lines(rehearsed(name))


@pytest.mark.heavy
@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("limit", [1, 3, 12] if full() else [3])
def test_a_limit_cuts_the_stories_and_not_the_count(name: str, limit: int) -> None:
    found = rehearse(PATHS[name], STARTS[name], limit=limit)
    whole = rehearsed(name)
    assert len(found.stories) <= limit
    assert (found.ways, found.more, found.moves) == (
        *(whole.ways, whole.more),
        whole.moves,
    )
    for story in found.stories:
        told_again(PATHS[name], story)


def test_all_ways_of_a_short_path_are_told() -> None:
    found = rehearsed("berlin-senate")
    assert (found.ways, found.more, len(found.stories)) == (9, False, 9)
    assert found.ways <= ALL
    published, *withdrawn = ["publication"] * 2 + ["withdrawn"] * 7
    assert [each.state for each in found.stories] == [published, *withdrawn]


def test_a_step_follows_each_week_from_a_weekday_on() -> None:
    assert weekday(date(2026, 1, 3)) == date(2026, 1, 5)
    assert weekday(date(2026, 1, 5)) == date(2026, 1, 5)
    for story in rehearse(PATHS["berlin-senate"], date(2026, 1, 4)).stories:
        days = [scene.day for scene in story.scenes]
        assert days == [START + timedelta(days=7 * at) for at in range(len(days))]


def test_what_a_step_asks_for_is_done_on_the_way() -> None:
    found = rehearse(PATHS["everything"], START, to="published")
    kinds = {need.kind for each in found.stories[0].scenes for need in each.needs}
    assert kinds >= {"asked", "answered", "sitting"}
    every = [
        need for story in found.stories for each in story.scenes for need in each.needs
    ]
    assert {need.kind for need in every} == {
        *("asked", "answered", "document", "field", "sitting", "second_person"),
        "urgency",
    }


def test_whom_an_earlier_state_asks_is_asked_there() -> None:
    """The lead office asks for cosignatures while it drafts, and at no other time."""
    path = everything(
        (
            "      - consultation: cosignature\n        bodies: [justice, finance]\n"
            "        outcomes: given\n        basis: rules\n",
            "",
        ),
        (
            "moves: {registered: on_agenda}\n    requires:\n",
            "moves: {registered: on_agenda}\n    requires:\n"
            "      - {consultation: cosignature, outcomes: refused}\n",
        ),
    ).definition
    found = rehearse(path, START, to="decided")
    for story in found.stories:
        told_again(path, story)
        asked = [
            (scene.source, need.outcome)
            for scene in story.scenes
            for need in scene.needs
            if need.name == "cosignature" and need.kind == "answered"
        ]
        agenda = any(scene.event == "agenda" for scene in story.scenes)
        assert asked == ([("draft", "refused")] if agenda else [])


def test_an_answer_is_chosen_that_serves_later_steps_too() -> None:
    agenda = "moves: {registered: on_agenda}\n    requires:\n"
    more = "      - {consultation: cosignature, outcomes: refused}\n"
    path = everything(
        (agenda, agenda + more),
        ("        outcomes: given\n        basis", "        basis"),
    ).definition
    found = rehearse(path, START)
    assert found.missed == ()
    for story in found.stories:
        told_again(path, story)


def test_who_answered_otherwise_is_asked_again_where_that_is_possible() -> None:
    path = everything(
        (
            "    requires:\n      - none_open: statement\n",
            "    requires:\n      - {consultation: statement, outcomes: refused}\n",
        )
    ).definition
    found = rehearse(path, START, to="published")
    assert found.stories
    for story in found.stories:
        told_again(path, story)
        needs = [need for scene in story.scenes for need in scene.needs]
        assert [each.outcome for each in needs if each.kind == "answered"][-2:] == [
            *("given", "refused")
        ]


def test_silence_is_waited_for_where_nothing_else_will_do() -> None:
    edit = ("outcomes: [given, deemed]\n    basis", "outcomes: deemed\n    basis")
    path = everything(edit).definition
    found = rehearse(path, START, to="decided")
    assert found.stories
    for story in found.stories:
        told_again(path, story)
        needs = [need for scene in story.scenes for need in scene.needs]
        assert [
            each.outcome
            for each in needs
            if each.name == "statement" and each.kind == "answered"
        ] == ["deemed"]


def test_loops_are_gone_through_once() -> None:
    for found in map(rehearsed, PATHS):
        for story in found.stories:
            taken = [
                (each.source, each.event, each.outcome, each.target)
                for each in story.scenes
            ]
            assert all(taken.count(each) <= 2 for each in taken)
    adjourned = [
        story
        for story in rehearsed("everything").stories
        if any(scene.outcome == "adjourned" for scene in story.scenes)
    ]
    assert len(adjourned) == 1


def test_a_rule_counts_on_the_days_on_which_it_is_law() -> None:
    late = everything(("valid_from: 2025-02-01", "valid_from: 2027-02-01")).definition
    found = rehearse(late, START)
    (missed,) = {str(each.reason) for each in found.missed if each.event == "pass"}
    assert "statement (statement) is missing" in missed
    assert "published" not in {story.state for story in found.stories}
    assert "published" in {
        each.state for each in rehearse(late, date(2027, 2, 1)).stories
    }


def test_what_cannot_be_is_told_with_its_reason() -> None:
    path = everything(
        ("- second_person: register", "- event: promulgate"),
    ).definition
    found = rehearse(path, START)
    missed = {(each.source, each.event): str(each.reason) for each in found.missed}
    assert (
        missed["registered", "agenda"]
        == "promulgation (promulgate) is not on record yet"
    )


def test_a_goal_that_cannot_be_reached_has_no_story() -> None:
    edit = ("- second_person: register", "- event: promulgate")
    path = everything(edit, ("- urgency: true", "- event: promulgate")).definition
    found = rehearse(path, START, to="published")
    assert (found.ways, found.stories) == (0, ())
    assert {each.event for each in found.missed} >= {"agenda", "urgent"}


def test_many_ways_are_counted_up_to_a_bound() -> None:
    """Twenty states of two ways each: more than a million ways."""
    states = "".join(f"  s{at}: {{de: s{at}, en: s{at}}}\n" for at in range(20))
    events = "".join(
        f"  e{at}{side}: {{de: e, en: e, by: lead, moves: {{s{at}: s{at + 1}}}}}\n"
        for at in range(19)
        for side in "ab"
    )
    first = "  f: {de: f, en: f, by: lead, moves: {draft: s0, s19: published}}\n"
    path = everything(
        ("  draft: {de", f"{states}  draft: {{de"),
        ("  lapse:\n", f"{events}{first}  lapse:\n"),
    ).definition
    found = rehearse(path, START, to="published")
    assert found.more
    assert len(found.stories) <= ALL
    assert found.covered == found.moves


def lines(found: Rehearsal) -> list[list[Scene]]:
    return [list(story.scenes) for story in found.stories]
