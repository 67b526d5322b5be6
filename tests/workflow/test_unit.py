"""Command ids and expectations: a repeat is harmless, a surprise is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflow.forging import Forger
from tests.workflow.office import CARL, STRANGER, employ, everything, sitting
from tests.worlds import World, on
from workflow import correction, people, procedure, terms
from workflow.changes import Changes
from workflow.errors import ItemMoved, RecordDamaged, Refused
from workflow.unit import Act, Answer

Command = Callable[[World, Act, str], Answer]


def _correct(seq: int, **changes: Any) -> Command:
    return lambda world, act, item: correction.correct(
        world.store,
        act,
        item,
        seq,
        reason="Tippfehler",
        changes=Changes(**changes),
    )


def _advance(event: str = "approve", **said: Any) -> Command:
    return lambda world, act, item: procedure.advance(
        world.store, act, item, event, **said
    )


def _open(title: str = "Eine Vorlage") -> Command:
    return lambda world, act, _: procedure.open_item(
        world.store, act, title=title, lead="X", definition=world.path
    )


def _term(due: date) -> Command:
    return lambda world, act, item: terms.add_term(
        world.store, act, item, due=due, reason="Strategie", role="lead"
    )


def _finish(name: str = "term-1", note: str | None = None) -> Command:
    return lambda world, act, item: terms.finish_term(
        world.store, act, item, name, note=note
    )


def _withdraw(note: str | None = None) -> Command:
    return lambda world, act, item: procedure.withdraw(
        world.store, act, item, note=note
    )


def _record(payload: str) -> Command:
    return lambda world, act, item: procedure.record(
        world.store, act, "released", item, payload
    )


def _grant(role: str) -> Command:
    return lambda world, act, _: people.grant(
        world.store, act, STRANGER, role, [world.path.definition]
    )


def _revoke(role: str) -> Command:
    return lambda world, act, _: people.revoke(world.store, act, CARL, role)


# a command, and one that is like it but for one argument
COMMANDS: dict[str, tuple[Command, Command]] = {
    "new": (_open(), _open("Eine andere")),
    "advance": (_advance(), _advance(outcome="noted")),
    "advance on a day": (
        _advance(day=on("2021-07-06")),
        _advance(day=on("2021-07-07")),
    ),
    "advance with a note": (_advance(note="a"), _advance(note="b")),
    "withdraw": (_withdraw(), _withdraw("Grund")),
    "correct": (_correct(1, words={"title": "N"}), _correct(1, words={"title": "M"})),
    "add a term": (_term(date(2022, 12, 31)), _term(date(2022, 12, 30))),
    "finish a term": (_finish(), _finish(note="erledigt")),
    "record": (_record("a" * 64), _record("b" * 64)),
    "grant": (_grant("press"), _grant("lead")),
    "revoke": (_revoke("clerk"), _revoke("press")),
}


def _prepared(world: World) -> str:
    employ(world)
    item = world.open()
    due = date(2022, 1, 1)
    terms.add_term(world.store, world.act(), item, due=due, reason="R", role="lead")
    return item


@pytest.mark.parametrize(("command", "other"), COMMANDS.values(), ids=COMMANDS)
def test_a_repeated_command_id_answers_the_same_and_records_nothing(
    world: World, command: Command, other: Command
) -> None:
    item = _prepared(world)
    first = command(world, world.act(command_id="id-1"), item)
    after = everything(world)
    world.now += timedelta(days=3)
    assert command(world, world.act(command_id="id-1"), item) == first
    with pytest.raises(Refused, match="id-1"):
        other(world, world.act(command_id="id-1"), item)
    with sitting(world, STRANGER), pytest.raises(Refused, match="id-1"):
        command(world, world.act(command_id="id-1"), item)
    assert everything(world) == after
    assert world.verify().sound


@pytest.mark.parametrize("command_id", ["", " ", "a b", "e\u0301", "\udcff", "x" * 101])
def test_a_command_id_of_another_form_is_refused(world: World, command_id: str) -> None:
    item = world.open()
    before = everything(world)
    with pytest.raises(Refused):
        world.advance(item, "approve", "2021-07-06", command_id=command_id)
    assert everything(world) == before


def test_a_refused_command_leaves_its_id_free(world: World) -> None:
    item = world.open()
    with pytest.raises(Refused):
        world.advance(item, "decide", "2021-07-06", command_id="id-1")
    world.advance(item, "approve", "2021-07-06", command_id="id-1")


def test_a_repeat_is_answered_though_the_item_has_moved_on(world: World) -> None:
    item = world.open()
    first = world.advance(item, "approve", "2021-07-06", command_id="a", expect=1)
    world.advance(item, "consent", "2021-07-07")
    again = world.advance(item, "approve", "2021-07-06", command_id="a", expect=1)
    assert again == first


def test_odd_names_are_refused_with_a_command_id_as_without(world: World) -> None:
    """Nothing that can be typed may break the fingerprint of a command."""
    item = world.open()
    before = everything(world)
    for said in ({"command_id": "a"}, {}):
        for odd in ("Größe", "\udcff", "x\0"):
            for typed in (
                {"event": odd},
                {"reference": odd},
                {"outcome": odd},
                {"fields": {odd: "x"}},
            ):
                with pytest.raises(Refused):
                    _typed(world, item, typed, said)
    assert everything(world) == before


def _typed(
    world: World, item: str, typed: dict[str, Any], said: dict[str, str]
) -> None:
    asked = {"reference": item, "event": "approve"} | typed
    procedure.advance(world.store, world.act(**said), **asked)


def test_whoever_saw_the_last_entry_may_act(world: World) -> None:
    item = world.open()
    world.advance(item, "approve", "2021-07-06", expect=1)
    world.advance(item, "consent", "2021-07-06", expect=2)


@pytest.mark.parametrize("expect", [0, 1, 3, -1])
def test_whoever_saw_another_entry_is_told_what_has_happened(
    world: World, expect: int
) -> None:
    item = world.open()
    world.advance(item, "approve", "2021-07-06")
    before = everything(world)
    with pytest.raises(ItemMoved) as refusal:
        world.advance(item, "consent", "2021-07-06", expect=expect)
    assert refusal.value.exit_code == 4
    said = str(refusal.value)
    assert "approve" in said
    assert f"laufzettel show {item}" in said
    assert everything(world) == before


def test_near_references_are_named(world: World) -> None:
    world.open()
    with pytest.raises(Refused, match="S-2021-0001"):
        world.advance("S-2021-0011", "approve", "2021-07-06")


def test_a_changed_definition_is_not_followed(world: World, forge: Forger) -> None:
    """The path of a running item is the one that its hash names, or none."""
    item = world.open()
    other = world.path.content.replace("clerk", "press")
    forge.run("UPDATE definition SET content = ?, hash = ?", other, "7" * 64)
    forge.run("UPDATE item SET definition_hash = ?", "7" * 64)
    with pytest.raises(RecordDamaged) as refusal:
        world.advance(item, "approve", "2021-07-06")
    assert refusal.value.exit_code == 3
