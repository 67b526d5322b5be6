"""Both orders of the first two steps are lawful, and both end in the same state."""

import pytest

from tests.worlds import World, by, on
from workflow import procedure
from workflow.errors import Refused


def test_the_order_of_2021_first_approval_then_consent(world: World) -> None:
    """The Smart City framework: Senate 6 July, Council by 3 August, Senate 3 August."""
    framework = world.open("Strategischer Rahmen Smart City", day=by("2021-07-05"))
    approved = world.advance(framework, "approve", "2021-07-06")
    assert approved["to"] == "first_approval"
    consented = procedure.advance(
        world.store, world.act(), framework, "consent", day=by("2021-08-03")
    )
    assert consented["to"] == "ready_for_decision"
    assert world.advance(framework, "decide", "2021-08-03")["to"] == "formal_decision"
    assert world.advance(framework, "publish", "2021-08-03")["to"] == "publication"
    assert world.slip(framework).at_end
    assert world.verify().sound


def test_the_order_that_was_asked_for_council_first(world: World) -> None:
    """Draft, consent of the Council, first approval, formal decision, publication."""
    item = world.open("Eine Vorlage", day=on("2021-05-03"))
    assert world.advance(item, "consent", "2021-05-20")["to"] == "council_consent"
    assert world.advance(item, "approve", "2021-06-01")["to"] == "ready_for_decision"
    assert world.advance(item, "decide", "2021-06-15")["to"] == "formal_decision"
    assert world.advance(item, "publish", "2021-06-15")["to"] == "publication"
    days = [str(step.day) for step in world.slip(item).steps]
    assert days == [
        "2021-05-03",
        "2021-05-20",
        "2021-06-01",
        "2021-06-15",
        "2021-06-15",
    ]
    assert world.verify().sound


@pytest.mark.parametrize("before", [[], ["approve"], ["consent"]])
def test_a_decision_before_both_is_refused_and_names_what_is_missing(
    world: World, before: list[str]
) -> None:
    item = world.open()
    for event in before:
        world.advance(item, event, "2021-07-06")
    with pytest.raises(Refused) as refusal:
        world.advance(item, "decide", "2021-08-03")
    said = str(refusal.value)
    for event in {"approve", "consent"} - set(before):
        assert f"({event})" in said
        assert f"`laufzettel advance {item} {event}`" in said
    for event in before:
        assert f"({event})" not in said
    assert len(world.slip(item).entries) == 1 + len(before)
