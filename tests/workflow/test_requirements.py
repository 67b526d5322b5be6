"""What a path asks for before a step: sittings, persons, urgency, papers, numbers."""

from datetime import date

import pytest

from definitions.model import Loaded
from tests.definitions.everything import everything
from tests.workflow.beside import Busy, four_departments
from tests.workflow.office import CARL, sitting
from tests.worlds import World, on
from workflow import people, procedure
from workflow.access import standing
from workflow.docket import choices
from workflow.errors import NotPermitted, Refused
from workflow.sittings import record_sitting


@pytest.fixture
def busy(world: World) -> Busy:
    return Busy(world)


def _sound(busy: Busy) -> None:
    assert busy.world.verify().findings == ()


def test_a_decision_takes_a_sitting_with_a_quorum_on_that_day(busy: Busy) -> None:
    busy.on_agenda()
    with pytest.raises(Refused, match="no sitting of Senate with a quorum"):
        busy.advance("pass", "2021-07-06")
    busy.sat("2021-07-06", "not_quorate")
    with pytest.raises(Refused, match="no sitting of Senate with a quorum"):
        busy.advance("pass", "2021-07-06")
    _sound(busy)
    busy.sat("2021-07-06")
    assert busy.advance("pass", "2021-07-06")["state"] == "before_council"
    with pytest.raises(Refused, match="no sitting"):
        busy.world.correct(busy.item, 3, day=on("2021-07-07"))
    busy.sat("2021-07-07")
    busy.world.correct(busy.item, 3, day=on("2021-07-07"))
    _sound(busy)
    busy.sat("2021-07-06", "cancelled")  # what was recorded before stays
    _sound(busy)


def test_a_correction_to_an_event_that_takes_a_sitting_cites_it(world: World) -> None:
    path = four_departments()
    busy = Busy(world, path)
    busy.on_agenda()
    busy.sat("2021-07-06")
    busy.advance("withdraw", "2021-07-06")
    busy.world.correct(busy.item, 3, event="pass", outcome="noted")
    assert busy.world.slip(busy.item).state == "before_council"
    _sound(busy)
    busy.world.correct(busy.item, 4, void=True)
    assert busy.world.slip(busy.item).state == "withdrawn"
    _sound(busy)


def test_a_sitting_takes_a_known_series_a_past_day_and_a_role(busy: Busy) -> None:
    store = busy.world.store
    with pytest.raises(Refused, match="sittings council"):
        record_sitting(store, busy.world.act(), "council", date(2021, 7, 6))
    with pytest.raises(Refused, match="future"):
        busy.sat("2021-12-24")
    with pytest.raises(NotPermitted), sitting(busy.world, CARL):
        busy.sat("2021-07-06")
    people.grant(store, busy.world.act(), CARL, "clerk", [busy.world.path.definition])
    with sitting(busy.world, CARL):
        busy.sat("2021-07-06")
    _sound(busy)


def test_urgency_is_not_stated_of_a_step_that_asks_for_none(busy: Busy) -> None:
    busy.cosigned()
    said = {"urgency": "Frist", "approved_by": "Dr. X"}
    with pytest.raises(Refused, match="takes no urgency"):
        busy.advance("register", "2021-07-05", fields={"number": "1"}, **said)


def test_urgency_takes_a_reason_and_who_approved_it(busy: Busy) -> None:
    for said in ({}, {"urgency": "Frist"}, {"approved_by": "Dr. X"}):
        with pytest.raises(Refused, match="--urgent REASON --approved-by NAME"):
            busy.advance("urgent", "2021-07-05", **said)
    busy.on_agenda()
    busy.world.correct(busy.item, 2, words={"approved_by": "Dr. Y"})
    (_, step) = busy.world.slip(busy.item).steps
    assert (step.words["urgency"], step.words["approved_by"]) == ("Frist", "Dr. Y")
    _sound(busy)


def test_everything_that_is_missing_is_said_at_once(busy: Busy) -> None:
    with pytest.raises(Refused) as refusal:
        busy.advance("register", "2021-07-05")
    for part in ("paper", "nobody has been asked: Justice", "--field number=TEXT"):
        assert part in str(refusal.value)
    assert "Geschäftsordnung § 1" in str(refusal.value)
    busy.cosigned()
    with pytest.raises(Refused) as refusal:
        busy.advance("register", "2021-07-05")
    assert "not attached" not in str(refusal.value)
    busy.advance("register", "2021-07-05", fields={"number": "12"})
    with pytest.raises(Refused, match=r"register \(entry 11\) would become"):
        busy.world.correct(busy.item, 10, void=True)  # the paper
    _sound(busy)


