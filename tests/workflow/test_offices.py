"""The directory of offices: who holds one from when to when, entered and set right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflow.forging import Forger
from tests.workflow.office import ADA, CARL, LENA, PAULA, STRANGER, employ, sitting
from tests.workflow.test_portfolios import FINANCE, shipped
from tests.worlds import World
from workflow import offices
from workflow.access import Identity
from workflow.errors import NotPermitted, RecordDamaged, Refused
from workflow.officefile import Given
from workflow.offices import Changed
from workflow.portfolios import Office
from workflow.unit import Answer

KEY = FINANCE.key
LATER = replace(
    FINANCE, first=date(2018, 8, 1), until=None, person="Dr. Matthias Kollatz"
)


def enter(world: World, *given: Office, **said: Any) -> Answer:
    act = world.act(**{k: said.pop(k) for k in ("command_id",) if k in said})
    return offices.set_offices(
        world.store, act, [Given(each) for each in given], **said
    )


def change(world: World, held_from: date | None = None, **said: Any) -> Answer:
    return offices.change_office(
        world.store, world.act(), KEY, Changed(**said), held_from=held_from
    )


def all_of(world: World) -> list[Office]:
    with world.store.reading() as tx:
        return offices.offices(tx)


def held(world: World, day: str) -> list[str]:
    with world.store.reading() as tx:
        found = offices.offices_on(tx, date.fromisoformat(day))
    return [each.person for each in found.values()]


def entries(world: World) -> Sequence[Any]:
    with world.store.reading() as tx:
        return tx.all("entries")


def test_offices_of_two_governments_are_entered_at_once(world: World) -> None:
    given = [each.office for each in shipped()]
    enter(world, *given, note="aus der Anlage")
    assert len(all_of(world)) == len(given)
    assert held(world, "2021-12-20")[0] == "Michael Müller"
    assert held(world, "2021-12-21")[0] == "Franziska Giffey"
    assert held(world, "2023-04-27") == []
    assert world.verify().sound


def test_an_office_is_held_throughout_by_one_person_under_one_name(
    world: World,
) -> None:
    first = replace(FINANCE, until=date(2018, 7, 31))
    enter(world, first, LATER)

    def held_all_along(*days: str) -> bool:
        begins, ends = map(date.fromisoformat, days)
        with world.store.reading() as tx:
            return KEY in offices.offices_throughout(tx, (begins, ends))

    assert held_all_along("2016-12-08", "2018-07-31")
    assert held_all_along("2018-08-01", "2031-01-01")
    assert not held_all_along("2018-07-31", "2018-08-01")  # under another name
    assert not held_all_along("2016-12-07", "2016-12-08")
    enter(world, replace(LATER, person=FINANCE.person))
    assert held_all_along("2018-07-31", "2018-08-01")
    change(world, held_from=FINANCE.first, until=date(2018, 7, 30))
    assert not held_all_along("2018-07-30", "2018-08-01")  # a day without anybody
    with world.store.reading() as tx:
        assert offices.offices_throughout(tx, None) == {}


def test_an_office_is_held_on_its_first_and_its_last_day(world: World) -> None:
    enter(world, FINANCE)
    assert held(world, "2016-12-07") == []
    assert held(world, "2016-12-08") == [FINANCE.person]
    assert held(world, "2018-07-31") == [FINANCE.person]
    assert held(world, "2018-08-01") == []


def test_the_successor_follows_when_the_end_is_entered(world: World) -> None:
    enter(world, replace(FINANCE, until=None))
    with pytest.raises(Refused, match=r"without an end.*--to DATE") as refused:
        enter(world, LATER)
    assert "office set senator-finanzen --from 2016-12-08" in str(refused.value)
    change(world, until=FINANCE.until)
    enter(world, LATER)
    assert held(world, "2018-08-01") == [LATER.person]
    change(world, until=date(2021, 12, 20))  # the last one is meant
    assert [each.until for each in all_of(world)] == [
        date(2018, 7, 31),
        date(2021, 12, 20),
    ]
    assert world.verify().sound


def test_an_office_that_says_nothing_writes_of_women_and_men_as_a_pair(
    world: World,
) -> None:
    enter(world, FINANCE, replace(LATER, style="colon"))
    with world.store.reading() as tx:
        styles = [
            offices.style_of(tx, key, date.fromisoformat(day))
            for key, day in (
                (KEY, "2018-07-31"),
                (KEY, "2018-08-01"),
                (KEY, "2000-01-01"),
                ("senator-kultur", "2018-08-01"),
            )
        ]
    assert styles == ["pair", "colon", "pair", "pair"]


def test_what_is_wrong_is_entered_anew_and_the_record_keeps_both(world: World) -> None:
    enter(world, replace(FINANCE, short="Geldsenator"), LATER)
    enter(world, FINANCE)
    assert [each.short for each in all_of(world)] == ["Finanzsenator", "Finanzsenator"]
    assert [row["kind"] for row in entries(world)[-3:]] == ["office"] * 3
    assert world.verify().sound


def test_a_wrong_first_day_is_set_right(world: World) -> None:
    enter(world, FINANCE, LATER)
    change(world, FINANCE.first, first=date(2014, 12, 11))
    assert [each.first for each in all_of(world)] == [
        date(2014, 12, 11),
        date(2018, 8, 1),
    ]
    with pytest.raises(Refused, match="two people do not hold one office"):
        change(world, LATER.first, first=date(2018, 7, 31))
    with pytest.raises(Refused, match="without an end"):
        change(world, date(2014, 12, 11), first=LATER.first, until=date(2019, 1, 1))
    assert world.verify().sound


def test_neither_name_nor_forms_stand_in_the_chain(world: World) -> None:
    enter(world, FINANCE, note="per Mail")
    content = entries(world)[-1]["content"]
    assert "senator-finanzen" in content
    for told in ("Kollatz", "Senator für", "Finanzsenator", "per Mail"):
        assert told not in content


def test_what_is_entered_twice_is_entered_once(world: World) -> None:
    first = enter(world, FINANCE, command_id="k-1")
    assert enter(world, FINANCE, command_id="k-1") == first
    with pytest.raises(Refused, match="command id"):
        enter(world, LATER, command_id="k-1")
    with pytest.raises(Refused, match="says so already"):
        enter(world, FINANCE)
    with pytest.raises(Refused, match="stands so already"):
        change(world, style="pair")
    enter(world, FINANCE, LATER)  # only what is new is recorded
    assert [row["kind"] for row in entries(world)].count("office") == 2


def test_one_fault_keeps_every_office_out(world: World) -> None:
    before = entries(world)
    broken = replace(LATER, gen="des Senator für Finanzen", person="Kollatz, M.")
    with pytest.raises(Refused) as refused:
        enter(world, FINANCE, broken)
    assert len(refused.value.sentences) == 2
    assert entries(world) == before
    assert all_of(world) == []


def test_a_damaged_row_is_told_in_a_sentence(world: World, forge: Forger) -> None:
    enter(world, FINANCE)
    for forms in ("[]", "{", '{"vok":"Senator"}', "{}"):
        forge.run("UPDATE office SET forms = ?", forms)
        with pytest.raises(RecordDamaged, match="office senator-finanzen"):
            all_of(world)


def test_what_is_not_on_record_cannot_be_changed(world: World) -> None:
    with pytest.raises(Refused, match=r"has no office senator-finanzen.*none.*--file"):
        change(world, until=date(2021, 1, 1))
    enter(world, FINANCE)
    with pytest.raises(Refused, match="held by nobody from 2017-01-01 on"):
        change(world, date(2017, 1, 1), style="colon")


def test_spokespersons_are_named_by_an_administrator_alone(world: World) -> None:
    """Who may release what is quoted is a right, and nobody gives one to themselves."""
    employ(world)
    with sitting(world, PAULA):
        enter(world, FINANCE)
        with pytest.raises(NotPermitted, match="admin"):
            change(world, spokespersons=("paula",))
        assert change(world, style="neutral")
    with sitting(world, ADA):
        change(world, spokespersons=("lena", "uid:1002"))
    with sitting(world, PAULA):  # everything else may be set, and they stay
        enter(world, replace(FINANCE, short="Geldsenator"))
        with pytest.raises(NotPermitted):
            change(world, spokespersons=())
    with world.store.reading() as tx:
        names = {row["id"]: row["name"] for row in tx.all("people")}
        found = offices.spokespersons(tx, KEY, FINANCE.first)
        assert {names[each] for each in found} == {"lena", "carl"}
        assert offices.spokespersons(tx, KEY, date(2020, 1, 1)) == frozenset()
        assert offices.spokespersons(tx, "senator-kultur", FINANCE.first) == frozenset()
    with pytest.raises(Refused, match="nobody called mallory"):
        change(world, spokespersons=("mallory",))
    assert world.verify().sound


@pytest.mark.parametrize("person", [LENA, CARL, STRANGER], ids=lambda each: each.name)
def test_only_administrators_and_the_press_office_enter_offices(
    world: World, person: Identity
) -> None:
    employ(world)
    before = entries(world)
    with sitting(world, person), pytest.raises(NotPermitted, match="admin, press"):
        enter(world, FINANCE)
    assert entries(world) == before
