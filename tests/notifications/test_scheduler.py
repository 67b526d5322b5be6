"""The scheduler as a process: it starts, ticks, survives and stops."""

import logging
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

from definitions.sentences import sentence
from notifications import clockwork, heartbeat, rounds, scheduler
from notifications.deliveries import RoundReport
from notifications.delivery import Claimed, Passing
from notifications.folder import Folder
from notifications.rounds import Settings
from notifications.stopping import INTERRUPTED
from tests.load import rounds as loops
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
        (signal.SIGINT, INTERRUPTED),
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


@pytest.mark.heavy
def test_it_ticks_again_and_again_and_tells_nothing_twice(
    opening: Callable[[], Store], folder: Path, tmp_path: Path
) -> None:
    times = loops(2, 5)
    with started(opening, Settings(folder, every=1), tmp_path / "log") as process:
        process.wait_for("round", times)
        process.stop(signal.SIGTERM)
    found = [line for line in process.lines() if "event=round" in line]
    sent = [re.findall(r"sent=(\d)", line) for line in found[:times]]
    assert sent == [["1"], *[["0"]] * (times - 1)]
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


def after(*reports: RoundReport | Exception) -> Callable[..., RoundReport]:
    """Rounds that end like this, one after another; the last one again and again."""
    left = list(reports)

    def one(*_: object, **__: object) -> RoundReport:
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, Exception):
            raise found
        return found

    return one


def report(*problems: str, **said: Any) -> RoundReport:
    """What a round reports."""
    return RoundReport(problems=[sentence(each) for each in problems], **said)


@pytest.fixture
def ticking(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> Callable[[], list[logging.LogRecord]]:
    """A tick of a scheduler that is never stopped; what it logs."""
    caplog.set_level(logging.INFO, "laufzettel.scheduler")
    opening: Any = _no_store
    sense: Any = None
    found = scheduler._Ticking(
        opening, Settings(folder), partial(at, "2021-08-30"), sense
    )

    def tick() -> list[logging.LogRecord]:
        caplog.clear()
        found.tick(lambda: False)
        return list(caplog.records)

    return tick


Ticking = Callable[[], list[logging.LogRecord]]


def events(records: list[logging.LogRecord]) -> list[str]:
    return [each.getMessage().split()[0].removeprefix("event=") for each in records]


def test_rounds_follow_at_once_while_there_is_more_to_do(
    ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = report(sent=1000, more=True)
    monkeypatch.setattr(rounds, "round", after(more, more, report(sent=7)))
    found = ticking()
    assert events(found) == ["round"] * 3
    assert "sent=7" in found[-1].getMessage()


def test_a_round_that_ends_badly_is_not_followed_at_once(
    ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(sentence("Another process is writing."))
    monkeypatch.setattr(rounds, "round", after(report(more=True), busy, report()))
    assert events(ticking()) == ["round", "problem"]
    assert events(ticking()) == ["round"]


def test_a_problem_is_logged_when_it_arises_and_counted_while_it_lasts(
    ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting, other = "The folder is full.", "Message 1 was given up."
    ends = [report(lasting), report(lasting, other), report(), report(lasting)]
    monkeypatch.setattr(rounds, "round", after(*ends))
    said = [ticking() for _ in ends]
    assert [events(each) for each in said] == [
        ["problem", "round"],
        ["problem", "round"],
        ["round"],
        ["problem", "round"],
    ]
    numbers = [re.findall(r"problems=(\d+)", each[-1].getMessage()) for each in said]
    assert numbers == [["1"], ["2"], ["0"], ["1"]]


@pytest.mark.parametrize(
    "secret",
    [
        "lead@senate.example",
        "postgresql://clerk:hunter2@db/laufzettel",
        "<a@b.example>",
    ],
)
def test_no_address_and_no_password_is_logged(
    ticking: Ticking, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setattr(rounds, "round", after(report(f"Refused: {secret} unknown")))
    said = ticking()[0].getMessage()
    assert "Refused" in said
    assert "unknown" in said
    for word in ("senate", "hunter2", "b.example"):
        assert word not in said


def test_a_fault_is_logged_without_what_it_says(
    ticking: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of an error may come from a letter; where it was raised does not."""
    error = ValueError("Vertraulich: Personalsache Müller")
    monkeypatch.setattr(rounds, "round", after(error))
    (found,) = ticking()
    assert "ValueError" in found.getMessage()
    assert "in _round" in found.getMessage()
    assert "Personalsache" not in found.getMessage()


def test_it_notices_that_its_clock_jumps(
    opening: Callable[[], Store], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "laufzettel.scheduler")
    instants = iter([at("2021-08-30"), at("2021-08-31")])
    settings = Settings(folder, name="one")
    sense = clockwork.Sense("one", lambda: 0.0)
    found = scheduler._Ticking(opening, settings, lambda: next(instants), sense)
    for _ in range(2):
        found.tick(lambda: False)
    assert events(caplog.records) == ["round", "problem", "round"]
    assert "The clock jumped ahead by 24 hours" in caplog.records[1].getMessage()


def test_asked_to_stop_it_ends_the_message_in_hand_and_begins_no_other(
    world: World, folder: Path, tmp_path: Path
) -> None:
    for number in range(3):  # three letters, to three roles
        role = ("clerk", "lead", "press")[number]
        term(world, world.open(f"Vorlage {number}"), "2021-08-31", role=role)
    held = tmp_path / "held"

    class Slow(Folder):
        def deliver(self, claimed: Claimed, passing: Passing) -> None:
            held.touch()
            while held.exists():
                time.sleep(0.01)
            super().deliver(claimed, passing)

    opening = partial(open_store, world.database, PACKAGES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notifications.folder.Folder", Slow)
        with started(opening, Settings(folder), tmp_path / "log") as process:
            _wait_until(held.exists)
            os.kill(process.number, signal.SIGTERM)
            time.sleep(0.1)
            held.unlink()
            process.wait_for("stop")
            assert process.stop(signal.SIGTERM)[0] == 0
    assert len(mails(folder)) == 1
    assert [line for line in process.lines() if "sent=1" in line]


def _wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_time_that_nobody_can_set_goes_on() -> None:
    before = scheduler.boot_time()
    time.sleep(0.01)
    assert 0.01 <= scheduler.boot_time() - before < 60


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
    monkeypatch.setattr(rounds, "round", after(RoundReport()))
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
