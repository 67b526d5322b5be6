"""Rounds: every reminder reaches the folder once, whatever happens in between."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from notifications import deliveries, outbox
from notifications import folder as folders
from notifications.folder import Folder
from notifications.rounds import Settings, round
from tests.load import rounds as loops
from tests.notifications.mailbox import (
    at,
    days,
    finish,
    in_processes,
    mails,
    rounds_of_its_own,
    term,
    tick,
)
from tests.workflow.killed import Fatal
from tests.worlds import PACKAGES, World
from workflow.store import open_store

KILLS = ["before it is written", "before it is named", "before it is said"]


class Killed(BaseException):
    """As far as code can tell: nothing catches it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@contextmanager
def kill(moment: str) -> Iterator[None]:
    """Whoever delivers a message meanwhile dies at that moment."""

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    where: tuple[Any, str] = {
        "before it is written": (Folder, "put"),
        "before it is named": (os, "rename"),
        "before it is said": (outbox, "complete"),
    }[moment]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*where, die)
        if moment == "before it is named":
            patch.setattr(Folder, "_remove", lambda *_: None)  # nobody tidies up
        yield


FIRST = date(2021, 8, 24)
OFFICES = ("lead", "clerk", "press")


def three_due(world: World, first: date = FIRST) -> list[tuple[str, str]]:
    """Three reminders, of three offices, due on 24, 25, 26 August; item and term."""
    found = []
    for number, role in enumerate(OFFICES):
        due, reference = first + days(number + 7), world.open(f"Vorlage von {role}")
        found.append((reference, term(world, reference, str(due), role=role)))
    return found


def states(world: World) -> list[str]:
    with world.store.reading() as tx:
        return [row["state"] for row in outbox.listed(tx)]


@pytest.mark.parametrize("moment", KILLS)
def test_a_round_that_is_killed_in_mid_delivery_is_made_good(
    world: World, folder: Path, moment: str
) -> None:
    three_due(world)
    with kill(moment), pytest.raises(Killed):
        tick(world, folder, "2021-08-27", 7)
    tick(world, folder, "2021-08-27", 8)
    assert states(world) == ["sent"] * 3
    assert len(mails(folder)) == 3


def test_a_message_over_which_every_process_dies_is_shown_as_dead(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "WAITS", (0,))
    term(world, world.open(), "2021-09-01")
    for minute in range(outbox.ATTEMPTS + 1):
        now = at("2021-08-27") + timedelta(minutes=10 * minute)
        with suppress(Killed), kill("before it is written"):
            round(world.store, now, Settings(folder))
    assert states(world) == ["dead"]
    assert tick(world, folder, "2021-08-27", 12).sent == 0


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=3, unique=True),
    st.lists(
        st.tuples(st.integers(-2, 9), st.sampled_from([None, *KILLS])), max_size=12
    ),
)
@settings(max_examples=loops(20, 200))
def test_any_rounds_on_any_days_with_any_kills_tell_each_reminder_at_most_once(
    sqlite_template: Path,
    before: list[int],
    story: list[tuple[int, str | None]],
) -> None:
    """Each day that had come was told or, a later one being told, recorded as not."""
    # who dies eight times over one message leaves it dead, for people to see
    assume(sum(1 for _, moment in story if moment) < outbox.ATTEMPTS)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        shutil.copy(sqlite_template, base / "record.db")
        with open_store(str(base / "record.db"), PACKAGES) as store:
            world = World(store, "")
            term(world, world.open(), "2021-09-15", remind_before=before)
            latest = _live(world, base, story)
            with store.reading() as tx:
                rows = tx.all("reminders_of", after="", last="~")
        found = {row["occurrence"]: row for row in rows}
        due = date(2021, 9, 15)
        come = {due - days(lead) for lead in (*before, 0)} | {due + days(1)}
        assert set(found) == {each for each in come if each <= latest}
        told = [row for row in found.values() if row["state"] == "queued"]
        assert not found or found[max(found)] in told
        letters = {row["letter"] for row in told}
        assert len(letters) == len(told)
        assert len(mails(base / "outbox")) == len(letters)


def _live(world: World, base: Path, story: list[tuple[int, str | None]]) -> date:
    """Live through the story, and a quiet hour after it; the latest day."""
    today, latest = date(2021, 8, 11), date(2021, 8, 11)
    for step, moment in [*story, (0, None)]:
        today += days(step)
        latest = max(latest, today)
        with suppress(Killed), kill(moment) if moment else _nothing():
            tick(world, base / "outbox", str(today))
    tick(world, base / "outbox", str(latest), 12)
    return latest


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def test_two_schedulers_started_at_once_after_a_stop_tell_each_reminder_once(
    world: World, folder: Path
) -> None:
    for loop in range(loops(3, 20)):
        first = FIRST + days(20 * loop)
        world.now = at(str(first - days(5)), 6)
        terms = three_due(world, first)
        day = first + days(6)
        start = partial(rounds_of_its_own, world.database, folder, str(day), 2)
        assert in_processes(start, start) == [0, 0]
        found = mails(folder)
        assert len(found) == 3 * (loop + 1)
        assert len({each["Message-ID"] for each in found}) == len(found)
        for reference, name in terms:
            finish(world, reference, name, str(day))
    assert set(states(world)) == {"sent"}
    with world.store.reading() as tx:
        assert {row["late_days"] for row in outbox.listed(tx)} == {4, 5, 6}
        assert {row["fence"] for row in outbox.listed(tx)} == {1}


