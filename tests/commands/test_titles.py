"""The forms of a title: a person at a terminal confirms each one, or types another."""

import os
from pathlib import Path

import pytest

from notifications.particulars import Particulars, restored
from tests.commands.keyboard import Person
from tests.commands.terminal import REF, Terminal
from tests.worlds import PACKAGES
from workflow.docket import slip
from workflow.store import Store, open_store

SMART_CITY = Path(__file__).parents[2] / "notifications" / "cases" / "smart-city.yaml"
TITLES = ("item", "titles", REF)
ASKS = "]: "  # how each question ends
QUESTIONS = ["gender", "number", "nom", "akk", "dat", "gen", "akk_bare", "dat_bare"]


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """An item, called "Strategischer Rahmen", of which no form is on record."""
    terminal.opened()
    return terminal


def particulars_of(store: Store) -> Particulars:
    """What is on record of the item for its releases."""
    with store.reading() as tx:
        return restored(slip(tx, REF).steps[0].words["particulars"])


def entries(desk: Terminal) -> int:
    """How many entries the record has."""
    found: int = desk.does("verify")["entries"]
    return found


def answers(person: Person, *typed: str) -> str:
    """What stands on the screen while somebody answers one question after the other."""
    seen = ""
    for each in typed:
        seen += person.reads(until=ASKS)
        person.types(each)
    return seen


def test_return_takes_what_is_proposed_and_yes_records_it(desk: Terminal) -> None:
    before = entries(desk)
    person = Person(*TITLES)
    seen = answers(person, *[""] * len(QUESTIONS))
    assert "Der Senat hat den Strategischen Rahmen beschlossen." in seen
    assert "Der Senat hat dem Strategischen Rahmen zugestimmt." in seen
    person.reads(until="[y/N]")
    assert entries(desk) == before, "nothing is recorded before the last yes"
    person.types("y")
    person.reads()
    assert person.ends() == 0
    found = desk.does(*TITLES)["document"]
    assert found == {
        "gender": "masculine",
        "number": "singular",
        "nom": "der Strategische Rahmen",
        "akk": "den Strategischen Rahmen",
        "dat": "dem Strategischen Rahmen",
        "gen": "des Strategischen Rahmens",
        "akk_bare": "Strategischen Rahmen",
        "dat_bare": "Strategischem Rahmen",
    }
    assert desk.does("verify")["sound"]


def test_another_form_is_typed_and_a_wrong_one_is_asked_for_again(
    desk: Terminal,
) -> None:
    person = Person(*TITLES)
    typed = ["", "", "der Rahmen für Berlin", "der Plan", "", "den Rahmen für Berlin"]
    typed += ["dem Rahmen für Berlin", "des Rahmens", "des Rahmens für Berlin"]
    seen = answers(person, *typed, "den Plan", "Rahmen für Berlin", "", "Rahmen Berlin")
    assert "akk: begin this form with “den”" in seen
    assert "akk: “den Strategischen Rahmen” has other words" in seen
    assert "gen: “des Rahmens” has other words than “der Rahmen für Berlin”" in seen
    assert "akk_bare: leave the article away" in seen
    seen += answers(person, "Rahmen für Berlin")
    assert "dat_bare: “Rahmen Berlin” has other words" in seen
    seen += person.reads(until="[y/N]")
    assert "  akk: den Rahmen für Berlin" in seen  # once more, all that is taken
    person.types("ja")
    person.reads()
    assert person.ends() == 0
    found = desk.does(*TITLES)["document"]
    assert (found["akk"], found["akk_bare"]) == (
        "den Rahmen für Berlin",
        "Rahmen für Berlin",
    )


