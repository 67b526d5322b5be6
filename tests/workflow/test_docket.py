"""The docket: what stands in the record, for reading."""

import pytest

from tests.worlds import World, on
from workflow.docket import items, references
from workflow.errors import Refused


def test_a_slip_holds_the_whole_history(world: World) -> None:
    item = world.smart_city()
    world.correct(item, 1, words={"title": "Neuer Titel"})
    slip = world.slip(item)
    assert (slip.title, slip.lead) == ("Neuer Titel", "Senatskanzlei")
    assert (slip.state, slip.at_end, slip.version) == ("publication", True, 6)
    assert [entry.item_seq for entry in slip.entries] == [1, 2, 3, 4, 5, 6]
    assert [step.event for step in slip.steps] == [
        *("open", "approve", "consent", "decide", "publish")
    ]
    assert slip.definition == world.path.definition
    assert slip.definition_hash == world.path.hash


def test_the_list_shows_what_was_corrected(world: World) -> None:
    first, second = world.open("Eins"), world.open("Zwei")
    world.correct(first, 1, words={"title": "Uno"})
    world.correct(first, 1, words={"lead": "SenFin"})
    world.correct(second, 1, words={"title": "Due"})
    world.correct(second, 2, void=True)
    with world.store.reading() as tx:
        found = [(line.reference, line.title, line.lead) for line in items(tx)]
    assert found == [(first, "Uno", "SenFin"), (second, "Zwei", "Senatskanzlei")]


def test_the_list_can_be_of_one_state(world: World) -> None:
    first, second = world.open(), world.open()
    world.advance(second, "approve", "2021-07-06")
    with world.store.reading() as tx:
        assert [line.reference for line in items(tx, "draft")] == [first]
        assert [line.reference for line in items(tx, "first_approval")] == [second]
        assert items(tx, "publication") == []
        assert len(items(tx)) == 2
        assert references(tx) == [first, second]


def test_an_empty_record_is_an_empty_list(world: World) -> None:
    with world.store.reading() as tx:
        assert items(tx) == []


@pytest.mark.parametrize("reference", ["", "S-2021-0002", "\udcff", "%", "s-2021-0001"])
def test_an_unknown_reference_is_refused(world: World, reference: str) -> None:
    world.open(day=on("2021-07-05"))
    with pytest.raises(Refused) as refusal:
        world.slip(reference)
    assert refusal.value.exit_code == 1
