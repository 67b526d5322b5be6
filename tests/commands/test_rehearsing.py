"""A rehearsal is told as dated stories, and counted."""

from definitions.loader import find
from tests.commands.terminal import Terminal

REHEARSE = ("definition", "rehearse", "berlin-senate")


def test_the_stories_are_told_with_their_days(terminal: Terminal) -> None:
    said = terminal(*REHEARSE, "--start", "2026-01-05", "--to", "publication")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[:2] == [
        "Senate item with consent of the Council of Mayors (berlin-senate 2026-01),",
        "    rehearsed from 2026-01-05",
    ]
    assert lines[2] == "Ways: 2. Stories told: 2, with 12 of 12 moves."
    assert lines[5:13] == [
        "Story 1: 2026-01-05 to 2026-02-02, ends in: publication",
        "  2026-01-05 opened ─▶ draft",
        "  2026-01-12 first approval by the Senate: approved ─▶ first approval",
        "    in the same way: approved with remarks, noted",
        "  2026-01-19 consent of the Council of Mayors: consented ─▶ ready for"
        " decision",
        "    in the same way: consented with remarks",
        "  2026-01-26 formal decision of the Senate: decided ─▶ formal decision",
        "  2026-02-02 publication ─▶ publication",
    ]
    assert max(map(len, lines)) <= 79


def test_the_stories_are_counted_and_limited(terminal: Terminal) -> None:
    whole = terminal.does(*REHEARSE)
    assert (whole["ways"], whole["more_ways"], whole["covered"]) == (9, False, 17)
    assert whole["start"] == "2021-08-10"  # the day of the clock
    assert len(whole["stories"]) == 9
    some = terminal.does(*REHEARSE, "--limit", "2")
    assert (some["ways"], len(some["stories"])) == (9, 2)
    assert {each["ends_in"] for each in some["stories"]} == {"publication", "withdrawn"}
    step = some["stories"][0]["steps"][1]
    assert step == {
        "on": "2021-08-17",
        "event": "approve",
        "from": "draft",
        "to": "first_approval",
        "outcome": "approved",
        "body": "senate",
        "other_outcomes": ["approved_with_remarks", "noted"],
        "by": ["clerk"],
        "person": 1,
        "needs": [],
    }


def test_a_day_or_a_state_that_the_path_has_not_is_refused(terminal: Terminal) -> None:
    said = terminal(*REHEARSE, "--start", "2020-12-31")
    assert (said.code, said.out) == (1, "")
    assert "valid from 2021-01-01" in said.err
    said = terminal(*REHEARSE, "--to", "publikation")
    assert (said.code, said.out) == (1, "")
    assert "did you mean publication?" in said.err
    assert terminal(*REHEARSE, "--limit", "0").code == 2


def test_without_a_day_it_begins_when_the_path_is_in_use(terminal: Terminal) -> None:
    words = ("definition", "rehearse")
    file = terminal.folder / "old.yaml"
    text = find("berlin-senate").source.replace(
        "valid_from: 2021-01-01", "valid_from: 2021-01-01\nvalid_to: 2021-03-31", 1
    )
    file.write_text(text, encoding="utf-8")
    assert terminal.does(*words, str(file))["start"] == "2021-03-31"
    old, new = "2021-01-01\nvalid_to: 2021-03-31", "2030-01-01"
    text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    assert terminal.does(*words, str(file))["start"] == "2030-01-01"