def test_of_another_gender_nothing_is_proposed(desk: Terminal) -> None:
    person = Person(*TITLES)
    forms = ["das Konzept", "das Konzept", "dem Konzept", "des Konzepts", "Konzept"]
    seen = answers(person, "what", "neuter", "p")
    assert "Type one of: masculine, feminine, neuter." in seen
    person.reads(until=ASKS)
    person.presses("\x03")
    person.reads(insists_on="\x03")
    assert person.ends() == 130
    person = Person(*TITLES)
    seen = answers(person, "n", "s", "", *forms, "")
    assert "Strategischen" not in seen
    assert "nom: it is empty" in seen
    person.reads(until="[y/N]")
    person.types("y")
    person.reads()
    assert person.ends() == 0
    found = desk.does(*TITLES)["document"]
    assert found["gen"] == "des Konzepts"
    assert "dat_bare" not in found


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("asked", [0, 4, len(QUESTIONS)])
def test_who_breaks_off_has_recorded_nothing(
    desk: Terminal, asked: int, key: str
) -> None:
    before = entries(desk)
    person = Person(*TITLES)
    answers(person, *[""] * asked)
    person.reads(until=ASKS if asked < len(QUESTIONS) else "[y/N]")
    person.presses(key)
    said = person.reads(insists_on=key)
    assert "Traceback" not in said
    assert person.ends() == 130
    assert entries(desk) == before


def test_without_the_last_yes_nothing_is_recorded(desk: Terminal) -> None:
    before = entries(desk)
    person = Person(*TITLES)
    answers(person, *[""] * len(QUESTIONS))
    person.reads(until="[y/N]")
    person.types("")
    assert "Nothing was recorded." in person.reads()
    assert person.ends() == 1
    assert entries(desk) == before


def test_an_item_that_moved_meanwhile_is_looked_at_again(desk: Terminal) -> None:
    person = Person(*TITLES)
    answers(person, *[""] * len(QUESTIONS))
    person.reads(until="[y/N]")
    desk.does("correct", REF, "1", "--title", "Neues Konzept", "--reason", "R")
    before = entries(desk)
    person.types("y")
    assert "has moved since it was shown" in person.reads()
    assert person.ends() == 4
    assert entries(desk) == before


def test_nobody_at_a_terminal_is_told_of_the_file(desk: Terminal) -> None:
    before = entries(desk)
    said = desk(*TITLES)
    assert (said.code, said.out) == (1, "")
    assert "--file FILE" in said.err
    assert entries(desk) == before


def test_a_preview_is_a_file_that_can_be_given_back(desk: Terminal) -> None:
    before = entries(desk)
    said = desk(*TITLES, "--preview")
    assert said.out.startswith("# Proposed from the title")
    assert entries(desk) == before
    proposed = desk.does(*TITLES, "--preview")["document"]
    (desk.folder / "forms.yaml").write_text(said.out, encoding="utf-8")
    answer = desk.does(*TITLES, "--file", "forms.yaml")
    assert answer["event"] == "correct"
    assert desk.does(*TITLES)["document"] == proposed
    twice = desk(*TITLES, "--file", "forms.yaml")
    assert (twice.code, "says so already" in twice.err) == (1, True)


def test_only_the_document_is_replaced(desk: Terminal) -> None:
    words = ("--particulars", str(SMART_CITY), "--reason", "Angaben")
    desk.does("correct", REF, "1", *words)
    with open_store(str(desk.folder / "record.sqlite3"), PACKAGES) as store:
        before = particulars_of(store)
    out = desk(*TITLES, "--preview").out
    (desk.folder / "forms.yaml").write_text(out, encoding="utf-8")
    desk.does(*TITLES, "--file", "forms.yaml", "--reason", "Formen")
    with open_store(str(desk.folder / "record.sqlite3"), PACKAGES) as store:
        after = particulars_of(store)
    assert after.document.gen == "des Strategischen Rahmens"
    assert after.proposers
    assert after.model_copy(update={"document": before.document}) == before
    assert desk.does("verify")["sound"]


