"""Open items go over to another version of their path, or stay and say why."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from definitions.canonical import canonical
from definitions.loader import find, from_content, hash_of
from definitions.model import Loaded
from definitions.reader import read
from tests.definitions.everything import everything
from tests.workflow import office
from tests.workflow.forging import Content, Forger
from tests.worlds import World, by, on
from workflow import consultations, terms
from workflow.errors import NotPermitted, Refused
from workflow.papers import plan_in
from workflow.transfer import Transfer, apply, plan
from workflow.unit import Answer, unit

SHIPPED = find("berlin-senate")
RENAMED = ("ready_for_decision", "ripe")
LATER = ("valid_from: 2021-01-01", "valid_from: 2021-07-06")


def version(*changes: tuple[str, str], name: str = "2026-07") -> Loaded:
    """The shipped path in another version, with texts replaced wherever they stand."""
    text = SHIPPED.source
    for old, new in (*changes, ("version: 2026-01", f"version: {name}")):
        assert old in text, old
        text = text.replace(old, new)
    reading = read(text.encode(), "version.yaml")
    content = canonical(reading.value)
    return Loaded(from_content(content), text, content, hash_of(content))


def planned(world: World, to: Loaded, *references: str) -> tuple[Transfer, ...]:
    with world.store.reading() as tx:
        return plan(tx, to, references)


def moved(world: World, to: Loaded, *references: str, **said: Any) -> list[str]:
    """Move items; their references."""
    answers = _apply(world, to, *references, **said)
    return [each["reference"] for each in answers]


def _apply(world: World, to: Loaded, *references: str, **said: Any) -> list[Answer]:
    options = {name: said.pop(name) for name in ("command_id",) if name in said}
    return [*apply(world.store, world.act(**options), to, references, **said)]


def ready(world: World) -> str:
    """An item that is ready for decision."""
    reference = world.open()
    world.advance(reference, "approve", "2021-07-06")
    world.advance(reference, "consent", "2021-08-03")
    return reference


def why(world: World, to: Loaded, reference: str) -> str:
    """Why an item cannot go over; moving it is refused so, and changes nothing."""
    (found,) = planned(world, to, reference)
    assert found.to_state is None
    before = office.everything(world)
    with pytest.raises(Refused) as refused:
        moved(world, to, reference)
    assert str(found.reason) in str(refused.value)
    assert office.everything(world) == before
    return str(found.reason)


def test_a_renamed_state_is_found_by_walking_the_history_again(world: World) -> None:
    reference, to = ready(world), version(RENAMED)
    (found,) = planned(world, to)
    assert (found.from_state, found.to_state) == RENAMED
    assert (found.from_version, found.from_hash) == ("2026-01", SHIPPED.hash)
    before = world.slip(reference).entries
    assert moved(world, to, note="Neufassung") == [reference]
    after = world.slip(reference)
    assert (after.state, after.definition_hash) == ("ripe", to.hash)
    *unchanged, last = after.entries
    assert unchanged == list(before)
    assert (last.kind, last.event) == ("migrated", "migrate")
    assert (last.from_state, last.to_state) == RENAMED
    assert last.words == {"note": "Neufassung"}
    assert last.content["facts"] == {
        "definition": to.hash,
        "from": SHIPPED.hash,
        "items": 1,
    }
    world.advance(reference, "decide", "2021-08-03")
    assert world.verify().findings == ()


def test_a_plan_records_nothing(world: World) -> None:
    ready(world)
    before = office.everything(world)
    assert [each.to_state for each in planned(world, version(RENAMED))] == ["ripe"]
    assert office.everything(world) == before


def test_an_event_that_is_gone_and_was_taken_names_its_entry(world: World) -> None:
    to = version(("  consent:\n", "  hear:\n"), (" consent,", " hear,"), _NO_RELEASE)
    taken, free = ready(world), world.open()
    assert "entry 3 (consent): " in why(world, to, taken)
    assert "has no event consent" in why(world, to, taken)
    assert moved(world, to) == [free]
    assert world.slip(taken).definition_hash == SHIPPED.hash
    assert world.verify().findings == ()


_NO_RELEASE = ("  consent: council_position\n", "")


def test_a_step_must_have_had_what_the_new_version_asks_for(world: World) -> None:
    asks = ("    basis: [vvb-68", "    requires: [{event: decide}]\n    basis: [vvb-68")
    reason = why(world, version(asks), ready(world))
    assert reason.startswith("entry 3 (consent): ")
    assert "(decide) is not on record yet" in reason


def test_an_item_opened_before_the_version_stays_on_its_own(world: World) -> None:
    early = world.open(day=on("2021-07-05"))
    at_latest = world.open(day=by("2021-07-05"))
    late = world.open(day=on("2021-07-06"))
    unknown = world.open(day=by("2021-07-07"))
    to = version(LATER)
    for reference in (early, at_latest):
        reason = why(world, to, reference)
        assert "opened on" in reason
        assert "from 2021-07-06 to open end" in reason
    assert moved(world, to) == [late, unknown]
    world.correct(early, 1, day=on("2021-07-06"))  # it had been opened later
    assert moved(world, to) == [early]
    with pytest.raises(Refused, match="is valid from 2021-07-06"):
        world.correct(late, 1, day=on("2021-07-05"))
    assert world.verify().findings == ()


def test_an_item_opened_after_the_end_of_a_version_stays(world: World) -> None:
    ended = ("valid_from: 2021-01-01", "valid_to: 2021-07-04\nvalid_from: 2021-01-01")
    reason = why(world, version(ended), world.open(day=on("2021-07-05")))
    assert "from 2021-01-01 to 2021-07-04" in reason


def test_what_is_over_and_what_is_elsewhere_stays(world: World) -> None:
    done, to = world.smart_city(), version(RENAMED)
    world.path, before = version(("berlin-senate", "harbour")), world.path
    elsewhere = world.open()
    world.path = before
    assert planned(world, to) == ()
    assert "is at its end" in why(world, to, done)
    assert why(world, to, elsewhere) == "it is on another path: harbour"
    assert why(world, SHIPPED, done) == "it is on this version already"
    with pytest.raises(Refused, match="no item S-1999-0001"):
        planned(world, to, "S-1999-0001")


def test_a_step_that_would_say_something_else_does_not_go_over(world: World) -> None:
    """No body and no outcome is put into the mouth of an entry."""
    opened, taken = world.open(), ready(world)
    other = ("    body: council\n", "    body: senate\n")
    reason = why(world, version(other), taken)
    assert "entry 3 (consent) would say something else: consented, senate" in reason
    assert moved(world, version(other)) == [opened]
    plain = version(("    outcomes: [consented, consented_with_remarks]\n", ""))
    assert "entry 3 (consent)" in why(world, plain, taken)
    world.path = plain
    without = ready(world)
    assert "consented, council instead of council" in why(world, SHIPPED, without)


def test_a_plan_of_an_event_that_is_gone_stays_with_its_version(world: World) -> None:
    reference = world.open()
    act = world.act()
    with unit(world.store, act, "plan", {}) as work:
        plan_in(work, reference, "consent", on("2022-01-01"), {})
    to = version(("  consent:\n", "  hear:\n"), (" consent,", " hear,"), _NO_RELEASE)
    assert why(world, to, reference).startswith("entry 2 plans consent")
    world.correct(reference, 2, void=True)
    assert moved(world, to) == [reference]
    assert world.verify().findings == ()


def test_an_office_term_needs_its_role_on_the_new_version(world: World) -> None:
    reference = world.open()
    due = {"due": date(2022, 1, 1), "reason": "R", "role": "press"}
    terms.add_term(world.store, world.act(), reference, **due)  # type: ignore[arg-type]
    to = version(("  press: {de", "  media: {de"), ("by: press", "by: media"))
    assert "a role that this version does not have" in why(world, to, reference)
    terms.finish_term(world.store, world.act(), reference, "term-1")
    assert moved(world, to) == [reference]


def test_one_that_cannot_go_over_keeps_no_other_back_unless_it_is_named(
    world: World,
) -> None:
    early, late = world.open(), world.open(day=on("2021-07-06"))
    to = version(LATER)
    before = office.everything(world)
    with pytest.raises(Refused, match=early):
        moved(world, to, late, early)
    assert office.everything(world) == before
    assert [each.to_state for each in planned(world, to)] == [None, "draft"]
    assert moved(world, to) == [late]
    assert [each.reference for each in planned(world, to)] == [early]


def test_a_second_time_does_nothing(world: World) -> None:
    ready(world)
    to = version(RENAMED)
    assert len(moved(world, to)) == 1
    before = office.everything(world)
    assert moved(world, to) == []
    assert office.everything(world) == before


def test_a_command_that_is_repeated_answers_the_same_and_does_nothing(
    world: World,
) -> None:
    to = version(RENAMED)
    for _ in range(3):
        ready(world)
    first = _apply(world, to, command_id="move")
    world.open()
    world.advance("S-2021-0002", "decide", "2021-08-03")
    before = office.everything(world)
    assert _apply(world, to, command_id="move") == first
    assert len(first) == 3
    assert office.everything(world) == before
    with pytest.raises(Refused, match="stands for another command"):
        _apply(world, to, "S-2021-0004", command_id="move")


def test_it_takes_an_administrator(world: World) -> None:
    office.employ(world)
    ready(world)
    for role, person in office.STAFF.items():
        world.person = person
        if role != "admin":
            with pytest.raises(NotPermitted):
                moved(world, version(RENAMED))
    assert len(moved(world, version(RENAMED))) == 1
    assert world.verify().findings == ()


def test_a_correction_afterwards_is_judged_by_the_new_version(world: World) -> None:
    reference = ready(world)
    gone = version((", approved_with_remarks, noted", ", noted"), RENAMED)
    moved(world, gone)
    with pytest.raises(Refused, match="approved_with_remarks is no outcome"):
        world.correct(reference, 2, outcome="approved_with_remarks")
    world.correct(reference, 2, outcome="noted")
    world.correct(reference, 3, void=True)
    assert world.slip(reference).state == "first_approval"
    assert world.verify().findings == ()


def test_a_step_that_was_struck_is_no_hindrance(world: World) -> None:
    reference = ready(world)
    world.correct(reference, 3, void=True)
    to = version(("  consent:\n", "  hear:\n"), (" consent,", " hear,"), _NO_RELEASE)
    assert moved(world, to) == [reference]
    with pytest.raises(Refused, match="has no event consent"):
        world.correct(reference, 4, void=True)
    assert world.slip(reference).state == "first_approval"
    assert world.verify().findings == ()


def test_items_go_over_and_back_and_over_again(world: World) -> None:
    reference, to = ready(world), version(RENAMED)
    for target in (to, SHIPPED, to):
        assert moved(world, target, reference) == [reference]
    assert world.slip(reference).state == "ripe"
    assert len(office.everything(world)["definitions"]) == 2
    assert world.verify().findings == ()


def test_consultations_stand_as_the_new_version_sees_them(world: World) -> None:
    """An answer that left a consultation open may close it on another version."""
    world.path, world.now = everything(), world.now.replace(year=2025)
    reference = world.open(day=on("2025-03-03"))
    consultations.consult(world.store, world.act(), reference, "statement")
    consultations.reply(
        world.store, world.act(), reference, "statement", outcome="adjourned"
    )
    assert _statuses(world) == ["open"]
    to = everything(("    keeps_open: adjourned\n", ""), ("2026-01\n", "2026-02\n"))
    assert moved(world, to) == [reference]
    assert _statuses(world) == ["closed"]
    assert world.verify().findings == ()


def _statuses(world: World) -> list[str]:
    with world.store.reading() as tx:
        return [row["status"] for row in tx.all("consultations")]


# --- what somebody forges

Forge = Callable[[Content], object]
FORGED: dict[str, Forge] = {
    "the state": lambda entry: entry.update(to="draft"),
    "the state before": lambda entry: entry.update({"from": "draft"}),
    "the version before": lambda entry: entry["facts"].update({"from": "0" * 64}),
    "the version": lambda entry: entry["facts"].update(definition="0" * 64),
    "no version": lambda entry: entry.pop("facts"),
    "the person": lambda entry: entry.update(actor="0" * 32),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_transfer_is_found(world: World, forge: Forger, forged: str) -> None:
    ready(world)
    moved(world, version(RENAMED))
    contents = forge.contents()
    assert contents[-1]["kind"] == "migrated"
    FORGED[forged](contents[-1])
    forge.chain(contents)
    assert len(contents) in {each.seq for each in world.verify().findings}


def test_a_transfer_by_somebody_without_the_role_is_found(
    world: World, forge: Forger
) -> None:
    office.employ(world)
    ready(world)
    moved(world, version(RENAMED))
    contents = forge.contents()
    lead = next(
        each["facts"]["person"]
        for each in contents
        if each["kind"] == "role_granted" and each["facts"]["role"] == "lead"
    )
    forge.chain([*contents[:-1], contents[-1] | {"actor": lead}])
    found = {each.seq: str(each.what) for each in world.verify().findings}
    assert "no role" in found[len(contents)]


def test_a_transfer_to_another_path_is_found(world: World, forge: Forger) -> None:
    other = version(("berlin-senate", "harbour"))
    world.path, before = other, world.path
    world.open()
    world.path = before
    ready(world)
    moved(world, version(RENAMED))
    contents = forge.contents()
    last = json.loads(json.dumps(contents[-1]))
    last["facts"]["definition"], last["to"] = other.hash, last["from"]
    forge.chain([*contents[:-1], last])
    found = {each.seq: str(each.what) for each in world.verify().findings}
    assert "does not lead from the version" in found[len(contents)]


def test_a_damaged_row_is_not_carried_over(world: World, forge: Forger) -> None:
    reference = ready(world)
    forge.run("UPDATE item SET state = 'draft' WHERE reference = ?", reference)
    with pytest.raises(Exception, match="not what its entries say"):
        planned(world, version(RENAMED))


def test_ways_of_saying_that_differ_in_the_file_alone_are_other_versions(
    world: World,
) -> None:
    """The hash is of what a file says: comments make no version, labels do."""
    reference = ready(world)
    same = replace(SHIPPED, source=SHIPPED.source + "# Nachtrag\n")
    assert planned(world, same) == ()
    (found,) = planned(world, version(("en: first approval}", "en: approved once}")))
    assert (found.reference, found.to_state) == (reference, "ready_for_decision")