def test_ticks_killed_again_and_again_get_there(world: World, folder: Path) -> None:
    three_due(world)

    def tick_and_die(statement: int, day: str) -> None:
        with open_store(world.database, PACKAGES) as store:
            store.driver = Fatal(store.driver, statement)
            round(store, at(day), Settings(folder))

    killed, statement, step = 0, 1, loops(3, 1)
    while in_processes(partial(tick_and_die, statement, "2021-08-30")) != [0]:
        killed += 1
        assert len(states(world)) <= 3
        statement += step
    assert killed >= 1
    tick(world, folder, "2021-08-30")
    assert states(world) == ["sent"] * 3
    assert len(mails(folder)) == 3


@pytest.mark.parametrize("statement", range(1, 60, loops(6, 1)))
def test_a_tick_killed_at_any_statement_is_made_good_at_the_same_instant(
    world: World, folder: Path, statement: int
) -> None:
    three_due(world)

    def tick_and_die() -> None:
        with open_store(world.database, PACKAGES) as store:
            store.driver = Fatal(store.driver, statement)
            round(store, at("2021-08-30"), Settings(folder))

    assert in_processes(tick_and_die) == [-signal.SIGKILL]
    tick(world, folder, "2021-08-30")
    assert states(world) == ["sent"] * 3
    assert len(mails(folder)) == 3


def test_one_message_that_cannot_be_written_stops_no_other(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_due(world)
    put, poisoned = Folder.put, []

    def picky(self: Folder, name: str, content: str, *given: Any) -> None:
        if "clerk@" in content:
            poisoned.append(name)
            raise ValueError("poison")
        put(self, name, content, *given)

    monkeypatch.setattr(Folder, "put", picky)
    report = tick(world, folder, "2021-08-30")
    assert (report.sent, report.failed, report.waiting) == (2, 1, 1)
    assert "poison" in str(report.problems)
    assert report.blocked is None
    for hour in range(8, 22):  # the waits between the attempts grow
        report = tick(world, folder, "2021-08-30", hour)
    assert (report.sent, report.waiting) == (0, 1)
    assert 3 < len(poisoned) < outbox.ATTEMPTS


def test_a_folder_that_is_not_there_costs_no_attempt(
    world: World, folder: Path
) -> None:
    three_due(world)
    folder.touch()
    for hour in range(1, 20):
        report = tick(world, folder, "2021-08-30", hour)
    assert report.blocked is not None
    assert report.waiting == 3
    folder.unlink()
    assert tick(world, folder, "2021-08-30", 21).sent == 3


def test_a_round_that_is_told_to_stop_leaves_the_rest_to_the_next(
    world: World, folder: Path
) -> None:
    three_due(world)
    answers = iter([False, True])
    now = at("2021-08-30")
    report = round(world.store, now, Settings(folder), lambda: next(answers))
    assert (report.sent, report.waiting) == (1, 2)
    assert tick(world, folder, "2021-08-30").sent == 2


def test_a_round_delivers_no_more_than_its_share(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_due(world)
    monkeypatch.setattr(deliveries, "LONGEST_ROUND", 2)
    assert tick(world, folder, "2021-08-30").sent == 2
    assert tick(world, folder, "2021-08-30").sent == 1


def test_an_abandoned_message_that_cannot_be_repeated_is_counted(
    world: World, folder: Path
) -> None:
    three_due(world)
    with kill("before it is said"), pytest.raises(Killed):
        tick(world, folder, "2021-08-30", 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "REPEATABLE", frozenset())
        for hour in (8, 9, 10):  # it is sent once more, as soon as its turn comes
            with kill("before it is said"), suppress(Killed):
                tick(world, folder, "2021-08-30", hour)
        reports = [tick(world, folder, "2021-08-30", hour) for hour in (11, 12, 13)]
    assert sum(each.unknown for each in reports) >= 1  # a person must look
    assert sorted(states(world))[-1] == "unknown"


def test_the_report_counts_what_was_done(world: World, folder: Path) -> None:
    three_due(world)
    report = tick(world, folder, "2021-08-25")
    assert report.counts() == {
        "expired": 0,
        "published": 0,
        "queued": 2,
        "letters": 2,
        "superseded": 0,
        "sent": 2,
        "late": 1,
        "failed": 0,
        "dead": 0,
        "unknown": 0,
        "waiting": 0,
    }


def test_a_round_writes_nothing_into_the_record(world: World, folder: Path) -> None:
    three_due(world)
    before = world.verify()
    tick(world, folder, "2021-08-30")
    assert world.verify() == before


def test_rounds_leave_the_files_that_others_put_there(
    world: World, folder: Path
) -> None:
    three_due(world)
    folder.mkdir()
    (folder / "note.txt").write_text("mine")
    tick(world, folder, "2021-08-30")
    assert (folder / "note.txt").read_text() == "mine"
    assert len(list(folder.glob("*.eml"))) == 3


def test_the_date_of_a_message_is_that_of_its_round_in_the_zone_of_the_path(
    world: World, folder: Path
) -> None:
    three_due(world)
    tick(world, folder, "2021-08-24")
    (found,) = mails(folder)
    assert found["Date"].datetime == datetime(2021, 8, 24, 7, 0, tzinfo=UTC)
    assert str(found["Date"]).endswith("+0200")


def test_what_the_folder_holds_is_what_the_outbox_held(
    world: World, folder: Path
) -> None:
    three_due(world)
    tick(world, folder, "2021-08-24")
    with world.store.reading() as tx:
        (row,) = outbox.listed(tx)
        stored = tx.one("message", named=row["key"])
    assert stored is not None
    (path,) = folder.iterdir()
    assert path.name == folders.file_name(row["key"], "digest", row["reference"])
    assert path.read_bytes().decode() == stored["content"]
    assert abs(row["sent_at"] - at("2021-08-24")) < timedelta(minutes=1)
