"""Who is away, and who stands in: entered by oneself or an administrator."""

from datetime import date
from typing import Any

import pytest

from tests.workflow.office import (
    ADA,
    CARL,
    LENA,
    PAULA,
    STRANGER,
    employ,
    everything,
    sitting,
)
from tests.worlds import World
from workflow import absences, contacts, people
from workflow.directory import Directory
from workflow.errors import NotPermitted, Refused
from workflow.unit import Answer

TODAY = date(2021, 8, 10)


def day(text: str) -> date:
    return date.fromisoformat(text)


def leave(
    world: World,
    who: str,
    first: str,
    last: str | None = None,
    deputy: str | None = None,
    **said: Any,
) -> Answer:
    act = world.act(**{k: said.pop(k) for k in ("command_id",) if k in said})
    days = {"first": day(first), "last": day(last) if last else None}
    said = {"today": TODAY, "deputy": deputy, **days, **said}
    return absences.add_absence(world.store, act, who, **said)


def back(world: World, who: str, first: str | None = None, **said: Any) -> Answer:
    meant = day(first) if first else None
    said = {"today": TODAY, "first": meant, **said}
    return absences.end_absence(world.store, world.act(), who, **said)


def shown(world: World, today: date | None = TODAY) -> list[tuple[Any, ...]]:
    with world.store.reading() as tx:
        rows = absences.absences(tx, today)
    return [
        (row["name"], row["first"].isoformat(), str(row["last"]), row["deputy"])
        for row in rows
    ]


@pytest.fixture
def office(world: World) -> World:
    employ(world)
    return world


def test_a_holiday_is_entered_with_its_deputy(office: World) -> None:
    answer = leave(office, "lena", "2021-08-16", "2021-08-27", "carl", note="Urlaub")
    leave(office, "carl", "2021-09-01")
    assert shown(office) == [
        ("lena", "2021-08-16", "2021-08-27", "carl"),
        ("carl", "2021-09-01", "None", None),
    ]
    assert (answer["first"], answer["last"]) == ("2021-08-16", "2021-08-27")
    assert office.verify().sound


def test_letters_go_to_the_deputy_on_those_days(office: World) -> None:
    paths = [office.path.definition]
    for who in ("lena", "carl"):
        act, at = office.act(), f"{who}@senat.example"
        contacts.set_contact(office.store, act, who, paths, address=at)
    leave(office, "lena", "2021-08-16", "2021-08-27", "carl")
    with office.store.reading() as tx:
        found = Directory.of(tx, since=TODAY)
        of_later = Directory.of(tx, since=day("2021-08-28"))
    for on, name in (("15", "lena"), ("16", "carl"), ("27", "carl"), ("28", "lena")):
        (one,) = found.reached("role:lead", day(f"2021-08-{on}"))
        assert one.name == name
    assert of_later.reached("role:lead", day("2021-08-28"))[0].name == "lena"


def test_one_enters_and_ends_ones_own_absence_without_any_role(office: World) -> None:
    people.revoke(office.store, office.act(), LENA, "lead")
    with sitting(office, LENA):
        leave(office, "lena", "2021-08-16", "2021-08-27", "carl")
        back(office, "lena")
    assert shown(office) == []
    assert office.verify().sound


@pytest.mark.parametrize("person", [CARL, PAULA, STRANGER], ids=lambda each: each.name)
def test_nobody_sends_somebody_else_away_but_an_administrator(
    office: World, person: Any
) -> None:
    leave(office, "lena", "2021-08-16", "2021-08-27")
    before = everything(office)
    with sitting(office, person):
        with pytest.raises(NotPermitted, match="role admin"):
            leave(office, "lena", "2021-09-16")
        with pytest.raises(NotPermitted):
            back(office, "lena")
    assert everything(office) == before
    with sitting(office, ADA):
        back(office, "lena")
    assert shown(office) == []


