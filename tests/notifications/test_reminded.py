"""Was I told? Every reminder of an item, whom it reached, and what became of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.ladder import WEEKDAYS
from notifications.mornings import MORNING
from notifications.reminded import Reminded, apart, reminders_of
from notifications.rounds import round
from tests.notifications import reminding
from tests.notifications.mailbox import finish, term
from tests.notifications.spans import Kept, everybody, local, settings
from tests.worlds import World
from workflow.counting import working_day_after
from workflow.errors import Refused
from workflow.periods import working_day_before

START = date(2026, 3, 2)  # a Monday; the answer is due on 16 March


def asked(world: World) -> str:
    """An item whose term of two weeks runs since 2 March."""
    world.now = local(START - timedelta(days=20), MORNING)
    everybody(world)
    return reminding.ask(world, str(START))


def morning(world: World, day: date, kept: Kept | None = None) -> None:
    """The round of a morning."""
    round(world.store, local(day, MORNING), settings(), opened=(kept or Kept()).opened)


def told(world: World, reference: str) -> list[Reminded]:
    with world.store.reading() as tx:
        return reminders_of(tx, reference)


def in_short(found: list[Reminded]) -> list[tuple[object, ...]]:
    return [
        (
            str(each.reason.occurrence),
            each.reason.stage,
            each.reason.apart,
            each.recipient,
            [posted.state for posted in each.posted] or each.state,
        )
        for each in found
    ]


def test_at_first_nobody_was_told(world: World) -> None:
    assert told(world, asked(world)) == []


def test_each_reminder_tells_whom_it_reached_and_when(world: World) -> None:
    reference = asked(world)
    for number in range(30):
        morning(world, START + timedelta(days=number))
    assert in_short(told(world, reference)) == [
        ("2026-03-09", "before", 5, "ann", ["sent"]),
        ("2026-03-13", "before", 1, "ann", ["sent"]),
        ("2026-03-16", "day", 0, "ann", ["sent"]),
        ("2026-03-17", "after", 1, "ann", ["sent"]),
        ("2026-03-18", "escalation", 2, "ben", ["sent"]),
        ("2026-03-19", "after", 3, "ann", ["sent"]),
    ]
    first = told(world, reference)[0]
    assert first.posted[0].address == "ann@senat.example"
    assert first.posted[0].at.replace(microsecond=0) == local(
        date(2026, 3, 9), MORNING
    ).replace(microsecond=0)


def test_whoever_acted_before_the_letter_was_written_was_not_told(
    world: World,
) -> None:
    reference = asked(world)
    name = term(world, reference, "2026-03-20", role="clerk", remind_before=(7,))
    finish(world, reference, name, "2026-03-14")
    morning(world, date(2026, 3, 16))
    found = [each for each in told(world, reference) if each.reason.name == name]
    assert in_short(found) == [("2026-03-13", "before", 7, "role:clerk", "superseded")]
    assert found[0].reason.about == "Strategie vorlegen"


def test_a_reminder_of_the_night_waits_for_its_letter(world: World) -> None:
    reference = asked(world)
    day = date(2026, 3, 9)
    round(world.store, local(day, MORNING) - timedelta(hours=1), settings())
    assert [each.state for each in told(world, reference)] == ["due"]
    assert [each.posted for each in told(world, reference)] == [()]


def test_a_consultation_is_named_with_the_body_that_was_asked(world: World) -> None:
    reference = asked(world)
    reminding.consult(
        world, reference, "opinion", "culture", "2026-03-03", "2026-03-05"
    )
    morning(world, date(2026, 3, 5))
    found = [each for each in told(world, reference) if each.reason.name == "opinion"]
    assert found
    assert {each.reason.body and each.reason.body.de for each in found} == {"Kultur"}


def test_an_unknown_item_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        told(world, "S-1999-0001")


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(1, 60))
def test_days_apart_are_counted_back_as_they_were_counted(day: date, days: int) -> None:
    before = working_day_before(day, WEEKDAYS, days)
    after = working_day_after(day, WEEKDAYS, days)
    assert apart(day, before, WEEKDAYS) == days
    assert apart(day, after, WEEKDAYS) == days
    assert apart(day, day + timedelta(days=days), None) == days
    assert apart(day, day, WEEKDAYS) == 0
