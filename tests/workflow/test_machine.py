"""The judge of the path, and what it relies on in transitions 0.9.3."""

import json
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError
from transitions import Machine, MachineError

from definitions.loader import find
from definitions.model import Definition
from workflow.machine import judge, missing

PATH = find("berlin-senate").definition
# Written by hand from the drawing of the path, not from the file.
MOVES = {
    ("draft", "approve"): "first_approval",
    ("draft", "consent"): "council_consent",
    ("draft", "withdraw"): "withdrawn",
    ("first_approval", "consent"): "ready_for_decision",
    ("first_approval", "withdraw"): "withdrawn",
    ("council_consent", "approve"): "ready_for_decision",
    ("council_consent", "withdraw"): "withdrawn",
    ("ready_for_decision", "decide"): "formal_decision",
    ("ready_for_decision", "withdraw"): "withdrawn",
    ("formal_decision", "publish"): "publication",
    ("formal_decision", "withdraw"): "withdrawn",
}
STATES = (
    *("draft", "first_approval", "council_consent", "ready_for_decision"),
    *("formal_decision", "publication", "withdrawn"),
)
EVENTS = ("approve", "consent", "decide", "publish", "withdraw")
FIRST_OUTCOMES = {"approve": "approved", "consent": "consented", "decide": "decided"}
MISSING = {
    ("draft", "decide"): ("approve", "consent"),
    ("first_approval", "decide"): ("consent",),
    ("council_consent", "decide"): ("approve",),
    ("draft", "publish"): ("approve", "consent", "decide"),
    ("first_approval", "publish"): ("consent", "decide"),
    ("council_consent", "publish"): ("approve", "decide"),
    ("ready_for_decision", "publish"): ("decide",),
}


