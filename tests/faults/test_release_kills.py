"""Killed at any statement, an act on a release is done whole or not at all.

Repeated with its command id it is done once, and a round that is killed leaves every
message to the next one, or to a person.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.letters import letters
from tests.faults.newsroom import (
    AFTER,
    APPROVED,
    DRAFT,
    EMBARGOED,
    IN_REVIEW,
    LISTED,
    PUBLIC,
    READY,
    WRONG,
    typed,
)
from tests.faults.program import KILLED
from tests.faults.records import ITEM, Copies, state
from tests.faults.test_kills import (
    ID,
    check_repeated,
    chosen,
    kill_everywhere,
    points_of,
    tick,
)
from tests.load import databases, full

FILE = "FILE"
COMMANDS = {
    "draft": ("announce", "draft", ITEM, "--on", "2021-08-10"),
    "submit": ("announce", "submit", DRAFT, "--to", "ben"),
    "approve": ("announce", "approve", IN_REVIEW),
    "return": ("announce", "return", IN_REVIEW, "--note", "Noch nicht."),
    "schedule": ("announce", "schedule", APPROVED, "--at", "2021-08-10T18:00"),
    "publish": ("announce", "publish", READY),
    "edit": ("announce", "edit", EMBARGOED, "--file", FILE),
    "correct": (
        *("announce", "correct", WRONG, "--on", "2021-08-10"),
        *("--reason", "Ein Satz fehlte.", "--file", FILE),
    ),
}
SAMPLE = ("publish",)
WITHDRAW = ("announce", "withdraw", PUBLIC, "--reason", "Die Zahl war falsch.")


@pytest.mark.heavy
@pytest.mark.parametrize("pressed", databases(), indirect=True)
@pytest.mark.parametrize("command", COMMANDS if full() else SAMPLE)
def test_a_killed_act_on_a_release_is_done_whole_or_not_at_all(
    pressed: Copies, command: str, tmp_path: Path
) -> None:
    file = str(typed(tmp_path))
    words = [file if each == FILE else each for each in COMMANDS[command]]
    late = kill_everywhere(pressed, words, tmp_path / "log", step=19)
    assert late, "the answer was lost at least once, and the work was done"


@pytest.mark.heavy
@pytest.mark.parametrize("pressed", databases(), indirect=True)
def test_a_killed_withdrawal_stops_the_release_and_is_told_of_once(
    pressed: Copies, tmp_path: Path
) -> None:
    """First the release is stopped, then a release is written that says so."""
    words = (*WITHDRAW, "--command-id", ID)
    was = state(pressed.fresh())
    points, _ = points_of(pressed, words, tmp_path / "log")
    for number in chosen(points, step=19):
        database = pressed.fresh()
        killed = pressed.run(database, *words, kill_at=number)
        assert killed.code == KILLED, points[number - 1]
        became = state(database)
        assert became.sound, became.findings
        assert became.commands.count(ID) == min(1, became.head - was.head)
        check_repeated(pressed, database, words)
        assert state(database).head == was.head + 2
        rows = pressed.said(database, "announce", "list")
        assert Counter(row["kind"] for row in rows)["withdrawal"] == 1
        assert [row["state"] for row in rows if row["id"] == PUBLIC] == ["withdrawn"]


@pytest.mark.heavy
@pytest.mark.parametrize("pressed", databases(), indirect=True)
def test_a_killed_round_sends_no_release_twice_and_hides_none(
    pressed: Copies, tmp_path: Path
) -> None:
    """An embargo ends, messages of two others wait: six mails to the press, at most."""
    points, _ = points_of(pressed, tick(tmp_path / "counted"), tmp_path / "log", AFTER)
    for number in range(len(points), 0, -7 if full() else -97):
        database, outbox = pressed.fresh(), tmp_path / f"outbox-{number}"
        killed = pressed.run(database, *tick(outbox), kill_at=number, at=AFTER)
        assert killed.code == KILLED, points[number - 1]
        again = pressed.call(database, *tick(outbox), at=AFTER)
        pressed.crew([[again, again], [again, again]])
        check_press(pressed, database, outbox)


def check_press(copies: Copies, database: str, outbox: Path) -> None:
    """Each has each release once; whatever is not sure stands in the list, unknown."""
    rows = copies.said(database, "outbox", "list")
    press = [row for row in rows if row["kind"] == "release"]
    assert len(press) == 3 * len(LISTED)
    assert {row["state"] for row in press} <= {"sent", "unknown"}, press
    ids = [str(each["Message-ID"]) for each in letters(outbox)]
    assert len(set(ids)) == len(ids)
    surely = {row["message_id"] for row in press if row["state"] == "sent"}
    assert surely <= set(ids)
    assert sum(row["state"] == "unknown" for row in press) <= 1
    rows = copies.said(database, "announce", "list")
    assert [row["state"] for row in rows if row["id"] == EMBARGOED] == ["published"]
    assert state(database).sound
