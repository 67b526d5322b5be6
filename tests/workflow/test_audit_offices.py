"""Verify: the offices are what the entries say, and no entry was forged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.forging import Content, Forger, commitment
from tests.workflow.office import PAULA, employ, sitting
from tests.workflow.test_offices import LATER, change, enter
from tests.workflow.test_portfolios import FINANCE
from tests.worlds import World
from workflow.portfolios import forms_text

ROWS = {
    "another person": "UPDATE office SET person = 'Mallory'",
    "other forms": "UPDATE office SET forms = '{}'",
    "another style": "UPDATE office SET style = 'neutral'",
    "a spokesperson put in": (
        "UPDATE office SET spokespersons ="
        " (SELECT '[\"' || id || '\"]' FROM person WHERE name = 'paula')"
    ),
    "held for longer": "UPDATE office SET valid_to = NULL WHERE valid_to IS NOT NULL",
    "held from earlier": (
        "UPDATE office SET valid_from = '2010-01-01' WHERE valid_from = '2016-12-08'"
    ),
    "of another entry": "UPDATE office SET seq = seq - 1",
    "taken away": "DELETE FROM office WHERE valid_to IS NULL",
    "put in": (
        "INSERT INTO office SELECT 'senator-kultur', valid_from, valid_to, person,"
        " forms, style, spokespersons, seq FROM office WHERE valid_to IS NULL"
    ),
}


@pytest.fixture
def hall(world: World) -> World:
    """An office with two holders, entered by the press; a spokesperson."""
    employ(world)
    with sitting(world, PAULA):
        enter(world, FINANCE, LATER)
    change(world, spokespersons=("lena",))
    assert world.verify().sound
    return world


@pytest.mark.parametrize("sql", ROWS.values(), ids=ROWS)
def test_a_row_that_says_something_else_is_found(
    hall: World, forge: Forger, sql: str
) -> None:
    assert forge.run(sql), "nothing was tampered with"
    findings = hall.verify().findings
    assert findings
    assert all("a row of office" in str(each.what) for each in findings)


Change = Callable[[Forger, list[Content]], object]


def told(**facts: object) -> Change:
    """Let the last entry say something else; None takes a fact away."""

    def forged(_: Forger, contents: list[Content]) -> None:
        kept = {**contents[-1]["facts"], **facts}
        contents[-1]["facts"] = {name: each for name, each in kept.items() if each}

    return forged


def by(name: str) -> Change:
    """Let somebody else have written the last entry."""

    def forged(forge: Forger, contents: list[Content]) -> None:
        found = forge.ask("SELECT id FROM person WHERE name = ?", name)
        contents[-1]["actor"] = found[0][0]

    return forged


def spoken(field: str, text: str) -> Change:
    """Another text with the commitment to go with it."""

    def forged(forge: Forger, contents: list[Content]) -> None:
        salt, entry = "0" * 32, contents[-1]
        entry["words"][field] = commitment(salt, text)
        forge.run(
            "UPDATE words SET salt = ?, text = ? WHERE seq = ? AND field = ?",
            *(salt, text, entry["seq"], field),
        )

    return forged


FORGED: dict[str, Change] = {
    "spokespersons by the press": by("paula"),
    "unknown spokespersons": told(spokespersons=["p-none"]),
    "no style": told(style="star"),
    "a day that is none": told(**{"from": "2018-08-32"}),
    "an end before the beginning": told(to="2018-07-01"),
    "days of somebody else": told(**{"from": "2018-07-01"}),
    "a first day nobody entered": told(
        **{"from": "2010-01-01"}, to="2010-12-31", was="2015-01-01"
    ),
    "no key": told(key="../x"),
    "a name with a comma": spoken("name", "Kollatz, M."),
    "a wrong genitive": spoken(
        "forms", forms_text(replace(LATER, gen="des Senator für Finanzen"))
    ),
    "a form too many": spoken("forms", '{"nom":"der Senator","vok":"Senator"}'),
    "forms that are none": spoken("forms", "[]"),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_entry_is_found_where_it_stands(
    hall: World, forge: Forger, forged: Change
) -> None:
    contents = forge.contents()
    forged(forge, contents)
    forge.chain(contents)
    assert len(contents) in {each.seq for each in hall.verify().findings}


def test_an_office_entered_by_a_clerk_is_found(hall: World, forge: Forger) -> None:
    contents = forge.contents()
    press = contents[-2]  # it names no spokespersons
    assert press["facts"]["spokespersons"] == []
    press["actor"] = forge.ask("SELECT id FROM person WHERE name = ?", "carl")[0][0]
    forge.chain(contents)
    (finding,) = hall.verify().findings
    assert finding.seq == press["seq"]
    assert "held no role" in str(finding.what)


def test_the_entries_alone_make_the_rows_again(hall: World, forge: Forger) -> None:
    change(hall, FINANCE.first, first=date(2014, 12, 11))
    before = forge.ask("SELECT * FROM office")
    assert len(before) == 2
    forge.run("DELETE FROM office")
    missing = [str(each.what) for each in hall.verify().findings]
    assert len(missing) == 2
    assert all("a row of office is missing" in each for each in missing)