def test_the_table_is_about_the_whole_path() -> None:
    assert set(PATH.states) == set(STATES)
    assert set(PATH.events) == set(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_every_event_does_in_every_state_what_the_drawing_says(
    state: str, event: str
) -> None:
    verdict = judge(PATH, state, event)
    to = MOVES.get((state, event))
    assert verdict.to == to
    assert (verdict.reason is None) == (to is not None)
    assert verdict.outcome == (FIRST_OUTCOMES.get(event) if to else None)


@pytest.mark.parametrize(("case", "first"), MISSING.items())
def test_a_refusal_names_every_step_that_is_missing(
    case: tuple[str, str], first: tuple[str, ...]
) -> None:
    assert missing(PATH, *case) == first
    said = str(judge(PATH, *case).reason)
    for event in EVENTS:
        named = f"({event})" in said.partition(":")[2]
        assert named == (event in first), said


@pytest.mark.parametrize("state", ["publication", "withdrawn"])
def test_nothing_happens_in_a_final_state(state: str) -> None:
    for event in EVENTS:
        verdict = judge(PATH, state, event)
        assert verdict.to is None
        assert PATH.states[state].en in str(verdict.reason)
        assert missing(PATH, state, event) == ()


@pytest.mark.parametrize("event", ["aprove", "", "open", "to_publication", "__class__"])
def test_an_unknown_event_is_refused_and_the_known_ones_are_named(event: str) -> None:
    verdict = judge(PATH, "draft", event)
    assert verdict.to is None
    assert all(name in str(verdict.reason) for name in EVENTS)


def test_an_event_that_is_over_is_refused_without_naming_a_way() -> None:
    for state in ("first_approval", "ready_for_decision", "formal_decision"):
        verdict = judge(PATH, state, "approve")
        assert verdict.to is None
        assert missing(PATH, state, "approve") == ()


@pytest.mark.parametrize("outcome", PATH.events["approve"].outcomes)
def test_every_allowed_outcome_moves_the_item(outcome: str) -> None:
    verdict = judge(PATH, "draft", "approve", outcome)
    assert (verdict.to, verdict.outcome) == ("first_approval", outcome)


@pytest.mark.parametrize("outcome", ["consented", "rejected", "Approved", "approved "])
def test_another_outcome_is_refused_and_the_allowed_ones_are_named(
    outcome: str,
) -> None:
    verdict = judge(PATH, "draft", "approve", outcome)
    assert verdict.to is None
    for allowed in PATH.events["approve"].outcomes:
        assert allowed in str(verdict.reason)


def test_an_event_without_outcomes_takes_none() -> None:
    assert judge(PATH, "formal_decision", "publish").to == "publication"
    verdict = judge(PATH, "formal_decision", "publish", "published")
    assert verdict.to is None
    assert "no outcome" in str(verdict.reason)


def test_judging_leaves_no_trace() -> None:
    before = [judge(PATH, state, event) for state in STATES for event in EVENTS]
    after = [judge(PATH, state, event) for state in STATES for event in EVENTS]
    assert before == after


def test_threads_judge_beside_each_other() -> None:
    """Three at a time, on the same definition, each with its own item."""
    wrong: list[object] = []

    def walk() -> None:
        for _ in range(200):
            for (state, event), to in MOVES.items():
                if judge(PATH, state, event).to != to:
                    wrong.append((state, event))

    _in_threads(walk)
    assert not wrong


def _in_threads(work: Any) -> None:
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("name", ["os.system", "builtins.print", "a.b", "to_x.y", "A"])
@pytest.mark.parametrize("place", ["state", "event", "from", "to"])
def test_no_name_in_a_definition_can_be_a_path_of_python(name: str, place: str) -> None:
    """transitions imports and calls a dotted name; the model lets none through."""
    content: dict[str, Any] = json.loads(find("berlin-senate").content)
    assert Definition.model_validate(content) == PATH
    event: dict[str, Any]
    event = {"de": "x", "en": "x", "by": ["clerk"], "moves": {"draft": "withdrawn"}}
    states, events = content["states"], content["events"]
    if place == "state":
        states[name] = {"de": "x", "en": "x"}
    elif place == "event":
        events[name] = event
    else:
        move = {name: "withdrawn"} if place == "from" else {"draft": name}
        events["extra"] = event | {"moves": move}
    with pytest.raises(ValidationError):
        Definition.model_validate(content)


# --- what we rely on in transitions


def _pinned(**options: Any) -> Machine:
    moves = [{"trigger": "go", "source": "a", "dest": "b", **options}]
    return Machine(
        model=None,
        states=["a", "b"],
        transitions=moves,
        initial="a",
        auto_transitions=False,
        send_event=True,
    )


def test_a_machine_drives_an_object_that_it_does_not_know() -> None:
    machine, case = _pinned(), SimpleNamespace(state="a")
    assert machine.events["go"].trigger(case) is True
    assert vars(case) == {"state": "b"}
    assert machine.models == []


def test_a_machine_has_no_events_but_ours() -> None:
    assert set(_pinned().events) == {"go"}


def test_a_wrong_state_is_an_error_and_changes_nothing() -> None:
    machine, case = _pinned(), SimpleNamespace(state="b")
    with pytest.raises(MachineError):
        machine.events["go"].trigger(case)
    assert case.state == "b"


def test_a_guard_that_refuses_answers_false_and_changes_nothing() -> None:
    machine, case = _pinned(conditions=lambda _: False), SimpleNamespace(state="a")
    assert machine.events["go"].trigger(case) is False
    assert case.state == "a"


def test_a_guard_sees_the_object_and_the_name_of_the_event() -> None:
    seen: list[Any] = []

    def guard(event: Any) -> bool:
        seen.append((event.model, event.event.name))
        return True

    machine, case = _pinned(conditions=guard), SimpleNamespace(state="a")
    machine.events["go"].trigger(case)
    assert seen == [(case, "go")]


def test_a_flat_machine_without_a_queue_serves_threads() -> None:
    machine = _pinned()
    wrong: list[object] = []

    def drive() -> None:
        for _ in range(1000):
            case = SimpleNamespace(state="a")
            if machine.events["go"].trigger(case) is not True or case.state != "b":
                wrong.append(case)

    _in_threads(drive)
    assert not wrong


def test_a_dotted_name_given_as_a_guard_would_be_called() -> None:
    """Why guards are never text: transitions imports what the name says."""
    machine, case = _pinned(conditions="os.getcwd"), SimpleNamespace(state="a")
    with pytest.raises(TypeError):  # os.getcwd() takes no event: it was called
        machine.events["go"].trigger(case)
