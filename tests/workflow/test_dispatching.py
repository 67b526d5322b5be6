"""Decisions about messages and the clock are entries; only administrators make them."""

import json
from typing import Any

import pytest

from tests.workflow.forging import Forger
from tests.workflow.office import ADA, LENA, employ, entry, everything, sitting
from tests.worlds import World
from workflow import dispatching
from workflow.access import ADMIN
from workflow.errors import ItemMoved, NotPermitted, Refused
from workflow.history import DISPATCHED, Entry
from workflow.unit import Answer, unit

KEY = "0f" * 32


def decide(world: World, verb: str, reason: str | None, **options: Any) -> Answer:
    act, facts = world.act(**options), {"message": KEY}
    return dispatching.record(world.store, act, verb, facts, {"reason": reason})


@pytest.mark.parametrize("verb", sorted(DISPATCHED))
def test_a_decision_is_an_entry_with_its_reason(world: World, verb: str) -> None:
    employ(world)
    with sitting(world, ADA):
        answer = decide(world, verb, "Postfach war voll")
    row = entry(world)
    facts = json.loads(row["content"])["facts"]
    assert (row["kind"], row["item_id"]) == ("dispatch", None)
    assert facts == {"verb": verb, "message": KEY}
    assert (answer["verb"], answer["message"]) == (verb, KEY)
    assert "Postfach" not in row["content"]
    assert world.verify().sound


def retried(world: World, office_term: str) -> Entry:
    """A decision together with a change of a row: here of an office term."""
    with unit(world.store, world.act(), "retry", {}) as work:
        person = work.require((ADMIN,))
        facts = {"message": KEY}
        entry = dispatching.written(work, person, "retry", facts, {"reason": "x"})
        work.tx.change("close_term", item="none", named=office_term, seq=entry.seq)
    return entry


def test_nothing_stays_of_a_decision_whose_change_fails(world: World) -> None:
    before = everything(world)
    with pytest.raises(ItemMoved):
        retried(world, "term-9")
    assert everything(world) == before


def test_a_repeat_answers_the_same_and_decides_nothing(world: World) -> None:
    first = decide(world, "drop", "doppelt", command_id="k-1")
    before = everything(world)
    assert decide(world, "drop", "doppelt", command_id="k-1") == first
    for verb, reason in (("drop", "anders"), ("hold", "doppelt")):
        with pytest.raises(Refused, match="command id"):
            decide(world, verb, reason, command_id="k-1")
    assert everything(world) == before


def test_nobody_else_decides(world: World) -> None:
    employ(world)
    before = everything(world)
    with sitting(world, LENA), pytest.raises(NotPermitted, match="admin"):
        decide(world, "retry", None)
    with pytest.raises(Refused, match="control character"):
        decide(world, "retry", "a\x1b[31mb")
    with pytest.raises(ValueError, match="burn"):
        decide(world, "burn", None)
    assert everything(world) == before


@pytest.mark.parametrize("damage", ["burn", "lena"])
def test_a_forged_decision_is_found(world: World, forge: Forger, damage: str) -> None:
    employ(world)
    decide(world, "retry", "x")
    contents = forge.contents()
    if damage == "burn":
        contents[-1]["facts"]["verb"] = "burn"
    else:
        ((contents[-1]["actor"],),) = forge.ask(
            "SELECT id FROM person WHERE name = 'lena'"
        )
    forge.chain(contents)
    (finding,) = world.verify().findings
    assert finding.seq == len(contents)
