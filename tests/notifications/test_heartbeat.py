"""The heartbeat: whether reminders run is known from the database alone."""

from datetime import timedelta
from pathlib import Path

from notifications import heartbeat
from notifications.rounds import Settings, round
from tests.notifications.mailbox import at
from tests.worlds import NOON, World

MINUTE = timedelta(minutes=1)


def test_before_the_first_round_it_is_stale(world: World) -> None:
    status = heartbeat.status(world.store, NOON)
    assert status.stale
    assert status.last_round_at is None
    assert status.schedulers == ()


def test_after_a_round_it_is_fresh_until_the_limit(
    world: World, tmp_path: Path
) -> None:
    round(world.store, NOON, Settings(tmp_path / "outbox", name="a"))
    fresh = heartbeat.status(world.store, NOON + 15 * MINUTE)
    assert (fresh.stale, fresh.age, fresh.error) == (False, 15 * MINUTE, None)
    assert heartbeat.status(world.store, NOON + 16 * MINUTE).stale
    assert heartbeat.status(world.store, NOON + 3 * MINUTE, 2 * MINUTE).stale


def test_a_round_in_the_future_is_no_proof_of_life(
    world: World, tmp_path: Path
) -> None:
    round(world.store, at("2031-01-01"), Settings(tmp_path / "outbox"))
    assert heartbeat.status(world.store, NOON).stale


def test_the_latest_of_several_schedulers_counts(world: World, tmp_path: Path) -> None:
    for minute, name in enumerate(("a", "b", "a", "b")):
        settings = Settings(tmp_path / "outbox", name=name)
        round(world.store, NOON + minute * MINUTE, settings)
    status = heartbeat.status(world.store, NOON + 4 * MINUTE)
    assert status.last_round_at == NOON + 3 * MINUTE
    assert status.schedulers == ("b", "a")


def test_it_says_what_went_wrong(world: World, tmp_path: Path) -> None:
    (tmp_path / "outbox").touch()
    round(world.store, NOON, Settings(tmp_path / "outbox"))
    status = heartbeat.status(world.store, NOON)
    assert not status.stale
    assert "cannot take messages" in str(status.error)
