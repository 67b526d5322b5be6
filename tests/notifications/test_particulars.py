"""The particulars: forms are checked, never made; every fault is told at once."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from definitions.values import Number
from notifications.particulars import read, restored, stored
from tests.notifications.slips import smart_city
from workflow.errors import Refused

GOOD: dict[str, Any] = {
    "document": {
        "gender": "feminine",
        "number": "singular",
        "nom": "die Sechste Verordnung",
        "akk": "die Sechste Verordnung",
        "dat": "der Sechsten Verordnung",
        "gen": "der Sechsten Verordnung",
        "akk_bare": "Sechste Verordnung",
    },
    "proposers": [
        {
            "person": "Katrin Lompscher",
            "gen": "der Senatorin für Stadtentwicklung und Wohnen",
        }
    ],
    "sources": {"page": "A page"},
    "background": [
        {"text": "Ein Satz.", "source": "page", "stated_from": "2021-08-03"}
    ],
}


def with_value(path: str, value: object) -> dict[str, Any]:
    data = deepcopy(GOOD)
    *way, last = path.split(".")
    place: Any = data
    for key in way:
        place = place[int(key)] if key.isdigit() else place[key]
    place[last] = value
    return data


def faults(data: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(data)
    return [str(each) for each in refused.value.sentences]


def test_the_case_file_of_the_project_is_read_and_kept_without_loss() -> None:
    assert restored(stored(smart_city())) == smart_city()


def test_a_text_folded_over_lines_is_one_line() -> None:
    found = read(with_value("background.0.text", "Ein\n  langer  Satz.\n"))
    assert found.background[0].text == "Ein langer Satz."


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (
            "document.dat",
            "die Sechste Verordnung",
            "document.dat: begin this form with “der”",
        ),
        (
            "document.akk",
            "die Verordnung zum",
            "document.akk: it breaks off with “zum”",
        ),
        (
            "document.nom",
            "die Berliner Landes-",
            "document.nom: it breaks off with “-”",
        ),
        (
            "document.akk_bare",
            "die Verordnung",
            "document.akk_bare: leave the article away",
        ),
        ("document.gen", 'der "Verordnung"', "straight quotation marks"),
        ("document.gen", "der Verord\u200bnung", "invisible or control"),
        ("document.gender", "f", "document.gender: it must be one of"),
        ("document.colour", "blue", "document.colour: no such key"),
        ("proposers.0.person", "Katrin Lompscher,", "leave the outer commas away"),
        ("proposers.0.gen", "die Senatorin", "begin the genitive"),
        (
            "proposers.0.gen",
            "des Regierenden Bürgermeister von Berlin",
            "has an ending",
        ),
        ("background.0.text", "Ohne Punkt", "ends with a full stop"),
        ("background.0.text", "x" * 2001 + ".", "longer than 2000 characters"),
        ("background.0.source", "book", "names sources that are not listed: book"),
        ("background.0.stated_from", "3.8.2021", "a day is expected here"),
        ("background.0.stated_from", None, "say from which day"),
        ("background.0.kinds", ["speech"], "background.0.kinds.0: it must be one of"),
        ("proposers", "Müller", "proposers: a list is expected"),
    ],
)
def test_a_fault_is_named_with_its_place_and_its_cure(
    path: str, value: object, told: str
) -> None:
    assert any(told in each for each in faults(with_value(path, value)))


def test_all_faults_are_told_at_once() -> None:
    data = with_value("document.nom", "der Plan")
    data["document"]["akk"] = 3
    data["proposers"][0]["person"] = ""
    data["surplus"] = True
    assert len(faults(data)) == 4


@pytest.mark.parametrize("data", [None, [], "text", 7])
def test_what_is_no_section_at_all_is_refused(data: object) -> None:
    assert faults(data) == [
        "particulars: a section with names and values is expected here."
    ]


def test_a_kept_text_that_is_damaged_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="cannot be read"):
        restored("{")


def test_a_paragraph_is_stated_only_in_its_days_and_kinds() -> None:
    data = with_value("background.0.stated_until", "2021-08-31")
    data["background"][0]["kinds"] = ["formal_decision"]
    found = read(data).background[0]
    stated = [
        (kind, day)
        for kind in ("first_approval", "formal_decision")
        for day in (
            date(2021, 8, 2),
            date(2021, 8, 3),
            date(2021, 8, 31),
            date(2021, 9, 1),
        )
        if found.fits(kind, day)
    ]
    assert stated == [
        ("formal_decision", date(2021, 8, 3)),
        ("formal_decision", date(2021, 8, 31)),
    ]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("effect", {"in_force": "2021-09-01", "after_publication": 1}, "not both"),
        ("effect", {"expected": True}, "only a day can be expected"),
        ("effect", {"in_force": "2021-09-01", "until": "2021-08-01"}, "see to both"),
        ("effect", {"replaces": "die Vierte Verordnung"}, "give both"),
        ("effect", {"after_publication": "bald"}, "a whole number is expected here"),
        ("effect", {"after_publication": 367}, "a number from 0 to 366 is expected"),
        ("effect", {"in_force": "2021-02-30"}, "no such day in the calendar"),
        ("appointment", {"people": []}, "name at least one person"),
        (
            "appointment",
            {
                "people": [{"person": "Ali Kaya"}],
                "begins": "2021-09-01",
                "ends": "2021-08-31",
            },
            "the last day lies before the first",
        ),
        ("appointment", {"people": [{"person": "Ali,"}]}, "leave the outer commas"),
        ("law", {"gender": "neuter"}, "law.nom: it is missing"),
        ("basis", ['§ 9 "AGBauGB"'], "straight quotation marks"),
        ("english", {"title": "a\u202eb"}, "invisible or control characters"),
    ],
)
def test_what_only_some_releases_use_is_checked_as_well(
    path: str, value: object, told: str
) -> None:
    found = faults({**GOOD, path: value})
    assert len([each for each in found if told in each]) == 1


def test_a_number_is_read_as_a_file_writes_it() -> None:
    effect = {"after_publication": Number("14")}
    found = read({**GOOD, "effect": effect})
    assert found.effect is not None
    assert found.effect.after_publication == 14
    assert restored(stored(found)) == found