BAD: dict[str, tuple[tuple[Any, ...], str]] = {
    "the last day before the first": (
        ("carl", "2021-08-16", "2021-08-15"),
        "lies before the first day",
    ),
    "days that are over": (("carl", "2020-08-16", "2020-08-27"), "look at the year"),
    "an unknown person": (("karl", "2021-08-16"), "there are: carl"),
    "an unknown deputy": (("carl", "2021-08-16", None, "lenna"), "there are: lena"),
    "one's own deputy": (("carl", "2021-08-16", None, "carl"), "cannot stand in"),
    "a day in common": (
        ("lena", "2021-08-27", "2021-09-01"),
        "absence end lena --from 2021-08-16",
    ),
    "days that hold the others": (("lena", "2021-08-01"), "already"),
    "two for each other": (
        ("carl", "2021-08-27", None, "lena"),
        "carl, lena would stand in for each other",
    ),
    "three in a ring": (
        ("carl", "2021-08-26", "2021-08-27", "paula"),
        "carl, paula, lena would stand in for each other",
    ),
}


@pytest.mark.parametrize(("said", "reason"), BAD.values(), ids=BAD)
def test_what_contradicts_itself_or_the_others_is_refused(
    office: World, said: tuple[Any, ...], reason: str
) -> None:
    leave(office, "lena", "2021-08-16", "2021-08-27", "carl")
    leave(office, "paula", "2021-08-26", "2021-08-30", "lena")
    before = everything(office)
    with pytest.raises(Refused) as refusal:
        leave(office, *said)
    assert reason in str(refusal.value)
    assert everything(office) == before


def test_deputies_may_take_turns(office: World) -> None:
    leave(office, "lena", "2021-08-16", "2021-08-27", "carl")
    leave(office, "carl", "2021-08-28", "2021-09-10", "lena")
    leave(office, "lena", "2021-09-11", None, "carl")
    assert office.verify().sound


def test_an_absence_that_was_ended_is_in_nobodys_way(office: World) -> None:
    leave(office, "lena", "2021-08-16", None, "carl")
    back(office, "lena")
    leave(office, "lena", "2021-08-20", "2021-08-27", "carl")
    back(office, "lena")
    leave(office, "carl", "2021-08-16", None, "lena")
    assert shown(office) == [("carl", "2021-08-16", "None", "lena")]
    assert len(shown(office, None)) == 3
    assert office.verify().sound


def test_the_absence_of_today_is_meant_before_those_to_come(office: World) -> None:
    leave(office, "lena", "2021-08-09", "2021-08-12")
    leave(office, "lena", "2021-09-01")
    back(office, "lena")
    assert [row[1] for row in shown(office)] == ["2021-09-01"]
    back(office, "lena")
    assert shown(office) == []


def test_of_several_to_come_one_has_to_be_named(office: World) -> None:
    leave(office, "lena", "2021-08-16", "2021-08-20")
    leave(office, "lena", "2021-09-01")
    before = everything(office)
    for first in (None, "2021-09-02"):
        with pytest.raises(Refused, match="2021-08-20, from 2021-09-01 until it is"):
            back(office, "lena", first)
    assert everything(office) == before
    back(office, "lena", "2021-09-01")
    assert [row[1] for row in shown(office)] == ["2021-08-16"]


def test_who_is_there_has_no_absence_to_end(office: World) -> None:
    leave(office, "lena", "2021-08-09", "2021-08-12")
    with pytest.raises(Refused, match="absence list"):
        back(office, "lena", today=day("2021-08-13"))
    with pytest.raises(Refused, match="absence list"):
        back(office, "carl")


def test_a_command_that_is_repeated_is_done_once(office: World) -> None:
    said = ("lena", "2021-08-16", "2021-08-27", "carl")
    first = leave(office, *said, command_id="k-1")
    back(office, "lena")
    assert leave(office, *said, command_id="k-1", today=day("2022-01-01")) == first
    assert shown(office) == []


def test_what_the_deputy_lacks_is_told(office: World) -> None:
    with office.store.reading() as tx:
        told = [str(each) for each in absences.remarks(tx, "lena", "carl")]
        to_all = [str(each) for each in absences.remarks(tx, "lena", "clerk")]
    assert [each.partition(":")[0] for each in told] == [
        "No address of carl is on record",
        "carl does not hold lead",
    ]
    assert len(to_all) == 1, "who holds every role lacks an address only"