def test_a_second_person_is_another_one(busy: Busy) -> None:
    busy.cosigned()
    busy.advance("register", "2021-07-05", fields={"number": "12"})
    with pytest.raises(Refused, match="a second person"):
        busy.advance("agenda", "2021-07-06")
    definition = [busy.world.path.definition]
    people.grant(busy.world.store, busy.world.act(), CARL, "clerk", definition)
    with sitting(busy.world, CARL):
        assert busy.advance("agenda", "2021-07-06")["state"] == "on_agenda"
    _sound(busy)


def _paper_from(day: str) -> Loaded:
    return everything(
        ("valid_from: 2025-01-01", "valid_from: 2021-01-01"),
        (
            "      - document: paper\n",
            f"      - {{document: paper, valid_from: {day}}}\n",
        ),
        ("      - consultation: cosignature\n", "      - event: urgent\n"),
        ("        bodies: [justice, finance]\n", ""),
        ("        outcomes: given\n", ""),
        ("      - event: urgent\n        basis: rules\n", ""),
        ("      - field: number\n", ""),
    )


def test_a_requirement_holds_from_its_day_on(world: World) -> None:
    busy = Busy(world, _paper_from("2021-07-10"))
    with pytest.raises(Refused, match="not attached"):
        busy.advance("register", "2021-07-10")
    busy.advance("register", "2021-07-09")
    with pytest.raises(Refused, match="not attached"):
        busy.world.correct(busy.item, 2, day=on("2021-07-10"))
    _sound(busy)


def test_a_supplement_has_a_number_that_is_never_given_again(busy: Busy) -> None:
    busy.on_agenda()
    busy.sat("2021-07-06")
    busy.advance("pass", "2021-07-06")
    first = busy.advance("hear", "2021-07-07", number="S-77/2021")
    assert first["number"] == "S-77/2021"
    with pytest.raises(Refused, match="given already"):
        busy.advance("hear", "2021-07-08", number="S-77/2021")
    with pytest.raises(Refused, match="given already"):
        busy.advance("hear", "2021-07-08", number=busy.item)
    with pytest.raises(Refused, match="already"):
        busy.world.open(reference="S-77/2021")
    with pytest.raises(Refused, match="brings no supplement"):
        busy.advance("withdraw", "2021-07-08", number="S-78/2021")
    busy.world.correct(busy.item, first["seq"], void=True)
    with pytest.raises(Refused, match="given already"):
        busy.advance("hear", "2021-07-08", number="S-77/2021")
    second = busy.advance("hear", "2021-07-08")
    assert second["number"] == "S-2021-0002"
    assert busy.world.open() == "S-2021-0003"
    assert busy.world.slip("S-2021-0002").reference == busy.item
    answer = procedure.record(
        busy.world.store, busy.world.act(), "released", "S-77/2021", "a" * 64
    )
    assert answer["reference"] == busy.item
    _sound(busy)


def test_no_correction_makes_a_supplement_or_unmakes_one(busy: Busy) -> None:
    busy.on_agenda()
    busy.sat("2021-07-06")
    busy.advance("pass", "2021-07-06")
    busy.advance("hear", "2021-07-07")
    with pytest.raises(Refused, match="a number of its own"):
        busy.world.correct(busy.item, 4, event="withdraw")
    busy.advance("withdraw", "2021-07-08")
    with pytest.raises(Refused, match="a number of its own"):
        busy.world.correct(busy.item, 5, event="hear")
    _sound(busy)


def test_choices_tell_where_each_outcome_leads(busy: Busy) -> None:
    busy.on_agenda()
    with busy.world.store.reading() as tx:
        held = standing(tx, busy.world.person)
    found = {each.event: each for each in choices(busy.world.slip(busy.item), held)}
    assert found["pass"].outcomes == {
        "noted": "before_council",
        "adjourned": "on_agenda",
        "referred": "rejected",
        "rejected": "rejected",
    }
    assert "hearing" in str(found["pass"].barred["decided"])
    assert not found["register"].outcomes
