"""The heartbeat: whether reminders run is known from the database alone."""

from datetime import timedelta

import pytest

from definitions.sentences import sentence
from notifications import heartbeat, pulse
from notifications.delivery import RELEASE
from notifications.heartbeat import beat, status
from notifications.pulse import Pulse, felt
from tests.notifications.deliveries import message, put
from tests.notifications.mailbox import at, finish, term
from tests.worlds import NOON, World

MINUTE = timedelta(minutes=1)
LIMIT = 15 * MINUTE


def ticked(world: World, minute: int = 0, name: str = "a", *problems: str) -> None:
    """A scheduler finishes a round, so many minutes after noon."""
    with world.store.writing() as tx:
        said = [sentence(each) for each in problems]
        beat(tx, NOON + minute * MINUTE, name, said, 7, "now")


def test_before_the_first_round_it_is_stale(world: World) -> None:
    found = status(world.store, NOON)
    assert found.stale
    assert found.last_round_at is None
    assert found.schedulers == ()


def test_after_a_round_it_is_fresh_until_the_limit(world: World) -> None:
    ticked(world)
    fresh = status(world.store, NOON + LIMIT)
    assert (fresh.stale, fresh.age, fresh.error) == (False, LIMIT, None)
    assert status(world.store, NOON + 16 * MINUTE).stale
    assert status(world.store, NOON + 3 * MINUTE, 2 * MINUTE).stale


def test_a_round_in_the_future_is_no_proof_of_life(world: World) -> None:
    ticked(world, 60)
    assert status(world.store, NOON).stale


def test_the_latest_of_several_schedulers_counts(world: World) -> None:
    for minute, name in enumerate(("a", "b", "a", "b")):
        ticked(world, minute, name)
    found = status(world.store, NOON + 4 * MINUTE)
    assert found.last_round_at == NOON + 3 * MINUTE
    assert found.schedulers == ("b", "a")
    assert [each.rounds for each in found.beats] == [2, 2]


@pytest.mark.parametrize("gone", [-100, 100], ids=["long ago", "a wrong clock"])
def test_one_that_is_gone_neither_alarms_nor_calms(world: World, gone: int) -> None:
    ticked(world, gone, "gone", "The mail server cannot be reached.")
    assert status(world.store, NOON).stale
    ticked(world, 0, "alive")
    found = status(world.store, NOON + LIMIT)
    assert (found.stale, found.error, found.age) == (False, None, LIMIT)
    assert found.last_round_at == NOON
    assert status(world.store, NOON + 16 * MINUTE).stale
    assert felt(world.store, NOON + 16 * MINUTE, LIMIT).missed


def test_it_says_what_went_wrong_with_any_that_is_alive(world: World) -> None:
    ticked(world, 0, "a", "Message 1 was given up.", "The folder is full.")
    ticked(world, 1, "b", "The folder is full.")
    found = status(world.store, NOON + MINUTE)
    assert found.error == "The folder is full.\nMessage 1 was given up."
    ticked(world, 2, "a")
    ticked(world, 2, "b")
    assert status(world.store, NOON + 2 * MINUTE).error is None


def test_what_was_worked_through_is_remembered_over_all_of_them(world: World) -> None:
    with world.store.writing() as tx:
        assert (heartbeat.seen(tx), heartbeat.swept(tx)) == (0, None)
        beat(tx, NOON, "a", [], 12, "2021-08-10T10:00:00+00:00")
        beat(tx, NOON, "b", [], 9, "2021-08-10T09:45:00+00:00")
        beat(tx, NOON, "c", [], 0)
    with world.store.reading() as tx:
        assert heartbeat.seen(tx) == 12
        assert heartbeat.swept(tx) == "2021-08-10T10:00:00+00:00"


# --- as every command feels it


def test_nothing_is_missed_where_nobody_is_to_be_reminded(world: World) -> None:
    assert felt(world.store, NOON, LIMIT) == Pulse(None, missed=False, doubt=False)
    reference = world.open()
    assert not felt(world.store, NOON, LIMIT).missed
    name = term(world, reference, "2021-09-01")
    assert felt(world.store, NOON, LIMIT).missed
    finish(world, reference, name, "2021-08-11")
    assert not felt(world.store, at("2021-08-11"), LIMIT).missed


def test_rounds_that_stopped_are_missed_also_where_nothing_is_open(
    world: World,
) -> None:
    """Somebody had set a scheduler up: it is expected to run."""
    ticked(world)
    assert felt(world.store, NOON + LIMIT, LIMIT) == Pulse(NOON, False, False)
    assert felt(world.store, NOON + 16 * MINUTE, LIMIT) == Pulse(NOON, True, False)


def test_rounds_that_all_lie_ahead_are_missed_and_told(world: World) -> None:
    """The clock was put back: it is not that no scheduler has ever run."""
    ticked(world, 34, "a")
    ticked(world, 40, "b")
    ahead = NOON + 40 * MINUTE
    assert felt(world.store, NOON, LIMIT) == Pulse(ahead, True, False)
    ticked(world, -1, "c")
    assert felt(world.store, NOON, LIMIT) == Pulse(NOON - MINUTE, False, False)


@pytest.mark.parametrize(
    ("seconds", "doubt"), [(3600, True), (0, True), (-3600, False)]
)
def test_a_doubt_is_felt_while_it_holds_something_back(
    world: World, seconds: int, doubt: bool
) -> None:
    ticked(world)
    with world.store.writing() as tx:
        row = {"noticed_at": NOON, "scheduler": "a", "seconds": seconds}
        tx.run("add_clock_doubt", settled_seq=None, **row)
    assert felt(world.store, NOON, LIMIT).doubt is (seconds > 0), "nothing to hold back"
    put(world.store, message(kind=RELEASE))
    assert felt(world.store, NOON, LIMIT).doubt is doubt
    with world.store.writing() as tx:
        tx.run("settle_clock_doubts", entry=1)
    assert not felt(world.store, NOON, LIMIT).doubt


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "2 minutes"),
        (15.5, "16 minutes"),
        (119, "119 minutes"),
        (120, "2 hours"),
        (2879, "47 hours"),
        (2880, "2 days"),
        (60 * 24 * 365, "365 days"),
    ],
)
def test_a_span_is_told_in_more_than_one_of_its_unit(minutes: float, said: str) -> None:
    assert str(pulse.lasting(timedelta(minutes=minutes))) == said
