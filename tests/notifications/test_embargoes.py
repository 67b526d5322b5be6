"""Embargoes under fire: none before its instant, none changed, each at most once.

The figures of a full run stand in docs/reliability.md.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notifications import embargoes
from tests.load import full, rounds
from tests.notifications.embargo_crowd import (
    PRESS_LIST,
    Embargoed,
    Night,
    plain_text,
)
from tests.notifications.ovens import hearths, warm
from tests.notifications.postoffice import PostOffice
from tests.notifications.wrong_clocks import Time
from tests.worlds import World

__all__ = ["hearths", "warm"]
pytestmark = pytest.mark.usefixtures("warm")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JULY = datetime(2021, 7, 6, 9, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 24, 23, 59, 45, tzinfo=UTC)  # 1.59 in Berlin, in summer
MANY = rounds(15, 100)
SPAN = rounds(40, 600)  # seconds in which the embargoes end
KILLS = rounds(3, 20)
SOON = timedelta(seconds=60)

RUNS = {
    "a clock that is right": Time(JULY, span=SPAN),
    "kills": Time(JULY, span=SPAN),
    "an hour ahead": Time(JULY, span=SPAN, by=HOUR),
    "a day ahead": Time(JULY, span=SPAN, by=DAY),
    "an hour back": Time(JULY, span=SPAN, by=-HOUR),
    "Kiritimati": Time(JULY, span=SPAN),
    # from 2.00 to 2.10 of summer time, then from 2.00 to 2.10 of winter time
    "the hour that comes twice": Time(
        OCTOBER,
        lead=15 + 3600,
        span=SPAN,
        sleeps=15.0 + SPAN,
        asleep=HOUR - SPAN * timedelta(seconds=1),
    ),
}
SAMPLE = ("an hour ahead",)


@pytest.fixture
def zone(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The zone of the machine, as far away as it can be where the run wants it."""
    if request.getfixturevalue("run") == "Kiritimati":
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.heavy
@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("run", RUNS if full() else SAMPLE)
def test_no_release_leaves_before_its_instant_or_changed_or_twice(
    world: World, tmp_path: Path, run: str
) -> None:
    lot, when = random.Random(run), RUNS[run]
    with PostOffice() as post:
        night = Night(world, post, when, tmp_path)
        night.embargo(MANY, _ends(when, lot), lot)
        kills = 0 if run == "a clock that is right" else KILLS
        night.pass_by(4 if world.store.session_user else 2, kills, lot)
        for one in night.releases:
            check(night, one, punctual=not when.by and not kills)
    assert night.killed == kills
    assert bool(night.alarms) is bool(when.by), night.alarms
    assert night.world.verify().sound


def _ends(when: Time, lot: random.Random) -> Callable[[int], datetime]:
    """The ends of the embargoes, by lot; typed to the minute in the night."""
    first = when.first + timedelta(seconds=when.lead)

    def at(_: int) -> datetime:
        if when.asleep:
            minute = lot.randrange(int(when.span // 60))
            return embargoes.instant(f"2026-10-25T02:{minute:02}")
        return first + timedelta(seconds=lot.uniform(0, when.span))

    return at


def check(night: Night, one: Embargoed, *, punctual: bool) -> None:
    """What came of a release: nothing too early, changed, twice or hidden."""
    life, came, rows = night.desk.life(one.release), night.arrived(one), night.rows(one)
    assert max(Counter(each.recipients for each in came).values(), default=0) <= 1
    for each in came:
        assert night.time.true(each.monotonic) >= one.ends, one
        assert plain_text(each.content) == one.content.text.rstrip("\n")
    ours = {each.message_id for each in came}
    for row in rows:
        may = row["state"] in {"sent", "unknown"}
        assert may or row["message_id"] not in ours, row
        assert row["state"] != "sent" or row["message_id"] in ours, row
    if life.public_version is None:
        assert one.fate
        assert not rows
        return
    assert (life.public_version, life.public_content) == (1, one.hash)
    assert len(rows) == len(PRESS_LIST)
    if one.gone is not None:
        assert len(came) <= one.gone, "more went out than its people were told"
    if not one.fate:
        assert {row["state"] for row in rows} <= {"sent", "unknown"}
        if punctual:
            assert len(came) == len(PRESS_LIST)
            late = max(night.time.true(each.monotonic) for each in came) - one.ends
            assert late <= SOON, late
