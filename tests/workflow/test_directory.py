"""Who is written to on a day: nobody is forgotten, nobody absent is asked in vain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.deputies import (
    LONGEST_CHAIN,
    Away,
    by_person,
    circle,
    overlap,
    stand_in,
)
from workflow.directory import Directory, Recipient
from workflow.store import Row

MONDAY = date(2026, 8, 3)
WEEK = [MONDAY + timedelta(days=each) for each in range(8)]
PEOPLE = ("ada", "ben", "cem", "dora", "eva", "finn")
ROLES = ("lead", "clerk", "*")


def contact(subject: str, name: str | None = None, language: str = "de") -> Row:
    person = subject.partition(":")[2] if subject.startswith("person:") else None
    return {
        "subject": subject,
        "name": name,
        "address": f"{subject.partition(':')[2]}@senat.example",
        "language": language,
        "seq": 1,
        "account": person and f"uid:{PEOPLE.index(person)}",
        "called": person,
    }


def holds(person: str, role: str) -> Row:
    return {"id": person, "name": person, "role": role}


def away(person: str, first: int, last: int | None, deputy: str | None = None) -> Away:
    end = None if last is None else WEEK[last]
    return Away(first, person, WEEK[first], end, deputy)


def directory(
    *addressed: str,
    lead: Sequence[str] = (),
    every: Sequence[str] = (),
    absences: Sequence[Away] = (),
    configured: Mapping[str, str] | None = None,
) -> Directory:
    grants = [holds(each, "lead") for each in lead]
    grants += [holds(each, "*") for each in every]
    return Directory(map(contact, addressed), grants, absences, configured or {})


def names(found: Sequence[Recipient]) -> list[str | None]:
    return [each.name or each.address for each in found]


def told(found: Directory, day: date = MONDAY, principal: str = "role:lead") -> object:
    return names(found.reached(principal, day))


# --- stories


def test_a_mailbox_of_the_role_is_written_to_alone() -> None:
    found = directory("person:ada", "role:lead", lead=["ada"])
    assert [each.subject for each in found.reached("role:lead", MONDAY)] == [
        "role:lead"
    ]


def test_a_mailbox_without_a_name_leaves_the_name_to_the_path() -> None:
    (mailbox,) = directory("role:lead").reached("role:lead", MONDAY)
    assert (mailbox.name, mailbox.language) == (None, "de")


def test_what_was_entered_goes_before_the_configuration() -> None:
    configured = {"lead": "conf@senat.example"}
    assert told(directory(configured=configured)) == ["conf@senat.example"]
    found = directory("role:lead", configured=configured)
    assert told(found) == ["lead@senat.example"]


def test_without_a_mailbox_everybody_who_holds_the_role_is_written_to() -> None:
    found = directory("person:cem", "person:ada", lead=["cem", "ada", "ben"])
    assert told(found) == ["ada", "cem"]


def test_who_holds_every_role_is_written_to_where_nobody_else_is_reached() -> None:
    people = ("person:ada", "person:ben")
    assert told(directory(*people, lead=["ben"], every=["ada"])) == ["ben"]
    assert told(directory(*people, every=["ada"])) == ["ada"]
    assert told(directory("person:ada", lead=["ben"], every=["ada"])) == ["ada"]


def test_nobody_is_the_clock() -> None:
    found = directory("person:ada", every=["ada"])
    assert told(found, principal="role:clerk") == ["ada"]
    assert told(found, principal="role:clock") == []


def test_a_body_is_reached_by_its_own_address_only() -> None:
    found = directory("body:finance", "person:ada", every=["ada"])
    assert told(found, principal="body:finance") == ["finance@senat.example"]
    assert told(found, principal="body:justice") == []


def test_the_deputy_is_written_to_on_the_days_of_the_absence_and_says_for_whom() -> (
    None
):
    found = directory(
        "person:ada",
        "person:ben",
        lead=["ada"],
        absences=[away("ada", 1, 3, "ben")],
    )
    days = [told(found, day) for day in WEEK[:5]]
    assert days == [["ada"], ["ben"], ["ben"], ["ben"], ["ada"]]
    (deputy,) = found.reached("role:lead", WEEK[2])
    assert deputy.stands_in_for == "ada"


def test_an_absence_without_an_end_lasts() -> None:
    open_end = [away("ada", 2, None, "ben")]
    found = directory("person:ada", "person:ben", lead=["ada"], absences=open_end)
    assert told(found, WEEK[1]) == ["ada"]
    assert told(found, date(2036, 1, 1)) == ["ben"]


def test_a_deputy_who_holds_the_role_too_gets_one_letter_for_all() -> None:
    gone = [away("ada", 0, 3, "ben")]
    people = ("person:ada", "person:ben")
    found = directory(*people, lead=["ada", "ben"], absences=gone)
    (both,) = found.reached("role:lead", MONDAY)
    assert (both.name, both.stands_in_for) == ("ben", None)


def test_a_deputy_of_several_gets_one_letter_that_names_them_all() -> None:
    gone = [away("ada", 0, 3, "cem"), away("ben", 0, 3, "cem")]
    people = ("person:ada", "person:ben", "person:cem")
    found = directory(*people, lead=["ada", "ben"], absences=gone)
    (one,) = found.reached("role:lead", MONDAY)
    assert (one.name, one.stands_in_for) == ("cem", "ada, ben")


def test_the_deputy_of_an_absent_deputy_stands_in() -> None:
    gone = [away("ada", 0, 3, "ben"), away("ben", 0, 1, "cem")]
    people = ("person:ada", "person:ben", "person:cem")
    found = directory(*people, lead=["ada"], absences=gone)
    assert [told(found, day) for day in WEEK[:3]] == [["cem"], ["cem"], ["ben"]]


@pytest.mark.parametrize(
    "absences",
    [
        [away("ada", 0, 3)],
        [away("ada", 0, 3, "dora")],
        [away("ada", 0, 3, "ben"), away("ben", 0, 3)],
        [away("ada", 0, 3, "ben"), away("ben", 0, 3, "dora")],
        [away("ada", 0, 3, "ben"), away("ben", 0, 3, "ada")],
        [away("ada", 0, 3, "ada")],
    ],
    ids=[
        "no deputy",
        "a deputy without an address",
        "a deputy who is away",
        "a chain that ends without an address",
        "a circle that somebody forged",
        "a deputy of oneself",
    ],
)
def test_where_no_deputy_can_be_reached_the_absent_person_is(
    absences: list[Away],
) -> None:
    people = ("person:ada", "person:ben")
    found = directory(*people, lead=["ada"], absences=absences)
    (one,) = found.reached("role:lead", MONDAY)
    assert (one.name, one.stands_in_for) == ("ada", None)


def test_who_has_no_address_is_stood_in_for_all_the_same() -> None:
    gone = [away("ada", 0, 3, "ben")]
    found = directory("person:ben", lead=["ada"], absences=gone)
    assert told(found) == ["ben"]
    assert told(found, WEEK[5]) == []


def test_a_chain_of_deputies_has_an_end() -> None:
    line = [*PEOPLE, "gert"]
    chained = [away(one, 0, 3, other) for one, other in pairwise(line)]
    assert stand_in(by_person(chained[:LONGEST_CHAIN]), "ada", MONDAY) == "finn"
    assert stand_in(by_person(chained), "ada", MONDAY) is None


def test_somebody_is_looked_up_whoever_stands_in() -> None:
    gone = [away("ada", 0, 3, "ben")]
    found = directory("person:ada", "person:ben", lead=["ada", "cem"], absences=gone)
    ada, cem = found.person("person:ada"), found.person("person:cem")
    assert ada is not None
    assert ada.address == "ada@senat.example"
    assert cem == Recipient("person:cem", "cem", None)
    assert found.person("person:nobody") is None
    assert found.person("body:finance") is None


# --- properties, in small worlds


@dataclass(frozen=True)
class Small:
    """Who is there, who holds what, who has an address, who is away."""

    grants: list[tuple[str, str]]
    addressed: list[str]
    absences: list[Away]

    @property
    def directory(self) -> Directory:
        contacts = [contact(f"person:{each}") for each in self.addressed]
        grants = [holds(*each) for each in self.grants]
        return Directory(contacts, grants, self.absences, {})

    def holders(self, role: str) -> list[str]:
        """Who holds a role and has an address: by name, or with every role."""
        by_name = [p for p, held in self.grants if held == role and self.has(p)]
        return by_name or [p for p, held in self.grants if held == "*" and self.has(p)]

    def has(self, person: str) -> bool:
        return person in self.addressed

    def gone(self, person: str, day: date) -> Away | None:
        days = [a for a in self.absences if a.person == person]
        return next((a for a in days if a.first <= day <= (a.last or day)), None)

    def available(self, person: str, day: date) -> str | None:
        """The deputy who is there and can be reached, found the slow way."""
        trail = [person]
        while (gone := self.gone(trail[-1], day)) and gone.deputy:
            if gone.deputy in trail or len(trail) > LONGEST_CHAIN:
                return None
            trail.append(gone.deputy)
        last = trail[-1]
        there = last != person and self.gone(last, day) is None and self.has(last)
        return last if there else None


_people = st.sampled_from(PEOPLE)
_days = st.integers(0, len(WEEK) - 1)


@st.composite
def _aways(draw: st.DrawFn) -> list[Away]:
    """Absences as they come: some overlap, some deputies stand in a circle."""
    found = []
    for _ in range(draw(st.integers(0, 8))):
        first = draw(_days)
        last = draw(st.none() | st.integers(first, len(WEEK) - 1))
        found.append(away(draw(_people), first, last, draw(st.none() | _people)))
    return found


def _accepted(proposed: Sequence[Away]) -> Iterator[Away]:
    """Those that could be entered one after the other."""
    there: list[Away] = []
    for new in proposed:
        before = by_person(there)
        if overlap(before, new) is None and not circle(before, new):
            there.append(new)
            yield new


_worlds = st.builds(
    Small,
    st.lists(st.tuples(_people, st.sampled_from(ROLES)), unique=True, max_size=8),
    st.lists(_people, unique=True),
    _aways().map(lambda each: list(_accepted(each))),
)
_moments = st.tuples(st.sampled_from(["lead", "clerk"]), st.sampled_from(WEEK))


@given(_worlds, _moments)
def test_whoever_holds_a_role_and_has_an_address_is_reached(
    world: Small, moment: tuple[str, date]
) -> None:
    role, day = moment
    found = world.directory.reached(f"role:{role}", day)
    subjects = [each.subject.removeprefix("person:") for each in found]
    for person in world.holders(role):
        assert (world.available(person, day) or person) in subjects
    assert bool(found) >= bool(world.holders(role))


@given(_worlds, _moments)
def test_nobody_absent_is_written_to_where_a_deputy_is_there(
    world: Small, moment: tuple[str, date]
) -> None:
    role, day = moment
    for each in world.directory.reached(f"role:{role}", day):
        person = each.subject.removeprefix("person:")
        if world.gone(person, day):
            assert world.available(person, day) is None
            assert (person, role) in world.grants or (person, "*") in world.grants


@given(_worlds, _moments)
def test_everybody_is_written_to_once_in_the_order_of_the_accounts(
    world: Small, moment: tuple[str, date]
) -> None:
    role, day = moment
    found = world.directory.reached(f"role:{role}", day)
    places = [PEOPLE.index(each.subject.removeprefix("person:")) for each in found]
    assert places == sorted(set(places))
    assert all(each.address for each in found)


@given(_aways())
def test_a_circle_is_refused_exactly_where_a_day_has_one(proposed: list[Away]) -> None:
    there: list[Away] = []
    for new in proposed:
        if overlap(by_person(there), new) is not None:
            continue
        met = circle(by_person(there), new)
        assert bool(met) == any(_comes_back([*there, new], day) for day in WEEK)
        if met:
            assert met[0] == new.person
        else:
            there.append(new)


def _comes_back(absences: list[Away], day: date) -> bool:
    """Whether on that day anybody comes up twice among the deputies of deputies."""
    deputies = {a.person: a.deputy for a in absences if a.covers(day)}
    for person in deputies:
        trail: list[str | None] = [person]
        while (after := deputies.get(trail[-1] or "")) is not None:
            if after in trail:
                return True
            trail.append(after)
    return False


@given(_aways(), _people, st.sampled_from(WEEK))
def test_no_circle_keeps_a_reader_for_ever(
    absences: list[Away], person: str, day: date
) -> None:
    found = by_person(absences)
    deputy = stand_in(found, person, day)
    assert deputy != person
    assert deputy is None or not any(each.covers(day) for each in found.get(deputy, ()))
