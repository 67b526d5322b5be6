"""Office terms: a day, a reason, a role, and when to remind."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.workflow.office import entry, everything
from tests.worlds import World
from workflow.docket import due
from workflow.errors import Refused
from workflow.terms import LONGEST_LEAD, add_term, finish_term
from workflow.unit import Answer

END = date(2022, 12, 31)


def _add(
    world: World, item: str, day: date = END, leads: Sequence[int] = (7,), **said: str
) -> Answer:
    return add_term(
        world.store,
        world.act(),
        item,
        due=day,
        reason="Strategie vorlegen",
        role="lead",
        remind_before=leads,
        **said,
    )


def test_a_term_stands_on_the_slip_and_in_what_is_due(world: World) -> None:
    item = world.open()
    answer = _add(world, item, leads=(7, 30, 7))
    assert (answer["name"], answer["due"]) == ("term-1", "2022-12-31")
    assert answer["remind_before"] == [30, 7]
    (term,) = world.slip(item).terms
    assert (term.due, term.reason, term.role) == (END, "Strategie vorlegen", "lead")
    assert (term.remind_before, term.status) == ((30, 7), "open")
    assert term.days_left(date(2022, 12, 30)) == 1
    assert term.days_left(date(2023, 1, 2)) == -2
    with world.store.reading() as tx:
        assert due(tx) == [term]
    assert world.verify().sound


def test_a_term_does_not_move_the_item(world: World) -> None:
    item = world.open()
    _add(world, item)
    finish_term(world.store, world.act(), item, "term-1", note="erledigt")
    assert world.slip(item).state == "draft"
    assert [row["state"] for row in everything(world)["items"]] == ["draft"]
    assert [step.event for step in world.slip(item).steps] == ["open"]
    assert world.slip(item).version == 3


def test_what_is_done_is_no_longer_due(world: World) -> None:
    item = world.open()
    _add(world, item)
    _add(world, item, date(2022, 6, 30))
    finish_term(world.store, world.act(), item, "term-1")
    with world.store.reading() as tx:
        assert [term.name for term in due(tx)] == ["term-2"]
    assert [each.status for each in world.slip(item).terms] == ["open", "done"]
    before = everything(world)
    with pytest.raises(Refused, match="term-1"):
        finish_term(world.store, world.act(), item, "term-1")
    assert everything(world) == before
    assert world.verify().sound


def test_what_is_due_first_comes_first(world: World) -> None:
    items = [world.open() for _ in range(2)]
    for item, day in zip(items, (END, date(2022, 1, 1)), strict=True):
        _add(world, item, day)
    with world.store.reading() as tx:
        assert [term.reference for term in due(tx)] == items[::-1]


def test_a_name_is_never_used_again(world: World) -> None:
    item = world.open()
    assert _add(world, item, name="term-2")["name"] == "term-2"
    assert _add(world, item)["name"] == "term-1"
    finish_term(world.store, world.act(), item, "term-1")
    assert _add(world, item)["name"] == "term-3"
    assert _add(world, world.open())["name"] == "term-1"


@pytest.mark.parametrize("leads", [(0,), (LONGEST_LEAD,), (0, 1, 2, LONGEST_LEAD)])
def test_a_reminder_comes_up_to_ten_years_before(
    world: World, leads: tuple[int, ...]
) -> None:
    item = world.open()
    _add(world, item, leads=leads)
    assert world.slip(item).terms[0].remind_before == tuple(sorted(leads)[::-1])


def test_a_term_can_be_set_when_the_item_is_at_its_end(world: World) -> None:
    item = world.smart_city()
    _add(world, item)
    assert entry(world)["to_state"] == "publication"
    assert world.verify().sound
