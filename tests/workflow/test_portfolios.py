"""The forms of offices: checked where a check cannot be wrong, every fault named."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.findings import DefinitionBroken
from definitions.reader import read
from workflow.officefile import LIMITS, Given, offices
from workflow.portfolios import (
    Office,
    facts_of,
    forms_text,
    misfits,
    office_of,
    overlap,
    row_of,
    stated,
)

FIRST = date(2016, 12, 8)
FINANCE = Office(
    key="senator-finanzen",
    first=FIRST,
    until=date(2018, 7, 31),
    person="Dr. Matthias Kollatz-Ahnen",
    nom="der Senator für Finanzen",
    gen="des Senators für Finanzen",
    dat="dem Senator für Finanzen",
    akk="den Senator für Finanzen",
    short="Finanzsenator",
    en="the Senator for Finance",
)
DAYS = st.integers(0, 40).map(lambda more: FIRST + timedelta(days=more))


def shipped() -> tuple[Given, ...]:
    source = files("notifications").joinpath("cases", "berlin-offices.yaml")
    return offices(read(source.read_bytes(), "berlin-offices.yaml", LIMITS), "file")


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("key", "Senator Finanzen", "cannot be the key"),
        ("key", "", "cannot be the key"),
        ("until", date(2016, 12, 7), "lies before the first day"),
        ("style", "star", "no such gender style"),
        ("nom", "Senator für Finanzen", "begins with der, die or das"),
        ("nom", "die Senatorin für Finanzen", "this case begins with “der”"),
        ("gen", "der Senator für Finanzen", "this case begins with “des”"),
        ("dat", "den Senator für Finanzen", "this case begins with “dem”"),
        ("akk", "der Senator für Finanzen", "this case begins with “den”"),
        ("gen", "des Senator für Finanzen", "“Senator” has an ending"),
        ("gen", "des Regierenden Bürgermeister von Berlin", "“Bürgermeister” has"),
        (
            "gen",
            "des Bürgermeisters und Senator für Kultur und Europa",
            "“Senator” has an ending",
        ),
        ("gen", "des Senators für", "it breaks off"),
        ("dat", "dem Senator für Finanzen,", "commas or blanks"),
        ("akk", "den Senator  für Finanzen", "commas or blanks"),
        ("nom", 'der Senator für "Finanzen"', "straight quotation marks"),
        ("nom", "der " + "X" * 300, "a text of 1 to 300 characters"),
        ("person", "", "a text of 1 to 300 characters"),
        ("person", "Kollatz, Matthias", "without commas"),
        ("short", "der Finanzsenator", "without article"),
        ("short", "Finanzsenator, Dr.", "without article"),
        ("en", "Senator for Finance", "begins with “the”"),
    ],
)
def test_a_form_that_cannot_be_right_is_named(
    part: str, text: object, told: str
) -> None:
    changes: Mapping[str, object] = {part: text}
    wrong = list(misfits(replace(FINANCE, **changes)))  # type: ignore[arg-type]
    assert any(told in str(what) for _, what, _ in wrong)


@pytest.mark.parametrize(
    ("articles", "name", "genitive"),
    [
        ("der des dem den", "Bürgermeister", "Bürgermeisters"),
        ("der des dem den", "Chef der Senatskanzlei", "Chefs der Senatskanzlei"),
        ("die der der die", "Chefin der Senatskanzlei", "Chefin der Senatskanzlei"),
        ("die der der die", "Senatorin", "Senatorin"),
        ("das des dem das", "Präsidium", "Präsidiums"),
    ],
)
def test_offices_of_every_gender_are_right(
    articles: str, name: str, genitive: str
) -> None:
    nom, gen, dat, akk = articles.split()
    office = replace(
        FINANCE,
        nom=f"{nom} {name}",
        gen=f"{gen} {genitive}",
        dat=f"{dat} {name}",
        akk=f"{akk} {name}",
        short=None,
        en=None,
    )
    assert list(misfits(office)) == []


def test_the_shipped_offices_are_sound_and_nobody_holds_one_twice() -> None:
    given_ones = [each.office for each in shipped()]
    assert len({each.key for each in given_ones}) == 11
    for at, each in enumerate(given_ones):
        assert list(misfits(each)) == []
        assert overlap(given_ones[:at], each, None) is None


def test_every_office_of_the_senate_is_held_on_the_day_of_the_framework() -> None:
    day = date(2021, 7, 6)
    held = {
        each.office.key: each.office for each in shipped() if each.office.covers(day)
    }
    assert len(held) == 11
    assert held["regierender-buergermeister"].speaker == (
        "Der Regierende Bürgermeister von Berlin, Michael Müller"
    )
    assert held["senator-finanzen"].person == "Dr. Matthias Kollatz"


def test_an_entry_and_a_row_tell_the_same_office() -> None:
    office = replace(FINANCE, spokespersons=("p-1", "p-2"), style="colon")
    words = {"name": office.person, "forms": forms_text(office)}
    assert stated(facts_of(office), words) == office
    assert office_of(row_of(office, 7)) == office
    open_ended = replace(office, until=None, short=None, en=None)
    words["forms"] = forms_text(open_ended)
    assert stated(facts_of(open_ended), words) == open_ended


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_two_people_never_share_a_day_in_office(
    first: date, until: date | None, other: date, ends: date | None
) -> None:
    """The oracle looks at each day by itself."""
    one, two = (
        replace(FINANCE, first=first, until=until),
        replace(FINANCE, first=other, until=ends),
    )
    days = [FIRST + timedelta(days=each) for each in range(45)]
    shared = any(one.covers(day) and two.covers(day) for day in days)
    sound = all(each.until is None or each.first <= each.until for each in (one, two))
    if sound and one.first != two.first:
        assert (overlap([one], two, None) is not None) == shared


def test_only_what_is_set_right_gives_way() -> None:
    """A first day set right does not swallow somebody else who began that day."""
    later = replace(FINANCE, first=date(2018, 8, 1), until=None)
    moved = replace(FINANCE, first=later.first, until=None)
    assert overlap([FINANCE, later], moved, FIRST) == later
    assert overlap([FINANCE], moved, FIRST) is None
    assert overlap([FINANCE], replace(moved, key="senator-kultur"), None) is None


def faults(text: str, key: str | None = None) -> list[str]:
    with pytest.raises(DefinitionBroken) as broken:
        offices(read(text.encode(), "o.yaml", LIMITS), "o.yaml", key)
    return [str(each) for each in broken.value.findings]


GOOD = """\
- key: senator-finanzen
  from: 2016-12-08
  person: Dr. Matthias Kollatz-Ahnen
  nom: der Senator für Finanzen
  gen: des Senators für Finanzen
  dat: dem Senator für Finanzen
  akk: den Senator für Finanzen
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("des Senators", "des Senator", "o.yaml:5:8: 0.gen: "),
        ("2016-12-08", "2016-13-08", "o.yaml:2:9: 0.from: the calendar has no such"),
        ("2016-12-08", "8.12.2016", "is not a day"),
        ("person:", "persons:", "the key persons is not known here"),
        ("  akk: den Senator für Finanzen\n", "", "the key akk is missing"),
        ("der Senator für", "der\u202eSenator für", "U+202E"),
        ("  person", "  style: star\n  person", "use one of: pair, colon, neutral"),
        ("  person", "  spokespersons: ada\n  person", "a list is wanted here"),
        ("  person", "  spokespersons: [7]\n  person", "YAML reads 7 as a number"),
        ("Dr. Matthias", "=?utf-8?q?x?=", "encoded word"),
        ("- key: senator-finanzen\n ", "-", "the key key is missing"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(
    old: str, new: str, told: str
) -> None:
    assert old in GOOD
    assert any(told in each for each in faults(GOOD.replace(old, new, 1)))


@pytest.mark.parametrize("text", ["", "7", "text", "- text", "[[]]", "{{ x }}", "\x00"])
def test_what_is_no_office_at_all_is_refused(text: str) -> None:
    assert faults(text)


def test_an_office_is_told_of_once_in_a_file() -> None:
    (told,) = faults(GOOD + GOOD.replace("Matthias", "Maria"))
    assert told.startswith("o.yaml:9:9: 1.from: the file tells of this office")


def test_of_a_file_that_cannot_be_read_nothing_else_is_said() -> None:
    assert len(faults("\x00" + GOOD)) == len(faults("a: " * 200_000)) == 1


def test_a_key_chooses_among_the_offices_of_a_file() -> None:
    reading = read(GOOD.encode(), "o.yaml", LIMITS)
    assert len(offices(reading, "o.yaml", "senator-finanzen")) == 1
    assert offices(reading, "o.yaml", "senator-kultur") == ()
    alone = GOOD.removeprefix("- key: senator-finanzen\n").replace("  ", "")
    (found,) = offices(read(alone.encode(), "o.yaml", LIMITS), "o.yaml", "kultur")
    assert found.office.key == "kultur"
    assert found.spokespersons is None
