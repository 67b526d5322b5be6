"""Rounds: every reminder reaches the folder once, whatever happens in between."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from notifications import mail, outbox, rounds
from notifications.mail import Folder
from notifications.rounds import Settings, round
from tests.load import rounds as loops
from tests.notifications.mailbox import (
    at,
    days,
    in_processes,
    mails,
    rounds_of_its_own,
    term,
    tick,
)
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


def three_due(world: World) -> None:
    """Three reminders that come due on 24, 25 and 26 August."""
    for day in (24, 25, 26):
        due = date(2021, 8, day) + days(7)
        term(world, world.open(f"Vorlage {day}"), str(due))


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
    world: World, folder: Path
) -> None:
    term(world, world.open(), "2021-09-01")
    for number in range(outbox.ATTEMPTS + 1):
        with suppress(Killed), kill("before it is written"):
            tick(world, folder, str(date(2021, 8, 27) + days(number)))
    assert states(world) == ["dead"]
    assert tick(world, folder, "2021-09-20").sent == 0


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=3, unique=True),
    st.lists(
        st.tuples(st.integers(-2, 9), st.sampled_from([None, *KILLS])), max_size=12
    ),
)
@settings(max_examples=loops(20, 200))
def test_any_rounds_on_any_days_with_any_kills_write_each_reminder_once(
    sqlite_template: Path,
    before: list[int],
    story: list[tuple[int, str | None]],
) -> None:
    # who dies eight times over one message leaves it dead, for people to see
    assume(sum(1 for _, moment in story if moment) < outbox.ATTEMPTS)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        shutil.copy(sqlite_template, base / "record.db")
        with open_store(str(base / "record.db"), PACKAGES) as store:
            world = World(store, "")
            term(world, world.open(), "2021-09-15", remind_before=before)
            expected = _told(world, base, before, story)
        assert len(mails(base / "outbox")) == len(expected)


def _told(
    world: World, base: Path, before: Sequence[int], story: list[tuple[int, str | None]]
) -> set[date]:
    """Live through the story, and one quiet day after it; the dates that had come."""
    today, latest = date(2021, 8, 11), date(2021, 8, 11)
    for step, moment in [*story, (0, None)]:
        today += days(step)
        latest = max(latest, today)
        with suppress(Killed), kill(moment) if moment else _nothing():
            tick(world, base / "outbox", str(today))
    tick(world, base / "outbox", str(latest + days(0)), 12)
    return {
        each
        for each in (date(2021, 9, 15) - days(lead) for lead in before)
        if each <= latest
    }


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def test_two_schedulers_started_at_once_after_a_stop_tell_each_reminder_once(
    world: World, folder: Path
) -> None:
    for loop in range(loops(3, 20)):
        three_due(world)
        start = partial(rounds_of_its_own, world.database, folder, "2021-08-30", 2)
        assert in_processes(start, start) == [0, 0]
        found = mails(folder)
        assert len(found) == 3 * (loop + 1)
        assert len({each["Message-ID"] for each in found}) == len(found)
        assert all(each["Subject"].startswith("Verspätete") for each in found)
    assert set(states(world)) == {"sent"}
    with world.store.reading() as tx:
        assert {row["late_days"] for row in outbox.listed(tx)} == {4, 5, 6}
        assert {row["fence"] for row in outbox.listed(tx)} == {1}


class Fatal:
    """A driver that kills its process with a statement, begun or not."""

    def __init__(self, driver: Any, statement: int) -> None:
        self._driver, self._left = driver, statement

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._driver, name)
        if name not in {"begin", "execute", "commit"}:
            return found

        def counted(*given: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return found(*given, **named)

        return counted


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

    def picky(self: Folder, name: str, content: str, attempt: int) -> None:
        if "Vorlage 25" in content:
            poisoned.append(name)
            raise ValueError("poison")
        put(self, name, content, attempt)

    monkeypatch.setattr(Folder, "put", picky)
    report = tick(world, folder, "2021-08-30")
    assert (report.sent, report.failed, report.waiting) == (2, 1, 1)
    assert "poison" in str(report.problems[0])
    assert report.blocked is None
    for month in range(1, 13):
        report = tick(world, folder, f"2022-{month:02}-01")
    assert len(poisoned) == outbox.ATTEMPTS
    assert sorted(states(world)) == ["dead", "sent", "sent"]


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
    monkeypatch.setattr(rounds, "LONGEST_ROUND", 2)
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
        report = tick(world, folder, "2021-08-30", 8)
    assert (report.unknown, report.sent) == (1, 2)


def test_the_report_counts_what_was_done(world: World, folder: Path) -> None:
    three_due(world)
    report = tick(world, folder, "2021-08-25")
    assert report.counts() == {
        "expired": 0,
        "queued": 2,
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
    assert path.name == mail.file_name(row["key"], "reminder", row["reference"])
    assert path.read_bytes().decode() == stored["content"]
    assert row["sent_at"] == at("2021-08-24")
