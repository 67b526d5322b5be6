"""Corrections: nothing is overwritten, and what would become impossible is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workflow.office import (
    CARL,
    LENA,
    PAULA,
    STRANGER,
    employ,
    entry,
    everything,
    sitting,
)
from tests.worlds import World, by, on
from workflow import procedure
from workflow.bounds import UNKNOWN, Day
from workflow.changes import Changes
from workflow.correction import correct
from workflow.errors import ItemMoved, NotPermitted, Refused


def _published(world: World) -> str:
    """Opened 5 July; 6, 20 July, 3 and 4 August: entries 1 to 5."""
    item = world.open()
    world.advance(item, "approve", "2021-07-06", outcome="noted", note="alt")
    world.advance(item, "consent", "2021-07-20")
    world.advance(item, "decide", "2021-08-03")
    world.advance(item, "publish", "2021-08-04", fields={"medium": "ABl."})
    return item


def _days(world: World, item: str) -> list[str]:
    return [str(step.day) for step in world.slip(item).steps]


def _events(world: World, item: str) -> list[str]:
    return [step.event for step in world.slip(item).steps]


def test_the_wrong_entry_stays_and_a_new_one_says_what_is_right(world: World) -> None:
    item = _published(world)
    before = everything(world)["entries"]
    answer = world.correct(item, 3, day=on("2021-07-21"))
    after = everything(world)["entries"]
    assert after[:-1] == before
    assert (answer["seq"], answer["corrects"], answer["event"]) == (6, 3, "correct")
    assert (answer["on"], answer["from"], answer["to"]) == (
        "2021-07-21",
        "publication",
        "publication",
    )
    assert _days(world, item)[2] == "2021-07-21"
    assert world.slip(item).entries[2].day == on("2021-07-20")
    assert world.slip(item).entries[5].words["reason"] == "Tippfehler"
    assert world.verify().sound


@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5])
def test_any_step_can_be_corrected_the_first_the_last_and_in_the_middle(
    world: World, seq: int
) -> None:
    item = _published(world)
    world.correct(item, seq, day=Day(None, UNKNOWN), words={"note": "neu"})
    found = world.slip(item).steps
    assert [str(step.day) == "unknown" for step in found] == [
        number == seq for number in range(1, 6)
    ]
    assert found[seq - 1].words["note"] == "neu"
    assert world.slip(item).state == "publication"
    assert world.verify().sound


def test_the_same_entry_is_corrected_twice(world: World) -> None:
    item = _published(world)
    world.correct(item, 2, day=on("2021-07-07"))
    world.correct(item, 2, outcome="approved")
    step = world.slip(item).steps[1]
    assert (str(step.day), step.outcome, step.words["note"]) == (
        "2021-07-07",
        "approved",
        "alt",
    )
    assert len(step.hashes) == 3
    assert world.verify().sound


def test_a_correction_is_corrected(world: World) -> None:
    item = _published(world)
    world.correct(item, 2, day=on("2021-07-07"))
    answer = world.correct(item, 6, day=on("2021-07-08"))
    assert answer["corrects"] == 6
    assert _days(world, item)[1] == "2021-07-08"
    assert len(world.slip(item).steps[1].hashes) == 3
    assert world.verify().sound


def test_a_correction_is_taken_back(world: World) -> None:
    item = _published(world)
    world.correct(item, 2, day=on("2021-07-07"))
    world.correct(item, 6, void=True)
    assert _days(world, item)[1] == "2021-07-06"
    world.correct(item, 7, void=True)
    assert _days(world, item)[1] == "2021-07-07"
    assert world.verify().sound


def test_the_state_is_what_the_corrected_history_says(world: World) -> None:
    item = world.open()
    world.advance(item, "approve", "2021-07-06")
    answer = world.correct(item, 2, event="consent")
    assert (answer["from"], answer["to"]) == ("first_approval", "council_consent")
    assert world.slip(item).state == "council_consent"
    world.advance(item, "approve", "2021-07-07")
    world.correct(item, 4, void=True)
    assert world.slip(item).state == "council_consent"
    world.correct(item, 2, void=True)
    assert world.slip(item).state == "draft"
    world.advance(item, "approve", "2021-07-06")
    assert _events(world, item) == ["open", "approve"]
    assert world.verify().sound


def test_a_withdrawal_by_mistake_is_struck_and_the_item_goes_on(world: World) -> None:
    item = world.open()
    world.advance(item, "withdraw", "2021-07-06")
    world.correct(item, 2, void=True)
    world.advance(item, "approve", "2021-07-06")
    assert world.slip(item).state == "first_approval"
    assert world.verify().sound


def test_the_first_two_steps_change_places(world: World) -> None:
    """Recorded the wrong way round; what cannot be done in one step is refused."""
    item = world.open()
    world.advance(item, "approve", "2021-07-06")
    world.advance(item, "consent", "2021-07-20")
    with pytest.raises(Refused, match="consent"):
        world.correct(item, 2, event="consent")
    world.correct(item, 3, void=True)
    world.correct(item, 2, event="consent")
    world.advance(item, "approve", "2021-07-20")
    assert _events(world, item) == ["open", "consent", "approve"]
    assert world.verify().sound


def test_title_and_lead_are_corrected(world: World) -> None:
    item = world.open("Straategie")
    world.correct(item, 1, words={"title": "Strategie", "lead": "SenStadt"})
    assert (world.slip(item).title, world.slip(item).lead) == ("Strategie", "SenStadt")
    assert world.slip(item).entries[0].words["title"] == "Straategie"
    assert world.verify().sound


def test_after_a_correction_the_days_are_ordered_by_what_is_right(world: World) -> None:
    item = world.open()
    world.advance(item, "approve", "2021-07-16")
    with pytest.raises(Refused):
        world.advance(item, "consent", "2021-07-10")
    world.correct(item, 2, day=on("2021-07-06"))
    world.advance(item, "consent", "2021-07-10")
    world.correct(item, 4, day=by("2021-07-31"))
    world.advance(item, "decide", "2021-07-06")
    assert world.verify().sound


def test_a_later_day_of_an_earlier_step_binds_the_next(world: World) -> None:
    item = world.open()
    world.advance(item, "approve", "2021-07-06")
    world.correct(item, 2, day=on("2021-07-16"))
    with pytest.raises(Refused, match="2021-07-16"):
        world.advance(item, "consent", "2021-07-10")


def test_what_depended_on_a_struck_step_is_named(world: World) -> None:
    item = _published(world)
    before = everything(world)
    with pytest.raises(Refused) as refusal:
        world.correct(item, 2, void=True)
    said = str(refusal.value)
    assert "decide" in said
    assert "entry 4" in said
    assert "Nothing was recorded" in said
    assert everything(world) == before


REFUSED: dict[str, tuple[int, dict[str, Any], str]] = {
    "a day after the next step": (2, {"day": on("2021-07-21")}, "2021-07-20"),
    "a day before the step before": (3, {"day": on("2021-07-05")}, "2021-07-06"),
    "at the latest before it": (3, {"day": by("2021-07-05")}, "2021-07-06"),
    "the opening after a step": (1, {"day": on("2021-07-07")}, "2021-07-06"),
    "a day in the future": (5, {"day": on("2021-08-11")}, "2021-08-10"),
    "a step that others stand on": (3, {"void": True}, "decide"),
    "an event that cannot be there": (4, {"event": "publish"}, "publish"),
    "an event that comes twice": (3, {"event": "approve"}, "approve"),
    "an unknown event": (2, {"event": "veto"}, "veto"),
    "an unknown outcome": (2, {"outcome": "rejected"}, "approved_with_remarks"),
    "an outcome of nothing": (5, {"outcome": "decided"}, "outcome"),
    "the event of the opening": (1, {"event": "approve"}, "opens the item"),
    "striking the opening": (1, {"void": True}, "withdraw"),
    "the title of a step": (2, {"words": {"title": "T"}}, "title"),
    "a field of another event": (2, {"words": {"field:medium": "x"}}, "medium"),
    "an empty title": (1, {"words": {"title": ""}}, "title"),
    "the same day again": (2, {"day": on("2021-07-06")}, "nothing would change"),
    "the same outcome again": (2, {"outcome": "noted"}, "nothing would change"),
    "the same note again": (2, {"words": {"note": "alt"}}, "nothing would change"),
    "nothing at all": (2, {}, "nothing would change"),
}


@pytest.fixture(scope="module")
def published(untouched: World) -> str:
    """An item at its end, which no refusal may change."""
    return _published(untouched)


@pytest.mark.parametrize(("seq", "changes", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_right_is_refused(
    untouched: World, published: str, seq: int, changes: dict[str, Any], said: str
) -> None:
    before = everything(untouched)
    with pytest.raises(Refused, match=said):
        untouched.correct(published, seq, **changes)
    assert everything(untouched) == before


Prepare = Callable[[World, str], object]
UNDONE: dict[str, tuple[Prepare, int, dict[str, Any]]] = {
    "a struck step": (lambda w, i: w.correct(i, 5, void=True), 5, {"outcome": None}),
    "a strike": (lambda w, i: w.correct(i, 5, void=True), 6, {"day": on("2021-08-05")}),
}


@pytest.mark.parametrize(("prepare", "seq", "changes"), UNDONE.values(), ids=UNDONE)
def test_what_was_struck_is_corrected_by_striking_the_strike(
    world: World, prepare: Prepare, seq: int, changes: dict[str, Any]
) -> None:
    item = _published(world)
    prepare(world, item)
    before = everything(world)
    with pytest.raises(Refused):
        world.correct(item, seq, **changes)
    assert everything(world) == before


def test_an_unknown_fact_cannot_hide_behind_a_later_correction(world: World) -> None:
    """Nobody would see it, until the later correction is struck."""
    item = _published(world)
    world.correct(item, 2, outcome="approved")
    world.correct(item, 2, outcome="approved_with_remarks")
    for changes in ({"outcome": "rejected"}, {"event": "veto"}):
        with pytest.raises(Refused):
            world.correct(item, 6, words={"note": "neu"}, **changes)


def test_a_correction_of_the_opening_keeps_to_the_validity_of_the_path(
    world: World,
) -> None:
    item = world.open(day=on("2021-01-01"))
    with pytest.raises(Refused, match="2021-01-01"):
        world.correct(item, 1, day=on("2020-12-31"))


def test_an_office_term_is_no_step(world: World) -> None:
    item = _published(world)
    procedure.record(world.store, world.act(), "released", item, "a" * 64)
    with pytest.raises(Refused):
        world.correct(item, 6, day=on("2021-07-06"))


def test_whoever_may_record_a_step_may_correct_it(world: World) -> None:
    employ(world)
    item = _published(world)
    for seq, allowed in ((1, LENA), (2, CARL), (3, CARL), (4, CARL), (5, PAULA)):
        for person in (LENA, CARL, PAULA, STRANGER):
            if person is allowed or (seq == 1 and person is CARL):
                continue
            with sitting(world, person), pytest.raises(NotPermitted):
                world.correct(item, seq, words={"note": f"{seq}"})
        with sitting(world, allowed):
            world.correct(item, seq, words={"note": f"{seq}"})
    assert world.verify().sound


def test_another_event_takes_its_own_role_as_well(world: World) -> None:
    employ(world)
    item = world.open()
    world.advance(item, "withdraw", "2021-07-06")
    with sitting(world, LENA), pytest.raises(NotPermitted):
        world.correct(item, 2, event="approve")
    with sitting(world, CARL):
        world.correct(item, 2, event="approve")
    with sitting(world, LENA), pytest.raises(NotPermitted):
        world.correct(item, 3, words={"note": "x"})  # it is an approval now
    with sitting(world, CARL):
        world.correct(item, 3, event="withdraw")
    assert world.verify().sound


def test_a_correction_after_somebody_else_moved_the_item_is_told(world: World) -> None:
    item = _published(world)
    act = world.act(expect=4)
    changes = Changes(day=on("2021-07-07"))
    with pytest.raises(ItemMoved):
        correct(world.store, act, item, 2, reason="R", changes=changes)
    assert entry(world)["kind"] == "moved"
