"""The commands about offices, as the press office types them."""

from pathlib import Path

import pytest

from tests.commands.terminal import Terminal

CASE = Path(__file__).parents[2] / "notifications" / "cases" / "berlin-offices.yaml"
KEY = "senator-finanzen"
ONE = """\
key: senator-finanzen
from: 2021-12-21
person: Daniel Wesener
nom: der Senator für Finanzen
gen: des Senators für Finanzen
dat: dem Senator für Finanzen
akk: den Senator für Finanzen
"""


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """A founded record, with one office in a file; somebody of the press office."""
    terminal.opened()
    terminal.does("role", "grant", "uid:4001", "press")
    (terminal.folder / "one.yaml").write_text(ONE, encoding="utf-8")
    return terminal


def test_the_shipped_offices_are_entered_and_listed(office: Terminal) -> None:
    said = office("office", "set", "--file", str(CASE))
    assert (said.code, said.err) == (0, "")
    assert f"{KEY}: Dr. Matthias Kollatz from 2018-08-01 to 2021-12-20." in said.out
    held = office.does("office", "list", "--on", "2021-07-06")
    assert len(held) == 11
    assert {each["from"] <= "2021-07-06" <= each["to"] for each in held} == {True}
    assert "die Bürgermeisterin und Senatorin für" in office("office", "list").out
    assert office.does("verify")["sound"]


def test_an_office_is_entered_closed_and_shown(office: Terminal) -> None:
    answer = office.does("office", "set", "--file", "one.yaml")
    assert (answer["keys"], answer["key"]) == ([KEY], KEY)
    office.does(
        *("office", "set", KEY, "--to", "26.4.2023", "--style", "colon"),
        *("--spokesperson", "4001"),
    )
    (shown,) = office.does("office", "show", KEY)
    assert shown == {
        "key": KEY,
        "from": "2021-12-21",
        "to": "2023-04-26",
        "person": "Daniel Wesener",
        "nom": "der Senator für Finanzen",
        "gen": "des Senators für Finanzen",
        "dat": "dem Senator für Finanzen",
        "akk": "den Senator für Finanzen",
        "short": None,
        "en": None,
        "style": "colon",
        "spokespersons": ["uid:4001"],
    }
    said = office("office", "show", KEY).out.splitlines()
    assert said[0] == f"{KEY}: Daniel Wesener from 2021-12-21 to 2023-04-26."
    assert said[-1] == "  quotes are released by: uid:4001"
    office.does("office", "set", KEY, "--no-spokesperson", "--begins", "2021-12-22")
    (shown,) = office.does("office", "show", KEY)
    assert (shown["from"], shown["spokespersons"]) == ("2021-12-22", [])


def test_the_directory_is_empty_at_first(office: Terminal) -> None:
    assert "No office is on record." in office("office", "list").out
    assert "held on 2021-07-06" in office("office", "list", "--on", "2021-07-06").out
    assert office.does("office", "list") == []
    shown = office("office", "show", KEY)
    assert (shown.code, shown.out) == (1, "")
    assert "there are: none" in shown.err


@pytest.mark.parametrize(
    ("code", "words", "told"),
    [
        (2, ["set"], "Give a file of offices"),
        (2, ["set", KEY], "Give a file of offices"),
        (2, ["set", "--to", "2021-01-01"], "Give a file of offices"),
        (2, ["set", KEY, "--file", "one.yaml", "--to", "2021-01-01"], "leave --from"),
        (2, ["set", KEY, "--spokesperson", "4001", "--no-spokesperson"], "exclude"),
        (2, ["set", KEY, "--style", "star"], "star"),
        (1, ["set", KEY, "--to", "2021-02-30"], "is not a day"),
        (1, ["set", KEY, "--to", "2021-01-01"], "has no office"),
        (1, ["set", "x" * 9999, "--to", "2021-01-01"], "has no office"),
        (1, ["set", "senator-kultur", "--file", "one.yaml"], "has no such office"),
        (1, ["set", KEY, "--file", "one.yaml", "--note", "a\x1bb"], "control"),
        (74, ["set", "--file", "none.yaml"], "does not exist"),
        (74, ["set", "--file", "."], "is a folder"),
        (2, ["show"], "KEY"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    office: Terminal, code: int, words: list[str], told: str
) -> None:
    before = office.does("verify")["entries"]
    said = office("office", *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "Traceback" not in said.err
    assert len(said.err) < 1000
    assert office.does("verify")["entries"] == before


@pytest.mark.parametrize(
    "text",
    [
        ONE.replace("des Senators", "des Senator"),
        ONE.replace("Daniel", "Daniel\u202e"),
        ONE.replace("Daniel", "&a Daniel"),
        ONE + "person: Zweimal\n",
        "!!python/object:os.system [ls]\n",
        "a: " * 200_000,
        "\x00",
        "",
    ],
    ids=["genitive", "bidi", "anchor", "twice", "tag", "large", "control", "empty"],
)
def test_a_file_that_is_wrong_is_refused_with_its_place(
    office: Terminal, text: str
) -> None:
    (office.folder / "bad.yaml").write_text(text, encoding="utf-8")
    said = office("office", "set", "--file", "bad.yaml")
    assert said.code == 1
    assert "bad.yaml:" in said.err
    assert office.does("office", "list") == []
