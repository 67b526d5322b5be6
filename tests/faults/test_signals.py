"""Who reads the answer has gone, or Ctrl-C: a pipe closed, a process interrupted."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.acts import (
    BUSY,
    CONSENT,
    INTERRUPTED,
    IO,
    READING,
    check_plain,
)
from tests.faults.program import (
    Gate,
    call,
    ended,
    run,
    started,
)
from tests.faults.records import ITEM, NOW, Copies, state


@pytest.mark.parametrize("command", READING)
def test_a_reader_who_has_had_enough_ends_the_program_quietly(
    record: Path, command: str
) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = run(call(str(record), *READING[command], at=NOW), stdout=write)
    finally:
        os.close(write)
    assert (done.code, done.err) == (IO, "")


def test_a_lost_answer_is_not_a_lost_entry(record: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    words = (*CONSENT, "--command-id", "1", "--json")
    try:
        done = run(call(str(record), *words, at=NOW), stdout=write)
    finally:
        os.close(write)
    assert (done.code, done.err) == (IO, "")
    assert run(call(str(record), *words, at=NOW)).answer["event"] == "consent"
    assert state(str(record)).commands.count("1") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_the_output_is_said(record: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as disk:
        done = run(call(str(record), *READING["show"], at=NOW), stdout=disk)
    check_plain(done, IO, "no space left")


@pytest.mark.parametrize("number", [1, 2])
def test_a_stream_that_was_never_open_is_no_fault(record: Path, number: int) -> None:
    wanted = call(str(record), *READING["show"], at=NOW)
    done = run(wanted, preexec_fn=lambda: os.close(number))
    assert done.code in {0, IO}
    assert "Traceback" not in done.err


def test_a_refusal_that_nobody_reads_is_a_refusal(record: Path) -> None:
    before = state(str(record))
    read, write = os.pipe()
    os.close(read)
    try:
        done = run(call(str(record), "advance", ITEM, "decide", at=NOW), stderr=write)
    finally:
        os.close(write)
    assert done.code in {1, IO}
    assert state(str(record)) == before


@pytest.mark.parametrize("held_at", ["PRAGMA", "BEGIN", "INSERT", "COMMIT"])
def test_ctrl_c_ends_a_command_and_nothing_is_recorded(
    record: Path, tmp_path: Path, held_at: str
) -> None:
    before = state(str(record))
    with Gate(tmp_path / "gate") as gate:
        process = started(call(str(record), *CONSENT, at=NOW, **gate.before(held_at)))
        gate.wait_for(process)
        process.send_signal(signal.SIGINT)
        done = ended(process)
    check_plain(done, INTERRUPTED, "Interrupted.")
    assert state(str(record)) == before


def test_ctrl_c_ends_a_command_on_a_server(prepared: Copies, tmp_path: Path) -> None:
    database = prepared.fresh()
    before = state(database)
    with Gate(tmp_path / "gate") as gate:
        process = started(prepared.call(database, *CONSENT, **gate.before("INSERT")))
        gate.wait_for(process)
        process.send_signal(signal.SIGINT)
        check_plain(ended(process), INTERRUPTED, "Interrupted.")
    assert state(database) == before


def test_init_twice_at_once_founds_one_record(desk: Copies, tmp_path: Path) -> None:
    database = str(tmp_path / "record.db")
    both = desk.crew([[desk.call(database, "init")]] * 2)
    codes = sorted(done.code for (done,) in both)
    assert codes in ([0, 1], [0, BUSY]), both
    assert state(database).sound
