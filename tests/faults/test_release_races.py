"""Two people at one release at the same moment: one order of their acts, no other."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.newsroom import (
    APPROVED,
    DRAFT,
    IN_REVIEW,
    LISTED,
    NEXT,
    READY,
    TODAY,
    typed,
)
from tests.faults.program import Done
from tests.faults.records import ITEM, Copies, state
from tests.load import rounds

pytestmark = pytest.mark.heavy
ROUNDS = rounds(1, 50)
Words = tuple[str, ...]

PUBLISH = ("announce", "publish", READY)
WITHDRAW = ("announce", "withdraw", READY, "--reason", "Nein.")


def race(copies: Copies, database: str, *commands: Words) -> list[Done]:
    """Commands that begin at the same moment; none of them breaks down."""
    work = [[copies.call(database, *words, "--json")] for words in commands]
    done = [each for (each,) in copies.crew(work)]
    assert all(each.code in {0, 1, 4} for each in done), done
    assert all("Traceback" not in each.err for each in done), done
    found = state(database)
    assert found.sound, found.findings
    return done


def shown(copies: Copies, database: str, release: str) -> dict[str, Any]:
    """A release as it stands."""
    found: dict[str, Any] = copies.said(database, "announce", "show", release)
    return found


def press(copies: Copies, database: str, release: str) -> list[str]:
    """The states of the messages of a release to the press."""
    rows = copies.said(database, "outbox", "list")
    return [
        row["state"]
        for row in rows
        if row["kind"] == "release" and row["reference"] == release
    ]


def test_of_two_who_publish_one_does(pressed: Copies) -> None:
    for _ in range(ROUNDS):
        database = pressed.fresh()
        done = race(pressed, database, PUBLISH, PUBLISH)
        assert sorted(each.code for each in done) == [0, 1], done
        assert press(pressed, database, READY) == ["new"] * len(LISTED)


def test_what_is_withdrawn_while_it_is_published_goes_to_nobody(
    pressed: Copies,
) -> None:
    for _ in range(ROUNDS):
        database = pressed.fresh()
        published, withdrawn = race(pressed, database, PUBLISH, WITHDRAW)
        assert withdrawn.code == 0, withdrawn
        assert shown(pressed, database, READY)["state"] == "withdrawn"
        went = press(pressed, database, READY)
        assert went == (["superseded"] * len(LISTED) if published.code == 0 else [])


def test_what_is_edited_while_it_is_approved_is_a_draft(
    pressed: Copies, tmp_path: Path
) -> None:
    edit = ("announce", "edit", IN_REVIEW, "--file", str(typed(tmp_path)))
    for _ in range(ROUNDS):
        database = pressed.fresh()
        _, edited = race(pressed, database, ("announce", "approve", IN_REVIEW), edit)
        assert edited.code == 0, edited
        found = shown(pressed, database, IN_REVIEW)
        assert (found["state"], found["version"]) == ("draft", 2)
        assert found["approvals"] == []


def test_what_is_withdrawn_while_it_is_embargoed_stays_withdrawn(
    pressed: Copies,
) -> None:
    schedule = ("announce", "schedule", APPROVED, "--at", "2021-08-10T18:00")
    withdraw = ("announce", "withdraw", APPROVED, "--reason", "Nein.")
    for _ in range(ROUNDS):
        database = pressed.fresh()
        _, withdrawn = race(pressed, database, schedule, withdraw)
        assert withdrawn.code == 0, withdrawn
        found = shown(pressed, database, APPROVED)
        assert (found["state"], found["embargo_at"]) == ("withdrawn", None)


def test_releases_that_are_drafted_at_once_have_numbers_of_their_own(
    pressed: Copies,
) -> None:
    draft = ("announce", "draft", ITEM, "--on", str(TODAY))
    for _ in range(ROUNDS):
        database = pressed.fresh()
        done = race(pressed, database, *[draft] * 4)
        assert [each.code for each in done] == [0] * 4, done
        numbers = sorted(each.answer["release"] for each in done)
        first = int(NEXT[-4:])
        assert numbers == [f"{NEXT[:-4]}{first + n:04}" for n in range(4)]


def test_of_two_who_edit_at_once_neither_loses_what_the_other_did(
    pressed: Copies, tmp_path: Path
) -> None:
    """One types a paragraph, the other sets another day."""
    words = ("announce", "edit", DRAFT, "--file", str(typed(tmp_path)))
    day = ("announce", "edit", DRAFT, "--on", "2021-08-11")
    for _ in range(ROUNDS):
        database = pressed.fresh()
        done = race(pressed, database, words, day)
        assert [each.code for each in done] == [0, 0], done
        found = shown(pressed, database, DRAFT)
        assert (found["version"], found["day"]) == (3, "2021-08-11")
        assert "Noch ein Satz." in found["paragraphs"]
