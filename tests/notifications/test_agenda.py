"""What a letter is made of is read once, and of the right item."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from notifications import mornings, sheets, told
from notifications.agenda import Reader
from notifications.awaiting import Awaited, Desk
from notifications.digests import Posting
from notifications.mail import Addresses
from notifications.reaching import Reaching
from notifications.sheets import Writing
from tests.notifications.mailbox import at, term
from tests.worlds import World
from workflow import contacts, people, procedure
from workflow.directory import Directory
from workflow.store import Row, Transaction

DAY = date(2021, 8, 24)
DUE = date(2021, 8, 31)
MAIL = {"lead": "lead@senat.example", "clerk": "clerk@senat.example"}
POSTING = Posting(Addresses("senat.example", MAIL))


def awaited(world: World) -> list[Awaited]:
    """All that is open."""
    with world.store.reading() as tx:
        return list(Desk(tx).page("", "~"))


def reminder(each: Awaited, due: str, occurrence: str) -> Row:
    """A reminder of a last day that the lead office was told of."""
    found = {**told.base_of(each, "role:lead"), "due": date.fromisoformat(due)}
    return {
        **found,
        "occurrence": date.fromisoformat(occurrence),
        "recipient": "role:lead",
        "stage": "before",
        "state": told.QUEUED,
        "late_days": 0,
    }


def line_of(world: World, each: Awaited, now: datetime) -> Any:
    """What a letter says of an open duty."""
    with world.store.reading() as tx:
        directory = Directory.of(tx, MAIL, since=DAY)
        reader = Reader(tx, directory, DAY, now)
        row = reminder(each, str(each.duty.due), str(DAY))
        return reader.line({**row, "reference": each.duty.reference})


def test_what_is_open_of_an_item_is_told_apart_from_its_neighbours(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their ids differ in the last digit alone, in each order."""
    ids = ["0" * 31 + digit for digit in "9a0f"]
    taken = iter(ids)
    by_hand = SimpleNamespace(token_hex=lambda _: next(taken))
    monkeypatch.setattr(procedure, "secrets", by_hand)
    names = {each: term(world, world.open(), str(DUE)) for each in ids}
    with world.store.reading() as tx:
        desk = Desk(tx)
        for each in ids:
            (found,) = desk.of_item(each)
            assert (found.item_id, found.duty.name) == (each, names[each])


@pytest.mark.parametrize("order", ["as they were told", "the other way round"])
def test_a_letter_names_the_last_day_that_was_told_last(
    world: World, order: str
) -> None:
    """A day that was brought forward is meant for an earlier morning."""
    term(world, world.open(), str(DUE), role="lead")
    (each,) = awaited(world)
    first, second = ("2021-09-20", "2021-09-13"), ("2021-09-08", "2021-09-01")
    if order == "the other way round":
        first, second = second, first
    with world.store.writing() as tx:
        for days, instant in ((first, "2021-08-16"), (second, "2021-08-17")):
            assert told.write(tx, reminder(each, *days), at(instant))
    line = line_of(world, each, at(str(DAY)))
    assert str(line.moved_from) == second[0]


def test_a_letter_that_tells_the_same_last_day_again_names_no_other(
    world: World,
) -> None:
    term(world, world.open(), str(DUE), role="lead")
    (each,) = awaited(world)
    with world.store.writing() as tx:
        assert told.write(tx, reminder(each, str(DUE), "2021-08-17"), at("2021-08-17"))
    assert line_of(world, each, at(str(DAY))).moved_from is None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are read with, one after another."""
    names: list[str] = []
    ask = Transaction.all

    def counted(tx: Transaction, name: str, /, **given: Any) -> list[Row]:
        names.append(name)
        return ask(tx, name, **given)

    monkeypatch.setattr(Transaction, "all", counted)
    return names


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Reaching]:
    """The directories that were read for letters."""
    made: list[Reaching] = []

    class Counted(Reaching):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(sheets, "Reaching", Counted)
    return made


def due_reminders(world: World, terms: int) -> None:
    """Reminders of so many terms of one item, for two offices in turn."""
    reference = world.open()
    for number in range(terms):
        term(world, reference, str(DUE), role=("lead", "clerk")[number % 2])
    with world.store.writing() as tx:
        for each in Desk(tx).page("", "~"):
            (principal, *_) = each.rungs
            row = reminder(each, str(DUE), str(DAY))
            who = {"principal": principal, "recipient": principal}
            told.write(tx, {**row, **who, "state": told.DUE}, at(str(DAY), 3))


def test_many_terms_of_one_item_are_looked_up_once_for_a_letter(
    world: World, asked: list[str]
) -> None:
    due_reminders(world, 8)
    asked.clear()
    written = mornings.write(world.store, at(str(DAY)), POSTING, mornings.MORNING)
    assert (written.letters, written.problems) == (2, [])
    assert asked.count("reminders_of") == asked.count("terms_to_remind") == 2
    assert asked.count("still_overdue") == 2


def test_the_directory_is_read_once_for_all_letters_of_a_morning(
    world: World, readings: list[Reaching]
) -> None:
    due_reminders(world, 4)
    written = mornings.write(world.store, at(str(DAY)), POSTING, mornings.MORNING)
    assert written.letters == 2
    assert len(readings) == 1


def test_the_directory_is_read_anew_once_something_was_recorded(world: World) -> None:
    work = Writing(world.store, at(str(DAY)), POSTING)

    def address() -> str | None:
        with world.store.reading() as tx:
            return work.reaching(tx).recipient("role:lead").address

    assert address() == MAIL["lead"]
    known, new = people.known_paths(world.store), "amt@senat.example"
    contacts.set_contact(world.store, world.act(), "role:lead", known, address=new)
    assert address() == new
