"""Killed at any statement, a command has done all of its work or none of it.

The points are counted from outside (preload/sitecustomize.py): before each statement,
after each COMMIT, before and after a message is put into its place. A test kills the
command at each of them, on a copy of the record of its own; a sample takes every third
(fewer where there are many), the last one always: it is the answer that got lost after
the COMMIT.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.letters import check_reminders
from tests.faults.program import KILLED, Done, run
from tests.faults.records import ITEM, NOW, Copies, State, state
from tests.load import full

ID = "2021-08-10/1"
NEW = ("new", "Neuer Rahmen", "--lead", "Senatskanzlei", "--on", "2021-08-09")
ADVANCE = ("advance", ITEM, "consent", "--on-or-before", "2021-08-03")
CORRECT = ("correct", ITEM, "2", "--reason", "Tippfehler", "--on", "2021-07-07")
IO, WRONG_VERSION = 74, 78
SCHEDULING = {
    "move": ("sitting", "move", "senate", "2021-08-17", "2021-08-19", "--reason", "x"),
    "ask": ("consultation", "open", ITEM, "cosignature", "--body", "finance"),
}
COMMANDS = {"new": NEW, "advance": ADVANCE, "correct": CORRECT}


def points_of(
    copies: Copies, words: Sequence[str], log: Path, at: str = NOW
) -> tuple[list[str], str]:
    """What a command passes when nobody kills it, and the record it leaves."""
    database = copies.fresh()
    assert copies.run(database, *words, log=str(log), at=at).code == 0
    return log.read_text(encoding="utf-8").splitlines(), database


def chosen(points: Sequence[str], step: int = 3) -> list[int]:
    """The numbers of the points at which to kill: every third from the last, or all."""
    return list(range(len(points), 0, -1 if full() else -step))


def check_killed(was: State, database: str, killed: Done, entries: int) -> int:
    """All or nothing: `entries` more than there were, or none; what is said is done."""
    became = state(database)
    assert became.sound, became.findings
    recorded = became.commands.count(ID)
    assert became.head - was.head == (entries if recorded else 0)
    assert recorded or not killed.out, "what was answered must be recorded"
    return recorded


def check_repeated(copies: Copies, database: str, words: Sequence[str]) -> None:
    """Repeated with its id, a command is done once, and says what it said."""
    words = (*words, "--json")
    later = copies.call(database, *words, at="2021-08-11T09:00:00Z")
    first, again = copies.crew([[copies.call(database, *words), later]])[0]
    assert first.code == again.code == 0, (first, again)
    assert first.answer == again.answer
    became = state(database)
    assert became.sound, became.findings
    assert became.commands.count(ID) == 1


def kill_everywhere(
    copies: Copies, words: Sequence[str], log: Path, step: int = 3
) -> int:
    """Kill a command at its points; how often it was killed after its COMMIT."""
    words = (*words, "--command-id", ID)
    untouched = state(copies.fresh())
    points, done = points_of(copies, words, log)
    entries = state(done).head - untouched.head
    late = 0
    for number in chosen(points, step):
        database = copies.fresh()
        killed = copies.run(database, *words, kill_at=number)
        assert killed.code == KILLED, (points[number - 1], killed)
        late += check_killed(untouched, database, killed, entries)
        check_repeated(copies, database, words)
    return late


@pytest.mark.heavy
@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_has_done_all_or_nothing_and_can_be_repeated(
    prepared: Copies, command: str, tmp_path: Path
) -> None:
    late = kill_everywhere(prepared, COMMANDS[command], tmp_path / "log")
    assert late, "the answer was lost at least once, and the work was done"


@pytest.mark.heavy
@pytest.mark.parametrize("prepared", ["postgresql"], indirect=True)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_lost_connection_is_said_and_the_command_can_be_repeated(
    prepared: Copies, command: str, tmp_path: Path
) -> None:
    """What was sent may have been done: also the COMMIT whose answer got lost."""
    words = (*COMMANDS[command], "--command-id", ID)
    untouched = state(prepared.fresh())
    points, _ = points_of(prepared, words, tmp_path / "log")
    for number in chosen(points[:-1]):
        database = prepared.fresh()
        cut = prepared.run(database, *words, cut_at=number)
        assert (cut.code, cut.out) == (IO, ""), (points[number - 1], cut)
        assert "Traceback" not in cut.err
        check_killed(untouched, database, cut, 1)
        check_repeated(prepared, database, words)


@pytest.mark.heavy
@pytest.mark.parametrize("command", SCHEDULING)
def test_a_killed_change_of_deadlines_has_moved_all_of_them_or_none(
    scheduled: Copies, command: str, tmp_path: Path
) -> None:
    assert kill_everywhere(scheduled, SCHEDULING[command], tmp_path / "log", step=7)


@pytest.mark.heavy
def test_the_first_item_brings_its_definition_along_or_nothing_at_all(
    founded: Copies, tmp_path: Path
) -> None:
    assert kill_everywhere(founded, NEW, tmp_path / "log")


@pytest.mark.heavy
def test_a_killed_tick_leaves_each_reminder_to_the_next_one(
    prepared: Copies, tmp_path: Path
) -> None:
    points, _ = points_of(prepared, tick(tmp_path / "counted"), tmp_path / "log")
    for number in chosen(points, step=41):
        database, outbox = prepared.fresh(), tmp_path / f"outbox-{number}"
        killed = prepared.run(database, *tick(outbox), kill_at=number)
        assert killed.code == KILLED, points[number - 1]
        twice = prepared.crew([[prepared.call(database, *tick(outbox))] * 2])[0]
        assert [done.code for done in twice] == [0, 0], twice
        check_reminders(prepared, database, outbox)


def tick(outbox: Path) -> tuple[str, ...]:
    """The command that sends what is due."""
    return "scheduler", "tick", "--outbox", str(outbox)


@pytest.mark.heavy
def test_a_killed_init_leaves_no_record_or_a_whole_one(
    desk: Copies, tmp_path: Path
) -> None:
    """The schema is made first, then the record: between them there is nothing yet."""
    log = tmp_path / "log"
    assert desk.run(str(tmp_path / "counted.db"), "init", log=str(log)).code == 0
    points = log.read_text(encoding="utf-8").splitlines()
    for number in range(len(points), 0, -1 if full() else -12):
        database = str(tmp_path / f"{number}.db")
        killed = desk.run(database, "init", kill_at=number)
        assert killed.code == KILLED, points[number - 1]
        check_unfounded(desk.run(database, *tick(tmp_path / "outbox")))
        again = desk.run(database, "init")
        assert again.code == 0 or "holds a record already" in again.err, again
        assert state(database).sound


def check_unfounded(ticked: Done) -> None:
    """The scheduler says that there is nothing yet, or has nothing to do."""
    assert ticked.code in {0, WRONG_VERSION}, ticked
    assert ticked.code == 0 or "`laufzettel init` founds one" in ticked.err


@pytest.mark.heavy
@pytest.mark.parametrize(
    "command", [*COMMANDS, "tick"] if full() else ["advance", "tick"]
)
def test_the_real_process_is_killed_just_the_same(
    prepared: Copies, command: str, tmp_path: Path
) -> None:
    """The other tests fork a loaded program; here the interpreter itself starts."""
    outbox = tmp_path / "outbox"
    words = COMMANDS.get(command, tick(outbox))
    if command in COMMANDS:
        words = (*words, "--command-id", ID)
    points, _ = points_of(prepared, words, tmp_path / "log")
    untouched, database = prepared.fresh(), prepared.fresh()
    commit = points.index("COMMIT") + 1
    for number in (commit, commit + 1):
        killed = run(prepared.call(database, *words, kill_at=number))
        assert killed.code == KILLED
        assert state(database).sound
    if command in COMMANDS:
        assert state(database).head > state(untouched).head
        check_repeated(prepared, database, words)
    else:
        assert prepared.run(database, *words).code == 0
        check_reminders(prepared, database, outbox)
