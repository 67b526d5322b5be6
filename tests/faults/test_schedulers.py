"""The scheduler was away while three reminders fell due; then two start at once."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.letters import check_reminders, files
from tests.faults.program import SECONDS, ended, started
from tests.faults.records import DUE, Copies, state
from tests.load import rounds

SOON, LATER = "2021-08-10T08:10:00Z", "2021-08-11T08:00:00Z"
BEFORE = "2021-08-10T07:00:00Z"  # the clock was put back: that is said, not more
ROUNDS = rounds(3, 30)


def tick(copies: Copies, database: str, outbox: Path, **faults: Any) -> dict[str, Any]:
    """One round; what it did."""
    words = "scheduler", "tick", "--outbox", outbox
    done: dict[str, Any] = copies.said(database, *words, **faults)
    return done


@pytest.mark.heavy
def test_two_that_tick_at_once_tell_each_reminder_once_and_late(
    prepared: Copies, tmp_path: Path
) -> None:
    for number in range(ROUNDS):
        database, outbox = prepared.fresh(), tmp_path / f"outbox-{number}"
        words = "scheduler", "tick", "--outbox", outbox, "--json"
        both = prepared.crew([[prepared.call(database, *words)]] * 2)
        said = [done.answer for (done,) in both]
        assert sum(each["sent"] for each in said) == len(DUE), both
        assert sum(each["late"] for each in said) == len(DUE)
        assert sum(each["queued"] for each in said) == len(DUE)
        check_reminders(prepared, database, outbox)


def test_two_that_run_at_once_tell_each_reminder_once_and_late(
    prepared: Copies, tmp_path: Path
) -> None:
    database, outbox = prepared.fresh(), tmp_path / "outbox"
    words = "scheduler", "run", "--every", "1", "--outbox", outbox
    both = [started(prepared.call(database, *words)) for _ in range(2)]
    wait_until(lambda: len(files(outbox)) == len(DUE), *both)
    time.sleep(2)  # two rounds more of each
    done = stopped(signal.SIGTERM, *both)
    assert [each.code for each in done] == [0, 0], done
    assert all(each.err.count("event=round") >= 2 for each in done), done
    assert "level=ERROR" not in done[0].err + done[1].err
    check_reminders(prepared, database, outbox)


def test_the_next_days_tell_nothing_again(prepared: Copies, tmp_path: Path) -> None:
    database, outbox = prepared.fresh(), tmp_path / "outbox"
    assert tick(prepared, database, outbox)["sent"] == len(DUE)
    before = {path: path.stat().st_mtime_ns for path in files(outbox)}
    words = "scheduler", "tick", "--outbox", outbox, "--json"
    for at, code in ((LATER, 0), (BEFORE, 5), ("2021-12-24T08:00:00Z", 0)):
        done = prepared.run(database, *words, at=at)
        assert (done.code, done.answer["sent"]) == (code, 0), done
    assert {path: path.stat().st_mtime_ns for path in files(outbox)} == before
    check_reminders(prepared, database, outbox)


def test_whoever_has_acted_meanwhile_is_left_alone(
    prepared: Copies, tmp_path: Path
) -> None:
    database, outbox = prepared.fresh(), tmp_path / "outbox"
    prepared.said(database, "deadline", "done", "S-2021-0001", "term-2")
    assert tick(prepared, database, outbox, at=LATER)["sent"] == len(DUE) - 1
    assert len(files(outbox)) == len(DUE) - 1
    assert state(database).sound


@pytest.mark.parametrize(("asked", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_scheduler_that_is_stopped_ends_in_order(
    prepared: Copies, tmp_path: Path, asked: signal.Signals, code: int
) -> None:
    database, outbox = prepared.fresh(), tmp_path / "outbox"
    words = "scheduler", "run", "--every", "60", "--outbox", outbox
    process = started(prepared.call(database, *words))
    wait_until(lambda: len(files(outbox)) == len(DUE), process)
    (done,) = stopped(asked, process)
    assert done.code == code
    assert "Traceback" not in done.err
    assert prepared.run(database, "scheduler", "status").code == 0
    check_reminders(prepared, database, outbox)


def test_a_scheduler_that_is_killed_leaves_the_rest_to_the_next(
    prepared: Copies, tmp_path: Path
) -> None:
    database, outbox = prepared.fresh(), tmp_path / "outbox"
    words = "scheduler", "run", "--every", "1", "--outbox", outbox
    process = started(prepared.call(database, *words))
    wait_until(lambda: len(files(outbox)) > 0, process)
    stopped(signal.SIGKILL, process)
    tick(prepared, database, outbox, at=SOON)
    check_reminders(prepared, database, outbox)


def wait_until(true: Callable[[], bool], *processes: subprocess.Popen[str]) -> None:
    """Wait for something that processes bring about."""
    until = time.monotonic() + SECONDS
    while not true():
        gone = [each for each in processes if each.poll() is not None]
        late = time.monotonic() > until
        if gone or late:
            raise AssertionError([*stopped(signal.SIGKILL, *processes)])
        time.sleep(0.02)


def stopped(asked: signal.Signals, *processes: subprocess.Popen[str]) -> list[Any]:
    """Send a signal to processes that run; what they said."""
    for each in processes:
        if each.poll() is None:
            each.send_signal(asked)
    return [ended(each) for each in processes]
