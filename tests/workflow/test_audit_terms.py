"""Forged terms: whoever writes correct hashes is found out by what the record makes.

Each entry is written over, with numbers and chains made anew; what the clock is said to
have recorded, and every last day that is told, must follow from what stands before it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workflow.forging import Forger
from tests.workflow.terms_path import Case
from tests.worlds import World, on

Content = dict[str, Any]


def said(world: World) -> str:
    """What is found, in one text."""
    return " / ".join(str(each.what) for each in world.verify().findings)


def forged(forge: Forger, kind: str, change: Callable[[Content], object]) -> None:
    """Change the last entry of a kind, and make the chains fit."""
    contents = forge.contents()
    change(next(each for each in reversed(contents) if each["kind"] == kind))
    forge.chain(contents)


@pytest.fixture
def case(world: World) -> Case:
    case = Case(world)
    case.ask("interior", "2023-02-20")
    return case


def test_silence_before_the_term_is_over(case: Case, forge: Forger) -> None:
    case.expire("2023-03-07")

    def earlier(entry: Content) -> None:
        entry["on"] = "2023-03-06"
        entry["facts"]["due"] = "2023-03-05"

    forged(forge, "answered", earlier)
    assert "no term takes effect on that day" in said(case.world)


def test_silence_that_nobody_gave_a_meaning(case: Case, forge: Forger) -> None:
    case.expire("2023-03-07")
    forged(forge, "answered", lambda entry: entry.update(outcome="given"))
    assert "the end of the term does not bring it about" in said(case.world)


def test_an_act_in_the_name_of_the_clock(case: Case, forge: Forger) -> None:
    case.today("2023-03-01")
    case.answer("interior", "given", "2023-03-01")
    forged(forge, "answered", lambda entry: entry.update(actor="expiry"))
    assert not case.world.verify().sound


def test_an_extension_beyond_its_rule(case: Case, forge: Forger) -> None:
    case.extend("interior", by="7 days")

    def longer(entry: Content) -> None:
        entry["facts"] |= {"by": "8 days", "due": "2023-03-14"}

    forged(forge, "extended", longer)
    assert "further than its rule permits" in said(case.world)


def test_an_extension_that_tells_another_day(case: Case, forge: Forger) -> None:
    case.extend("interior", by="7 days")
    forged(forge, "extended", lambda each: each["facts"].update(due="2023-03-12"))
    assert "is not the one that was counted" in said(case.world)


def test_a_moved_deadline_that_tells_another_day(case: Case, forge: Forger) -> None:
    case.today("2023-02-24")
    case.world.correct(case.item, 2, day=on("2023-02-21"))

    def other(entry: Content) -> None:
        entry["facts"]["deadlines"][0]["due"] = "2023-03-09"

    forged(forge, "rescheduled", other)
    assert "is not the one that was counted" in said(case.world)


def test_a_moved_deadline_of_somebody_else(case: Case, forge: Forger) -> None:
    case.today("2023-02-24")
    case.world.correct(case.item, 2, day=on("2023-02-21"))

    def other(entry: Content) -> None:
        entry["facts"]["deadlines"][0]["body"] = "culture"

    forged(forge, "rescheduled", other)
    assert not case.world.verify().sound


def test_a_moved_deadline_without_a_cause(case: Case, forge: Forger) -> None:
    case.today("2023-02-24")
    case.world.correct(case.item, 2, day=on("2023-02-21"))
    forged(forge, "rescheduled", lambda each: each["facts"].update(because=999))
    assert "it names no cause before it" in said(case.world)
    forged(forge, "rescheduled", lambda each: each["facts"].update(because=1))
    assert "which deadlines moved, and because of what" in said(case.world)


def test_the_content_of_a_calendar(case: Case, forge: Forger) -> None:
    change = "replace(content, '2023-03-08', '2023-03-06')"
    forge.run(f"UPDATE calendar SET content = {change}")
    assert "the calendar that it stored is missing or was changed" in said(case.world)


def test_a_calendar_that_no_entry_brought(case: Case, forge: Forger) -> None:
    forge.run(
        "INSERT INTO calendar (seq, name, hash, content)"
        " SELECT 99, name, hash, content FROM calendar WHERE name = 'DE-BE'"
    )
    assert "was stored by no entry" in said(case.world)


def test_a_calendar_under_another_name(case: Case, forge: Forger) -> None:
    forge.run("UPDATE calendar SET name = 'DE-BB' WHERE name = 'DE-BE'")
    assert not case.world.verify().sound


@pytest.mark.parametrize(
    "change",
    [
        "due = '2023-04-01'",
        "due = NULL",
        "status = 'met'",
        "precision = 'unknown'",
        "calendar = NULL",
        "body = 'culture'",
        "closed = 2",
    ],
)
def test_a_row_that_says_something_else(case: Case, forge: Forger, change: str) -> None:
    forge.run(f"UPDATE deadline SET {change}")
    assert "a row of deadline is not what the entries say" in said(case.world)


def test_a_row_too_few(case: Case, forge: Forger) -> None:
    forge.run("DELETE FROM deadline")
    assert "a row of deadline is missing" in said(case.world)


def test_a_deadline_that_moved_in_silence(case: Case, forge: Forger) -> None:
    case.today("2023-02-24")
    case.world.correct(case.item, 2, day=on("2023-02-21"))
    forge.chain([each for each in forge.contents() if each["kind"] != "rescheduled"])
    assert "deadlines moved with the last entry" in said(case.world)


def test_a_day_that_was_moved_from_another_one(case: Case, forge: Forger) -> None:
    case.today("2023-02-24")
    case.world.correct(case.item, 2, day=on("2023-02-21"))

    def other(entry: Content) -> None:
        entry["facts"]["deadlines"][0]["was"] = "2023-03-01"

    forged(forge, "rescheduled", other)
    assert "which deadlines moved" in said(case.world)


@pytest.mark.parametrize(
    ("fact", "value"), [("due", "2023-02-22"), ("calendar", "0" * 64)]
)
def test_a_body_that_was_told_something_else(
    case: Case, forge: Forger, fact: str, value: str
) -> None:
    forged(forge, "consulted", lambda each: each["facts"].update({fact: value}))
    assert "is not the one that was counted" in said(case.world)


@pytest.mark.parametrize(
    ("fact", "value"), [("basis", []), ("calendar", "0" * 64), ("started", 1)]
)
def test_silence_that_rests_on_something_else(
    case: Case, forge: Forger, fact: str, value: object
) -> None:
    case.expire("2023-03-07")
    forged(forge, "answered", lambda each: each["facts"].update({fact: value}))
    assert not case.world.verify().sound


@pytest.mark.parametrize("kind", ["opened", "consulted", "person", "definition"])
def test_the_clock_does_nothing_else(case: Case, forge: Forger, kind: str) -> None:
    forged(forge, kind, lambda entry: entry.update(actor="expiry"))
    assert "no end of a term brings such an entry about" in said(case.world)


def test_an_extension_that_hides_the_day_before(case: Case, forge: Forger) -> None:
    case.extend("interior", by="7 days")
    forged(forge, "extended", lambda each: each["facts"].update(was="2023-03-01"))
    assert "the last day before it is not the one" in said(case.world)