FORMS = """\
document:
  gender: neuter
  nom: das Gesetz
  akk: das Gesetz
  dat: dem Gesetz
  gen: des Gesetzes
  akk_bare: Gesetz
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FORMS.replace("dem Gesetz", "das Gesetz"), "document.dat: begin this form"),
        (FORMS.replace("neuter", "n"), "document.gender: it must be one of"),
        (FORMS.replace("des Gesetzes", "des Gesetzes über"), "it breaks off"),
        (FORMS.replace("das Gesetz", "das Gesetz" + "x" * 300), "longer than 300"),
        (FORMS.replace("das Gesetz", "das Ge\u202esetz"), "U+202E"),
        (FORMS.replace("akk_bare: Gesetz", "akk_bare: 7"), "text is expected"),
        (FORMS + "proposers: []\n", "exactly the section document"),
        (FORMS.replace("document:", "documents:"), "exactly the section document"),
        ("7\n", "exactly the section document"),
        ("[]\n", "exactly the section document"),
        (FORMS + "document: {}\n", "document"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    desk: Terminal, text: str, told: str
) -> None:
    before = entries(desk)
    (desk.folder / "forms.yaml").write_text(text, encoding="utf-8")
    said = desk(*TITLES, "--file", "forms.yaml")
    assert said.code == 1
    assert told in said.err
    assert entries(desk) == before


HOSTILE = [
    "Gesetz über {{ 7 * 7 }} & <b>Land</b> " + "x" * 250,
    "1. September: „Bund & Land“",
    'Gesetz "Gute Schule" zu',
    "{% for x in range(9) %} Plan",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_carried_as_it_is_or_asked_for(
    terminal: Terminal, title: str
) -> None:
    """It is previewed without harm; what cannot stand is refused with its reason."""
    terminal.does("init")
    terminal.does("new", title, "--lead", "x", "--on", "2021-07-05")
    out = terminal(*TITLES, "--preview").out
    (terminal.folder / "forms.yaml").write_text(out, encoding="utf-8")
    said = terminal(*TITLES, "--file", "forms.yaml", "--json")
    if said.code == 0:
        kept = terminal.does(*TITLES)["document"]["nom"]
        assert title.replace('"Gute Schule"', "„Gute Schule“").strip("„“")[:9] in kept
    else:
        assert said.code == 1
        assert "document." in said.err
    assert "49" not in out.replace(title, "")


def test_who_may_not_open_items_is_told_so_before_the_first_question(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.does("role", "grant", "uid:4001", "press")
    (desk.folder / "forms.yaml").write_text(FORMS, encoding="utf-8")
    monkeypatch.setattr(os, "geteuid", lambda: 4001)
    for words in (TITLES, (*TITLES, "--file", "forms.yaml")):
        said = desk(*words)
        assert said.code == 77
        assert "it takes the role" in said.err
    assert desk(*TITLES, "--preview").code == 0  # whoever reads the item may see them


def test_what_cannot_be_meant_is_refused(desk: Terminal) -> None:
    assert desk(*TITLES, "--preview", "--file", "forms.yaml").code == 2
    assert desk("item", "titles", "S-9999-1").code == 1
    assert desk(*TITLES, "--file", "none.yaml").code == 74
    assert desk.does(*TITLES) == {
        "reference": REF,
        "title": "Strategischer Rahmen",
        "document": None,
        "law": None,
    }


# --- bills


def test_a_bill_is_proposed_as_a_bill_and_its_law_beside_it(
    terminal: Terminal,
) -> None:
    terminal.does("init")
    words = ("--lead", "x", "--definition", "berlin-bill", "--on", "2021-01-05")
    terminal.does("new", "Berliner Mobilitätsgesetz", *words)
    person = Person(*TITLES)
    seen = answers(person, *[""] * 2 * len(QUESTIONS))
    assert "Der Senat hat den Entwurf des Berliner Mobilitätsgesetzes besch" in seen
    assert "once a parliament has made a law of it" in seen
    person.reads(until="[y/N]")
    person.types("y")
    person.reads()
    assert person.ends() == 0
    found = terminal.does(*TITLES)
    assert found["document"]["nom"] == "der Entwurf des Berliner Mobilitätsgesetzes"
    assert found["law"]["gen"] == "des Berliner Mobilitätsgesetzes"
    out = terminal(*TITLES, "--preview").out
    (terminal.folder / "forms.yaml").write_text(out, encoding="utf-8")
    said = terminal(*TITLES, "--file", "forms.yaml")
    assert "says so already" in said.err
    assert terminal.does("verify")["sound"]
