"""The preview tells what the scheduler then does: the same letters to the byte."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from notifications import foresight, outbox
from notifications.copies import TABLES
from notifications.delivery import FOLDER, WEBHOOK, Claimed, NotAccepted, Passing
from notifications.foresight import Foresight, Happening, first_instant, foresee
from notifications.rounds import Settings, round
from tests.load import databases
from tests.load import rounds as loops
from tests.notifications import reminding
from tests.notifications.spans import (
    BERLIN,
    DOMAIN,
    Kept,
    busy_office,
    each_hour,
    each_morning,
    everybody,
    lapses,
    lived,
    local,
    settings,
)
from tests.workflow.terms_path import terms_path
from tests.worlds import World
from workflow.errors import Refused

DAYS = 14
NIGHTS = [date(2026, 3, 20), date(2026, 10, 16)]  # spans with a change of the clocks
STARTS = [*NIGHTS, date(2024, 2, 20), date(2025, 12, 22)]  # leap day, turn of the year

KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
HEADS = ("Stand der Akte:", "State of the record:")
Ticks = Callable[[datetime, int], Iterator[datetime]]


def bytes_of(message: Claimed) -> object:
    """A message without its date and the line that tells the head of the record."""
    if message.channel == WEBHOOK:
        event = json.loads(message.content)
        del event["time"], event["data"]["record"]
        return event
    lines = message.content.splitlines(keepends=True)
    dates = [each for each in lines if each.startswith("Date: ")]
    heads = [each for each in lines if each.startswith(HEADS)]
    assert (len(dates), len(heads)) == (1, 2)  # one in the text, one in the HTML
    return [each for each in lines if each not in {*dates, *heads}]


def told(found: Foresight) -> dict[str, object]:
    """The messages of a preview by key; none of them twice."""
    by_key = {each.message.key: bytes_of(each.message) for each in found.sendings}
    assert len(by_key) == len(found.sendings)
    return by_key


def the_same(world: World, ticks: Ticks, said: Settings) -> Foresight:
    """What is foreseen, proved against what a scheduler then does."""
    found = foresee(world.store, world.now, said, DAYS)
    kept = lived(world, ticks(world.now, DAYS), said)
    assert told(found) == {key: bytes_of(each) for key, each in kept.told.items()}
    return found


def eventful(found: Foresight) -> None:
    """The span would prove little if nothing of a kind happened in it."""
    reasons = [reason for each in found.sendings for reason in each.reasons]
    assert {each.stage for each in reasons} == {"before", "day", "after", "escalation"}
    assert {each.kind for each in reasons} == {
        "deadline",
        "office_term",
        "consultation",
    }
    assert {each.entry.event for each in found.happenings} == {
        "answer",
        "consent_deemed",
    }
    nights = [each.at.astimezone(BERLIN) for each in found.happenings]
    assert {(each.hour, each.minute) for each in nights} == {(0, 0)}
    own = [
        each.message.recipient
        for each in found.sendings
        if any(reason.principal == "role:lead" for reason in each.reasons)
    ]
    assert {f"ann@{DOMAIN}", f"ben@{DOMAIN}"} <= set(own)  # before, and in the absence
    assert found.problems == []


@pytest.mark.parametrize("start", STARTS[: loops(1, len(STARTS))], ids=str)
def test_what_is_foreseen_is_what_a_scheduler_sends_that_ticks_all_the_time(
    world: World, start: date
) -> None:
    busy_office(world, start)
    eventful(the_same(world, each_hour, settings()))


@pytest.mark.heavy
@pytest.mark.parametrize("database", databases(), indirect=True)
@pytest.mark.parametrize("start", STARTS[:: loops(2, 1)], ids=str)
def test_what_is_foreseen_is_what_a_scheduler_sends_that_ticks_once_a_morning(
    world: World, start: date
) -> None:
    busy_office(world, start)
    eventful(the_same(world, each_morning, settings()))


@pytest.mark.heavy
@pytest.mark.parametrize("database", databases(), indirect=True)
def test_a_day_that_begins_elsewhere_is_foreseen_as_it_begins_there(
    world: World,
) -> None:
    """Its terms end while the office still has the day before, after its letters."""
    busy_office(world, STARTS[0])
    path = terms_path(("zone: Europe/Berlin", "zone: Pacific/Kiritimati"))
    lapses(world, STARTS[0], path)
    world.now = local(STARTS[0], time(5))
    until_noon = foresee(world.store, world.now, settings(), 4)  # their fifth day
    assert "answer" in {
        each.entry.event
        for each in until_noon.happenings
        if each.slip.definition.zone == KIRITIMATI.key
    }
    found = the_same(world, each_hour, settings())
    begun = {each.at.astimezone(KIRITIMATI).strftime("%H:%M") for each in _there(found)}
    assert begun == {"00:00"}
    assert found.problems == []


def _there(found: Foresight) -> list[Happening]:
    zone = KIRITIMATI.key
    there = [each for each in found.happenings if each.slip.definition.zone == zone]
    assert len(there) == 3
    return there


@pytest.mark.heavy
@pytest.mark.parametrize("database", databases(), indirect=True)
def test_each_channel_is_foreseen(world: World) -> None:
    busy_office(world, STARTS[0])
    found = the_same(world, each_morning, settings(FOLDER, WEBHOOK))
    by_letter: dict[tuple[object, ...], set[str]] = {}
    for each in found.sendings:
        place = (each.at, each.reasons)
        by_letter.setdefault(tuple(map(repr, place)), set()).add(each.message.channel)
    assert by_letter
    assert set(map(frozenset, by_letter.values())) == {frozenset({FOLDER, WEBHOOK})}


def test_the_files_of_a_folder_are_foreseen_to_the_byte(
    world: World, tmp_path: Path
) -> None:
    busy_office(world, STARTS[0])
    said = replace(settings(), folder=tmp_path / "outbox")
    (first, *_) = foresee(world.store, world.now, said, 0).sendings
    round(world.store, first.at, said)
    written = [path.read_bytes() for path in (tmp_path / "outbox").iterdir()]
    assert first.message.content.encode() in written


@pytest.mark.heavy
@pytest.mark.parametrize("database", databases(), indirect=True)
def test_a_preview_in_the_middle_of_a_day_repeats_nothing(world: World) -> None:
    busy_office(world, STARTS[0])
    lived(world, each_morning(world.now, 3), settings())
    world.now = local(STARTS[0] + timedelta(days=3), time(10, 30))
    found = the_same(world, each_hour, settings())
    assert min(each.at for each in found.sendings) > world.now


@pytest.mark.parametrize("days", [0, 1, 3])
def test_a_preview_ends_with_its_last_day(world: World, days: int) -> None:
    busy_office(world, STARTS[0])
    found = foresee(world.store, world.now, settings(), days)
    assert found.until == STARTS[0] + timedelta(days=days)
    on = {each.at.astimezone(BERLIN).date() for each in found.sendings}
    assert on == {STARTS[0] + timedelta(days=each) for each in range(days + 1)}


def test_a_preview_leaves_everything_as_it_is(world: World) -> None:
    busy_office(world, STARTS[0])
    before = everything(world)
    assert foresee(world.store, world.now, settings(), DAYS).happenings
    assert everything(world) == before
    assert world.verify().sound


def everything(world: World) -> object:
    """Every row of the record and of what people are told."""
    with world.store.reading():
        return {
            each.name: world.store.driver.execute(str(select(each)), ()).fetchall()
            for each in TABLES
        }


@pytest.mark.heavy
@pytest.mark.parametrize("database", databases(), indirect=True)
def test_two_previews_say_the_same(world: World) -> None:
    busy_office(world, STARTS[0])
    first, second = (
        foresee(world.store, world.now, settings(), DAYS) for _ in range(2)
    )
    assert told(first) == told(second)
    assert [each.at for each in first.sendings] == [each.at for each in second.sendings]


# --- what waits in the outbox


class Refusing(Kept):
    """A channel that takes nothing, for now."""

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        raise NotAccepted("greylisted")


def one_due(world: World) -> str:
    """A letter that is due this morning; its item."""
    world.now = local(STARTS[0] - timedelta(days=1), time(9))
    everybody(world)
    reference = reminding.ask(world, str(STARTS[0] - timedelta(days=14)))
    world.now = local(STARTS[0], time(7))
    return reference


def test_what_was_refused_is_foreseen_for_its_next_attempt(world: World) -> None:
    one_due(world)
    round(world.store, world.now, settings(), opened=Refusing().opened)
    found = foresee(world.store, world.now, settings(), 0)
    waited = [each.at - world.now for each in found.sendings]
    assert waited
    wait = timedelta(minutes=outbox.WAITS[0])
    assert all(wait <= each < wait + timedelta(minutes=1) for each in waited)
    minutes = (world.now + timedelta(minutes=each) for each in range(5))
    kept = lived(world, minutes, settings())
    assert {each.message.key for each in found.sendings} == kept.told.keys()


def test_what_somebody_else_is_sending_now_is_not_foreseen_again(world: World) -> None:
    busy_office(world, STARTS[0])
    world.now = local(STARTS[0], time(7))

    class Dying(Kept):
        def deliver(self, claimed: Claimed, passing: Passing) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        round(world.store, world.now, settings(), opened=Dying().opened)
    with world.store.reading() as tx:
        (in_hand,) = outbox.listed(tx, "sending")
    found = foresee(world.store, world.now, settings(), 2)
    assert found.sendings
    assert in_hand["key"] not in {each.message.key for each in found.sendings}


def test_what_waits_for_a_person_is_named_and_not_sent(world: World) -> None:
    one_due(world)

    class Broken(Kept):
        def deliver(self, claimed: Claimed, passing: Passing) -> None:
            raise NotAccepted("no such mailbox", permanent=True)

    round(world.store, world.now, settings(), opened=Broken().opened)
    found = foresee(world.store, world.now, settings(), 0)
    assert found.sendings == []
    assert {row["state"] for row in found.stuck} == {"dead"}


def test_an_open_doubt_of_the_clock_holds_back_what_the_clock_brings(
    world: World,
) -> None:
    busy_office(world, STARTS[0])
    with world.store.writing() as tx:
        said = {"noticed_at": world.now, "scheduler": "a", "seconds": 86_400}
        tx.run("add_clock_doubt", settled_seq=None, **said)
    found = foresee(world.store, world.now, settings(), DAYS)
    assert found.happenings == []
    assert len(found.problems) == 1


# --- whom it reaches


def test_a_preview_can_be_asked_for_one_recipient(world: World) -> None:
    busy_office(world, STARTS[0])
    every = foresee(world.store, world.now, settings(), DAYS)
    with world.store.reading() as tx:
        asked = [
            foresight.whom(tx, who) for who in (f"ben@{DOMAIN}", "ben", "role:head")
        ]
    by_address, by_person, by_role = (foresight.only(every, who) for who in asked)
    assert by_address.sendings == by_person.sendings
    assert 0 < len(by_address.sendings) < len(every.sendings)
    assert {each.message.recipient for each in by_role.sendings} == {f"ben@{DOMAIN}"}
    about = {reason.reference for each in by_role.sendings for reason in each.reasons}
    assert {each.slip.reference for each in by_role.happenings} <= about


def test_a_preview_for_somebody_unknown_is_refused(world: World) -> None:
    with world.store.reading() as tx, pytest.raises(Refused, match="nobody"):
        foresight.whom(tx, "nobody-here")


# --- when the rounds take place


@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31))
    | st.sampled_from(
        [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 9, 6)]
    ),
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "America/Santiago", "Pacific/Kiritimati"]
    ),
)
def test_the_first_instant_of_a_time_is_neither_before_nor_after_it(
    day: date, clock: time, name: str
) -> None:
    zone = ZoneInfo(name)
    found, wanted = first_instant(day, clock, zone), datetime.combine(day, clock)

    def shown(instant: datetime) -> datetime:
        return instant.astimezone(zone).replace(tzinfo=None)

    assert shown(found) >= wanted
    assert shown(found - timedelta(minutes=1)) < wanted


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)], ids=str)
def test_a_morning_in_the_hour_that_changes_comes_once(
    world: World, night: date
) -> None:
    busy_office(world, night - timedelta(days=2))
    said = replace(settings(), morning=time(2, 30))
    start, end = local(night, time(1)), local(night, time(5))
    lived(world, iter([local(night - timedelta(days=1), time(12))]), said)
    world.now = start
    found = foresee(world.store, start, said, 0)
    assert {each.at for each in found.sendings} == {
        first_instant(night, said.morning, BERLIN)
    }
    count = (end - start) // timedelta(minutes=10)
    ticks = (start + timedelta(minutes=10 * each) for each in range(count))
    kept = lived(world, ticks, said)
    assert told(found) == {key: bytes_of(each) for key, each in kept.told.items()}
