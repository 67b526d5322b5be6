"""Refusals: each names what is wrong, and nothing is recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.workflow.office import STRANGER, everything, sitting
from tests.worlds import World, by, on
from workflow import procedure
from workflow.changes import Changes
from workflow.correction import correct
from workflow.errors import ItemMoved, NotPermitted, Refused
from workflow.terms import add_term, finish_term

DAY = "2021-07-07"
Attempt = Callable[[World, str], object]


def _term(**said: Any) -> Attempt:
    asked: dict[str, Any] = {"due": date(2022, 1, 1), "reason": "R", "role": "lead"}
    asked |= said
    return lambda world, item: add_term(world.store, world.act(), item, **asked)


def _correct(seq: int, reason: str = "R", **changes: Any) -> Attempt:
    return lambda world, item: correct(
        world.store, world.act(), item, seq, reason=reason, changes=Changes(**changes)
    )


def _advance(event: str = "consent", day: str = DAY, **said: Any) -> Attempt:
    return lambda world, item: world.advance(item, event, day, **said)


def _open(**said: Any) -> Attempt:
    return lambda world, _: world.open(**said)


def _finish(name: str) -> Attempt:
    return lambda world, item: finish_term(world.store, world.act(), item, name)


REFUSALS: dict[str, tuple[Attempt, str]] = {
    "unknown item": (lambda w, _: w.advance("S-1", "consent", DAY), "S-1"),
    "unknown event": (_advance("veto"), "veto"),
    "event too early": (_advance("decide"), "consent"),
    "event twice": (_advance("approve"), "approve|first approval"),
    "unknown outcome": (_advance(outcome="rejected"), "consented_with_remarks"),
    "outcome of another event": (_advance(outcome="approved"), "consented"),
    "tomorrow": (_advance(day="2021-08-11"), "2021-08-10"),
    "the day before the step before": (_advance(day="2021-07-05"), "2021-07-06"),
    "field of another event": (_advance(fields={"medium": "Amtsblatt"}), "medium"),
    "empty note": (_advance(note=" "), "note"),
    "escape in a note": (_advance(note="\x1b[m"), "001B"),
    "empty text of the outcome": (_advance(outcome_text=""), "outcome_text"),
    "empty title": (_open(title=""), "title"),
    "encoded word in a title": (_open(title="=?utf-8?q?x?="), "=\\?"),
    "direction in a title": (_open(title="a\u202eb"), "202E"),
    "long title": (_open(title="a" * 301), "300"),
    "empty lead": (_open(lead=""), "lead"),
    "empty reference": (_open(reference=""), "reference"),
    "odd reference": (_open(reference="../x"), "reference"),
    "taken reference": (_open(reference="S-2021-0001"), "S-2021-0001"),
    "opened tomorrow": (_open(day=on("2021-08-11")), "2021-08-10"),
    "opened before the path": (_open(day=on("2020-12-31")), "2021-01-01"),
    "opened at the latest before it": (_open(day=by("2020-12-31")), "2021-01-01"),
    "term for no role": (_term(role="mayor"), "mayor"),
    "term for the administrator": (_term(role="admin"), "admin"),
    "term without a reason": (_term(reason=""), "reason"),
    "term without a reminder": (_term(remind_before=()), "3650"),
    "reminder after the day": (_term(remind_before=(7, -1)), "3650"),
    "reminder ten years before": (_term(remind_before=(3651,)), "3650"),
    "term named twice": (_term(name="term-1"), "term-1"),
    "odd name of a term": (_term(name="Term 1"), "Term 1"),
    "unknown term": (_finish("term-9"), "term-9"),
    "odd term": (_finish("\udcff"), "deadline list"),
    "correction of no entry": (_correct(99, outcome="noted"), "99"),
    "correction of entry 0": (_correct(0, outcome="noted"), "0"),
    "correction of entry -1": (_correct(-1, outcome="noted"), "-1"),
    "correction of a term": (_correct(3, outcome="noted"), "deadline"),
    "correction of nothing": (_correct(2), "nothing would change"),
    "correction without a reason": (_correct(2, "", outcome="noted"), "reason"),
}


@pytest.fixture(scope="module")
def item(untouched: World) -> str:
    """An item after its first approval, with an office term."""
    reference = untouched.open()
    untouched.advance(reference, "approve", "2021-07-06")
    _term()(untouched, reference)
    return reference


@pytest.mark.parametrize(("attempt", "said"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_names_what_is_wrong_and_records_nothing(
    untouched: World, item: str, attempt: Attempt, said: str
) -> None:
    before = everything(untouched)
    with pytest.raises(Refused, match=said) as refusal:
        attempt(untouched, item)
    assert refusal.value.exit_code == 1
    assert everything(untouched) == before


OTHER_REFUSALS: dict[str, tuple[Attempt, type[Exception]]] = {
    "moved": (_advance(expect=2), ItemMoved),
    "stranger advances": (_advance(), NotPermitted),
    "stranger opens": (_open(), NotPermitted),
    "stranger sets a term": (_term(), NotPermitted),
    "stranger closes a term": (_finish("term-1"), NotPermitted),
    "stranger corrects": (_correct(2, outcome="noted"), NotPermitted),
    "stranger notes": (
        lambda w, item: procedure.record(w.store, w.act(), "x", item, "a" * 64),
        NotPermitted,
    ),
}


@pytest.mark.parametrize(
    ("attempt", "error"), OTHER_REFUSALS.values(), ids=OTHER_REFUSALS
)
def test_who_may_not_or_saw_another_state_records_nothing(
    untouched: World, item: str, attempt: Attempt, error: type[Exception]
) -> None:
    before = everything(untouched)
    person = STRANGER if error is NotPermitted else untouched.person
    with sitting(untouched, person), pytest.raises(error):
        attempt(untouched, item)
    assert everything(untouched) == before


def test_after_a_refusal_the_next_act_goes_through(world: World) -> None:
    item = world.open()
    with pytest.raises(Refused):
        world.advance(item, "decide", DAY)
    world.advance(item, "consent", DAY)
    assert world.verify().sound


@pytest.mark.parametrize(
    "event", ["approve", "consent", "decide", "publish", "withdraw"]
)
def test_nothing_follows_the_end(world: World, event: str) -> None:
    item = world.smart_city()
    before = everything(world)
    with pytest.raises(Refused):
        world.advance(item, event, "2021-08-04")
    assert everything(world) == before
