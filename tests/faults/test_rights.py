"""Who may do it, and to whom the files belong."""

import os
import shutil
import subprocess
from pathlib import Path
from stat import S_IMODE

import pytest

from tests.faults.acts import (
    CONSENT,
    FORBIDDEN,
    IO,
    READING,
    WRITING,
    check_plain,
)
from tests.faults.program import (
    PROGRAM,
    Call,
    Done,
    Warm,
    call,
    run,
)
from tests.faults.records import ITEM, NOW, Copies, must, state
from tests.load import rounds
from tests.postgres import OWNER, Postgres


@pytest.fixture(scope="module")
def of_others(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record with an item, in which whoever runs the tests has no role any more."""
    database = str(tmp_path_factory.mktemp("others") / "record.db")
    must(warm, database, "init")
    must(warm, database, *WRITING["new"], "--reference", ITEM)
    hand_over(warm, database)
    return database


def hand_over(warm: Warm, database: str) -> None:
    """Somebody else administers; whoever runs the tests holds no role any more."""
    must(warm, database, "role", "grant", "uid:4711", "admin")
    for role in ("*", "admin"):
        must(warm, database, "role", "revoke", f"uid:{os.geteuid()}", role)


@pytest.mark.parametrize("command", WRITING)
def test_whoever_holds_no_role_records_nothing(
    desk: Copies, of_others: str, command: str
) -> None:
    before = state(of_others)
    done = desk.run(of_others, *WRITING[command])
    check_plain(done, FORBIDDEN, "may not do this: it takes the role")
    assert state(of_others) == before


@pytest.mark.parametrize("command", WRITING)
def test_a_database_user_without_a_role_records_nothing(
    desk: Copies, prepared_server_template: str, postgres: Postgres, command: str
) -> None:
    owner = postgres.url(prepared_server_template, OWNER)
    done = desk.run(owner, *WRITING[command])
    check_plain(done, FORBIDDEN, "may not do this: it takes the role")


def test_the_environment_does_not_make_another_person(
    desk: Copies, warm: Warm, tmp_path: Path
) -> None:
    database = str(tmp_path / "record.db")
    must(warm, database, "init")
    hand_over(warm, database)
    names = ("USER", "LOGNAME", "LNAME", "USERNAME", "SUDO_USER", "HOME", "SUDO_UID")
    pretended = dict.fromkeys(names, "4711")
    asked = call(database, *WRITING["new"])
    done = run(Call(asked.arguments, asked.faults, asked.environment | pretended))
    check_plain(done, FORBIDDEN, f"(uid:{os.geteuid()}) may not do this")


@pytest.mark.heavy
@pytest.mark.parametrize("mask", [0o000, 0o077, 0o022][: rounds(2, 3)])
def test_the_file_and_its_folder_belong_to_one_account(
    tmp_path: Path, mask: int
) -> None:
    database, outbox = tmp_path / "of" / "mine" / "record.db", tmp_path / "outbox"
    due = "deadline", "add", ITEM, "--due", NOW[:10], "--reason", "x", "--for", "lead"
    sending = "scheduler", "tick", "--outbox", str(outbox)
    for words in (("init",), WRITING["new"], due, sending):
        assert run(call(str(database), *words, at=NOW), umask=mask).code == 0
    assert S_IMODE(database.stat().st_mode) == 0o600
    assert S_IMODE(database.parent.stat().st_mode) == 0o700
    assert S_IMODE(outbox.stat().st_mode) == 0o700


def test_the_file_in_its_usual_place_is_private_as_well(tmp_path: Path) -> None:
    here = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert run(Call(("init",), {}, here), umask=0).code == 0
    (database,) = (tmp_path / "data").rglob("*.sqlite3")
    assert S_IMODE(database.stat().st_mode) == 0o600
    assert S_IMODE(database.parent.stat().st_mode) == 0o700


def test_messages_can_be_read_by_one_account_alone(
    record: Path, tmp_path: Path
) -> None:
    outbox = tmp_path / "outbox"
    ticked = call(str(record), "scheduler", "tick", "--outbox", outbox, at=NOW)
    assert run(ticked, umask=0).code == 0
    modes = {S_IMODE(path.stat().st_mode) for path in outbox.iterdir()}
    assert modes == {0o600}


def obeying(wanted: Call) -> list[str]:
    """The program for an account that file modes bind, as they do not bind root."""
    if os.geteuid() != 0:
        return [*PROGRAM, *wanted.arguments]
    if not shutil.which("setpriv"):
        pytest.skip("root reads and writes whatever it likes; setpriv is missing")
    return ["setpriv", "--bounding-set=-all", *PROGRAM, *wanted.arguments]


def run_bound(wanted: Call) -> Done:
    """Run the program bound by file modes."""
    done = subprocess.run(
        obeying(wanted), env=wanted.surroundings, capture_output=True, text=True
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(("file", "folder"), [(0o400, 0o700), (0o400, 0o500)])
def test_a_file_that_can_only_be_read_is_read_and_not_written(
    record: Path, file: int, folder: int
) -> None:
    before = state(str(record))
    record.chmod(file)
    record.parent.chmod(folder)
    try:
        read = run_bound(call(str(record), *READING["show"], at=NOW))
        done = run_bound(call(str(record), *CONSENT, at=NOW))
        founded = run_bound(call(str(record), "init", at=NOW))
    finally:
        record.parent.chmod(0o700)
        record.chmod(0o600)
    assert (read.code, read.err) == (0, "")
    check_plain(done, IO, "can only be read by this account. Nothing was recorded.")
    assert founded.code in {1, IO}
    assert "Traceback" not in founded.err
    assert state(str(record)) == before


def test_a_file_of_somebody_else_is_not_opened(record: Path) -> None:
    record.chmod(0o000)
    done = run_bound(call(str(record), *READING["show"], at=NOW))
    check_plain(done, IO, "cannot be read")


def test_a_folder_that_takes_no_journal_takes_no_entry(record: Path) -> None:
    before = state(str(record))
    record.parent.chmod(0o500)
    try:
        done = run_bound(call(str(record), *CONSENT, at=NOW))
    finally:
        record.parent.chmod(0o700)
    assert done.code == IO, done
    assert "Traceback" not in done.err
    assert state(str(record)) == before
