"""The scheduler as a process: it starts, ticks, survives and stops."""

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from notifications import heartbeat, rounds, scheduler
from notifications.rounds import Settings
from tests.notifications.mailbox import at, mails, term
from tests.worlds import PACKAGES, World
from workflow.errors import Busy, WrongUsage
from workflow.store import Store, open_store

SOON = 10.0  # seconds within which a started scheduler must have done something


@dataclass
class Process:
    """A scheduler in a process of its own, and what it has written."""

    number: int
    log: Path

    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def wait_for(self, event: str, count: int = 1) -> None:
        """Wait until its log names an event so often."""
        until = time.monotonic() + SOON
        while sum(f"event={event}" in line for line in self.lines()) < count:
            assert time.monotonic() < until, self.lines()
            time.sleep(0.01)

    def stop(self, number: signal.Signals) -> tuple[int, float]:
        """Send a signal; the exit code and the seconds it took."""
        asked = time.monotonic()
        os.kill(self.number, number)
        code = os.waitstatus_to_exitcode(os.waitpid(self.number, 0)[1])
        self.number = 0
        return code, time.monotonic() - asked


@contextmanager
def started(
    open_one: Callable[[], Store], settings: Settings, log: Path
) -> Iterator[Process]:
    """A scheduler whose clock says 30 August 2021, 7 o'clock."""
    log.touch()
    child = os.fork()
    if not child:
        code = 99
        with log.open("a", encoding="utf-8", buffering=1) as sys.stderr:
            code = scheduler.run(open_one, settings, partial(at, "2021-08-30"))
        os._exit(code)
    process = Process(child, log)
    try:
        yield process
    finally:
        if process.number:
            process.stop(signal.SIGKILL)


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """As in a terminal: whoever runs the tests may have ignored SIGHUP (nohup)."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def opening(world: World) -> Callable[[], Store]:
    """What a tick opens its store with; a reminder is due."""
    term(world, world.open(), "2021-08-31")
    return partial(open_store, world.database, PACKAGES)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, 0),
        (signal.SIGHUP, 0),
        (signal.SIGINT, scheduler.INTERRUPTED),
    ],
)
def test_it_ticks_at_once_and_stops_cleanly_while_it_waits(
    opening: Callable[[], Store],
    folder: Path,
    tmp_path: Path,
    number: signal.Signals,
    code: int,
) -> None:
    with started(opening, Settings(folder, every=3600), tmp_path / "log") as process:
        process.wait_for("round")
        ended, seconds = process.stop(number)
    assert ended == code
    assert seconds < 2
    assert len(mails(folder)) == 1
    with opening() as store:
        assert not heartbeat.status(store, at("2021-08-30")).stale
    assert process.lines()[-1].endswith(f'event=stop signal="{number.name}"')


def test_it_stops_even_before_it_has_begun(
    opening: Callable[[], Store], folder: Path, tmp_path: Path
) -> None:
    with started(opening, Settings(folder), tmp_path / "log") as process:
        process.wait_for("start")
        ended, seconds = process.stop(signal.SIGTERM)
    assert (ended, seconds < 2) == (0, True)


def test_what_nohup_ignores_does_not_stop_it(
    opening: Callable[[], Store], folder: Path, tmp_path: Path
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with started(opening, Settings(folder, every=1), tmp_path / "log") as process:
            process.wait_for("round")
            os.kill(process.number, signal.SIGHUP)
            process.wait_for("round", 2)
            assert process.stop(signal.SIGTERM)[0] == 0
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("every", [0, -60])
def test_less_than_a_second_between_two_rounds_is_refused(every: int) -> None:
    with pytest.raises(WrongUsage, match=f"at least 1 second, not {every}"):
        Settings(Path(), every=every)


def test_it_ticks_again_and_again_and_tells_nothing_twice(
    opening: Callable[[], Store], folder: Path, tmp_path: Path
) -> None:
    with started(opening, Settings(folder, every=1), tmp_path / "log") as process:
        process.wait_for("round", 3)
        process.stop(signal.SIGTERM)
    found = [line for line in process.lines() if "event=round" in line]
    assert [re.findall(r"sent=(\d)", line) for line in found[:3]] == [
        ["1"],
        ["0"],
        ["0"],
    ]
    assert len(mails(folder)) == 1


def test_two_of_them_tell_each_reminder_once(
    opening: Callable[[], Store], folder: Path, tmp_path: Path
) -> None:
    settings = Settings(folder, every=3600)
    with (
        started(opening, settings, tmp_path / "one") as one,
        started(opening, settings, tmp_path / "two") as two,
    ):
        for process in (one, two):
            process.wait_for("round")
        assert one.stop(signal.SIGTERM)[0] == two.stop(signal.SIGTERM)[0] == 0
    assert len(mails(folder)) == 1


def test_every_line_of_its_log_is_one_event(
    opening: Callable[[], Store], folder: Path, tmp_path: Path
) -> None:
    folder.touch()
    with started(opening, Settings(folder, every=3600), tmp_path / "log") as process:
        process.wait_for("round")
        process.stop(signal.SIGTERM)
    line = r"time=[0-9-]{10}T[0-9:]{8}Z level=[A-Z]+ event=[a-z]+( [a-z]+=.+)+"
    assert all(re.fullmatch(line, each) for each in process.lines())
    assert [re.findall("event=([a-z]+)", each) for each in process.lines()] == [
        ["start"],
        ["problem"],
        ["round"],
        ["stop"],
    ]


@pytest.mark.parametrize(
    ("error", "event"), [(Busy, "problem"), (ZeroDivisionError, "fault")]
)
def test_it_survives_whatever_goes_wrong(
    folder: Path,
    tmp_path: Path,
    opening: Callable[[], Store],
    error: type[Exception],
    event: str,
) -> None:
    failures = iter([True, False])

    def unreliable() -> Store:
        if next(failures, False):
            raise error
        return opening()

    with started(unreliable, Settings(folder, every=1), tmp_path / "log") as process:
        process.wait_for("round")
        process.stop(signal.SIGTERM)
    assert f"level=ERROR event={event}" in process.lines()[1]
    assert len(mails(folder)) == 1


def test_a_clock_that_is_put_back_does_not_silence_it() -> None:
    metronome = BackgroundScheduler(timezone=UTC)
    now = at("2099-08-30")
    job = metronome.add_job(
        int, "interval", seconds=60, next_run_time=now + timedelta(hours=1)
    )
    metronome.start(paused=True)
    try:
        scheduler._mend(job, now + timedelta(minutes=59), 60)
        assert job.next_run_time == now + timedelta(hours=1)
        scheduler._mend(job, now, 60)
        assert job.next_run_time == now
    finally:
        metronome.shutdown()


def test_the_metronome_is_told_to_forget_nothing(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """One job without payload, in memory: late is late, never dropped or doubled."""
    seen: dict[str, Any] = {}

    def start(self: BlockingScheduler) -> None:
        (job,) = self.get_jobs()
        seen["job"] = {name: getattr(job, name) for name in _PROMISES}
        os.kill(os.getpid(), signal.SIGTERM)
        _START(self)

    monkeypatch.setattr(BlockingScheduler, "start", start)
    opening: Any = _no_store
    monkeypatch.setattr(rounds, "round", lambda *_: rounds.RoundReport())
    assert threading.current_thread() is threading.main_thread()
    code = scheduler.run(opening, Settings(folder), partial(at, "2021-08-30"))
    assert code == 0
    assert seen["job"] == _PROMISES


_START = BlockingScheduler.start
_PROMISES: dict[str, Any] = {
    "coalesce": True,
    "max_instances": 1,
    "misfire_grace_time": None,
    "args": (),
    "kwargs": {},
}


@contextmanager
def _no_store() -> Iterator[Any]:
    yield None
