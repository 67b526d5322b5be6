"""The commands about addresses and absences, as an administrator types them."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.terminal import Terminal


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """A founded record with an item; two people beside the administrator."""
    terminal.opened()
    terminal.does("role", "grant", "uid:4001", "lead")
    terminal.does("role", "grant", "uid:4002", "clerk")
    return terminal


def test_an_address_is_entered_listed_and_taken_back(office: Terminal) -> None:
    words = ["--mail", "lead@senat.example", "--name", "Federführung"]
    said = office("contact", "set", "role:lead", *words)
    assert said.out == "role:lead is written to at lead@senat.example.\n"
    office.does("contact", "set", "4001", "--mail", "a@senat.example")
    listed = office.does("contact", "list")["contacts"]
    assert listed == [
        {
            "who": "uid:4001",
            "account": "uid:4001",
            "name": None,
            "address": "a@senat.example",
            "language": "de",
        },
        {
            "who": "role:lead",
            "account": None,
            "name": "Federführung",
            "address": "lead@senat.example",
            "language": "de",
        },
    ]
    answer = office.does("contact", "drop", "role:lead", "--note", "aufgelöst")
    assert (answer["who"], answer["subject"]) == ("role:lead", "role:lead")
    assert len(office.does("contact", "list")["contacts"]) == 1
    assert office.does("verify")["sound"]


LONG = "x" * 10_000


@pytest.mark.parametrize(
    "words",
    [
        ["contact", "set", "role:lead", "--mail", f"{LONG}@b.example"],
        ["contact", "set", f"role:{LONG}", "--mail", "a@b.example"],
        ["contact", "set", f"body:{LONG}", "--mail", "a@b.example"],
        ["contact", "set", LONG, "--mail", "a@b.example"],
        ["contact", "drop", f"role:{LONG}"],
        ["role", "grant", "uid:4001", LONG],
        ["show", LONG],
    ],
)
def test_what_is_very_long_is_not_repeated_in_full(
    office: Terminal, words: list[str]
) -> None:
    said = office(*words)
    assert said.code == 1
    assert "x… (cut here)" in said.err
    assert len(said.err) < 1_000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["outbox", "show", LONG], 1),
        (["--config", LONG, "list"], 74),
        (["--database", LONG, "list"], 74),
        (["--database", f"postgresql://clerk@{LONG}/record", "list"], 78),
        (["--database", f"postgresql://clerk@localhost:1/record?{LONG}", "list"], 78),
    ],
)
def test_what_is_very_long_and_not_there_is_not_repeated_in_full_either(
    terminal: Terminal, words: list[str], code: int
) -> None:
    terminal.does("init")
    said = terminal(*words)
    assert said.code == code
    assert len(said.err) < 1_000
    assert "Traceback" not in said.err


def test_the_roles_that_reach_nobody_are_told(office: Terminal) -> None:
    said = office("contact", "list")
    assert "No address is on record." in said.out
    assert "Nobody is reached for: clerk (Senate office), lead (" in said.out
    office.does("contact", "set", "4001", "--mail", "a@senat.example")
    assert office.does("contact", "list")["unreached"] == ["clerk", "press"]
    office.does("contact", "set", "role:press", "--mail", "p@senat.example")
    assert office.does("contact", "list")["unreached"] == ["clerk"]


def test_a_mailbox_of_the_configuration_reaches_somebody(
    office: Terminal, tmp_path: Path
) -> None:
    config = tmp_path / "mailboxes.toml"
    config.write_text('[addresses]\nlead = "lead@senat.example"\n', encoding="utf-8")
    said = office.does("--config", str(config), "contact", "list")
    assert said == {
        "contacts": [],
        "unreached": ["clerk", "press"],
        "unknown_roles": [],
    }


def test_who_holds_every_role_is_reached_for_every_role(office: Terminal) -> None:
    me = office.does("whoami")["account"]
    office.does("contact", "set", me, "--mail", "me@senat.example")
    assert office.does("contact", "list")["unreached"] == []


def test_an_absence_is_entered_with_what_has_to_be_known(office: Terminal) -> None:
    days = ["--from", "16.8.2021", "--until", "2021-08-27"]
    said = office("absence", "add", "4001", *days, "--deputy", "4002")
    assert said.out.splitlines()[:2] == [
        "4001 is away from 2021-08-16 to 2021-08-27.",
        "4002 is written to instead.",
    ]
    assert "`laufzettel contact set uid:4002 --mail ADDRESS`" in said.out
    assert "uid 4002 does not hold lead" in said.out
    (listed,) = office.does("absence", "list")
    assert (listed["first"], listed["last"]) == ("2021-08-16", "2021-08-27")
    assert (listed["account"], listed["deputy"]) == ("uid:4001", "uid 4002")
    assert "to come" in office("absence", "list").out


def test_an_absence_without_deputy_or_end_says_so(office: Terminal) -> None:
    said = office("absence", "add", "4001", "--from", "2021-08-09")
    assert said.out.splitlines() == [
        "4001 is away from 2021-08-09 until it is ended.",
        "Nobody stands in: letters go to 4001 all the same.",
    ]
    said = office("absence", "end", "4001")
    assert said.out == "The absence of 4001 is ended as of now.\n"
    assert office.does("absence", "list") == []
    assert office("absence", "list").out == "Nobody is away.\n"
    (ended,) = office.does("absence", "list", "--all")
    assert isinstance(ended["ended"], int)
    assert "ended" in office("absence", "list", "--all").out


def test_what_is_over_is_listed_only_when_asked_for(office: Terminal) -> None:
    words = ["--from", "2021-08-09", "--until", "2021-08-10"]
    office.does("absence", "add", "4001", *words)
    assert "away" in office("absence", "list").out
    office.now += timedelta(days=1)
    assert office("absence", "list").out == "Nobody is away.\n"
    assert "over" in office("absence", "list", "--all").out


BAD = [
    (1, "is no mail address", ["contact", "set", "4001", "--mail", "x"]),
    (1, "No path has a role", ["contact", "set", "role:king", "--mail", "a@b"]),
    (1, "No path has a body", ["contact", "set", "body:king", "--mail", "a@b"]),
    (1, "nobody called 4003", ["contact", "set", "4003", "--mail", "a@b"]),
    (1, "contact list", ["contact", "drop", "role:lead"]),
    (2, "Missing option", ["contact", "set", "4001"]),
    (2, "'fr' is not one of", ["contact", "set", "4001", "--language", "fr"]),
    (1, "before the first day", ["absence", "add", "4001", "--until", "2021-08-01"]),
    (1, "cannot stand in", ["absence", "add", "4001", "--deputy", "4001"]),
    (1, "absence list", ["absence", "end", "4001"]),
]


@pytest.mark.parametrize(("code", "reason", "words"), BAD)
def test_what_cannot_be_is_refused_in_a_plain_sentence(
    office: Terminal, code: int, reason: str, words: list[str]
) -> None:
    before = office.does("verify")
    if words[:2] == ["absence", "add"]:
        words = [*words, "--from", "2021-08-16"]
    said = office(*words)
    assert (said.code, said.out) == (code, ""), said.err
    assert reason in said.err
    assert office.does("verify") == before


def test_names_are_completed(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_LAUFZETTEL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "laufzettel contact set ro")
    monkeypatch.setenv("COMP_CWORD", "3")
    found = office().out
    assert {"plain,role:clerk", "plain,role:lead"} <= set(found.split())
    monkeypatch.setenv("COMP_WORDS", "laufzettel absence end uid")
    assert "uid 4001" in office().out
