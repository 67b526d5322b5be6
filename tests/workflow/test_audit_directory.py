"""Verify: the directory of people is what the entries say, and no entry contradicts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.workflow.forging import Content, Forger, commitment
from tests.workflow.office import LENA, employ, sitting
from tests.worlds import World
from workflow import absences, contacts

ROWS = {
    "an address changed": "UPDATE contact SET address = 'evil@example.org'",
    "a name changed": "UPDATE contact SET name = 'Mallory' WHERE name IS NOT NULL",
    "a name put in": "UPDATE contact SET name = 'Mallory' WHERE name IS NULL",
    "a language changed": "UPDATE contact SET language = 'en'",
    "an address of another entry": "UPDATE contact SET seq = seq - 1",
    "an address of another role": (
        "UPDATE contact SET subject = 'role:press' WHERE subject = 'role:lead'"
    ),
    "an address taken away": "DELETE FROM contact WHERE subject = 'role:lead'",
    "an address too many": (
        "INSERT INTO contact VALUES ('role:press', NULL, 'evil@example.org', 'de', 5)"
    ),
    "an address that was taken back": (
        "INSERT INTO contact VALUES ('role:clerk', NULL, 'clerk@b.example', 'de', 9)"
    ),
    "a holiday shortened": "UPDATE absence SET last = '2021-08-20' WHERE last > first",
    "a holiday without end": "UPDATE absence SET last = NULL",
    "a holiday begun earlier": (
        "UPDATE absence SET first = '2021-08-11' WHERE deputy_id IS NOT NULL"
    ),
    "another deputy": (
        "UPDATE absence SET deputy_id = (SELECT id FROM person WHERE name = 'paula')"
        " WHERE deputy_id IS NOT NULL"
    ),
    "no deputy": "UPDATE absence SET deputy_id = NULL WHERE deputy_id IS NOT NULL",
    "somebody else on holiday": (
        "UPDATE absence SET person_id = (SELECT id FROM person WHERE name = 'ada')"
        " WHERE deputy_id IS NOT NULL"
    ),
    "a holiday ended": (
        "UPDATE absence SET ended_seq = 5 WHERE ended_seq IS NULL AND last > first"
    ),
    "a holiday that goes on": "UPDATE absence SET ended_seq = NULL",
    "a holiday cancelled": "DELETE FROM absence WHERE ended_seq IS NULL",
    "a holiday too many": (
        "INSERT INTO absence SELECT 5, id, '2021-09-01', NULL, NULL, NULL FROM person"
        " WHERE name = 'ada'"
    ),
}


@pytest.fixture
def office(world: World) -> World:
    """Contacts and absences of every kind; a sound record."""
    employ(world)
    paths = [world.path.definition]
    for who, said in {
        "role:lead": {"address": "lead@b.example"},
        "role:clerk": {"address": "clerk@b.example"},
        "lena": {"address": "lena@b.example", "name": "Lena Müller"},
    }.items():
        contacts.set_contact(world.store, world.act(), who, paths, **said)
    contacts.drop_contact(world.store, world.act(), "role:clerk")
    leave(world, "paula", "2021-08-12", "2021-08-12")
    absences.end_absence(world.store, world.act(), "paula", today=date(2021, 8, 10))
    with sitting(world, LENA):
        leave(world, "lena", "2021-08-16", "2021-08-27", "carl")
    assert world.verify().sound
    return world


def leave(
    world: World, who: str, first: str, last: str, deputy: str | None = None
) -> None:
    absences.add_absence(
        world.store,
        world.act(),
        who,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        deputy=deputy,
        today=date(2021, 8, 10),
    )


@pytest.mark.parametrize("sql", ROWS.values(), ids=ROWS)
def test_a_row_that_says_something_else_is_found(
    office: World, forge: Forger, sql: str
) -> None:
    assert forge.run(sql), "nothing was tampered with"
    findings = office.verify().findings
    assert findings
    assert {each.seq for each in findings} == {None}
    table = "absence" if "absence" in sql else "contact"
    assert all(f"a row of {table}" in str(each.what) for each in findings)


def last(contents: list[Content], kind: str) -> Content:
    return next(each for each in reversed(contents) if each["kind"] == kind)


def said(kind: str, **facts: Any) -> Callable[[Forger, list[Content]], object]:
    """Let the last entry of a kind say something else."""

    def change(forge: Forger, contents: list[Content]) -> None:
        found = {
            name: forge.ask("SELECT id FROM person WHERE name = ?", value[1:])[0][0]
            if str(value).startswith("@")
            else value
            for name, value in facts.items()
        }
        entry = last(contents, kind)
        entry["facts"] = {**entry["facts"], **found}

    return change


def by(kind: str, name: str) -> Callable[[Forger, list[Content]], object]:
    """Let somebody else have written the last entry of a kind."""

    def change(forge: Forger, contents: list[Content]) -> None:
        found = forge.ask("SELECT id FROM person WHERE name = ?", name)
        last(contents, kind)["actor"] = found[0][0]

    return change


def readdressed(forge: Forger, contents: list[Content]) -> None:
    """A text of its own with its commitment, and the row to go with it."""
    entry, salt, text = last(contents, "contact"), "0" * 32, "x\r\nBcc: y@example.org"
    entry["words"]["address"] = commitment(salt, text)
    forge.run(
        "UPDATE words SET salt = ?, text = ? WHERE seq = ? AND field = 'address'",
        *(salt, text, entry["seq"]),
    )
    forge.run("UPDATE contact SET address = ? WHERE seq = ?", text, entry["seq"])


FORGED: dict[str, tuple[str, Callable[[Forger, list[Content]], object]]] = {
    "an address by somebody without the right": ("contact", by("contact", "lena")),
    "an address of nobody": ("contact", said("contact", subject="person:p-none")),
    "an address of no kind": ("contact", said("contact", subject="group:all")),
    "an address in no language": ("contact", said("contact", language="xx")),
    "an address that brings a header": ("contact", readdressed),
    "an address taken back by somebody": (
        "contact_dropped",
        by("contact_dropped", "carl"),
    ),
    "an address taken back that is none": (
        "contact_dropped",
        said("contact_dropped", subject="role:press"),
    ),
    "a holiday for somebody else": ("absence", by("absence", "carl")),
    "a holiday of nobody": ("absence", said("absence", person="p-none")),
    "an unknown deputy": ("absence", said("absence", deputy="p-none")),
    "one's own deputy": ("absence", said("absence", deputy="@lena")),
    "a last day before the first": ("absence", said("absence", last="2021-08-15")),
    "a day that is none": ("absence", said("absence", first="2021-08-32")),
    "an end by somebody else": ("absence_ended", by("absence_ended", "carl")),
    "an end of what is no absence": ("absence_ended", said("absence_ended", absence=3)),
}


@pytest.mark.parametrize(("kind", "change"), FORGED.values(), ids=FORGED)
def test_a_forged_entry_is_found_where_it_stands(
    office: World,
    forge: Forger,
    kind: str,
    change: Callable[[Forger, list[Content]], object],
) -> None:
    contents = forge.contents()
    change(forge, contents)
    forge.chain(contents)
    found = {each.seq for each in office.verify().findings}
    assert last(contents, kind)["seq"] in found


@pytest.mark.parametrize(
    ("who", "facts"),
    [
        ("carl", {"person": "@lena", "first": "2021-08-27"}),
        ("carl", {"first": "2021-08-20", "deputy": "@lena"}),
    ],
    ids=["a day in common", "two for each other"],
)
def test_forged_absences_that_contradict_the_others_are_found(
    office: World, forge: Forger, who: str, facts: dict[str, str]
) -> None:
    leave(office, who, "2021-09-01", "2021-09-03")
    contents = forge.contents()
    said("absence", **facts)(forge, contents)
    forge.chain(contents)
    findings = office.verify().findings
    assert findings[0].seq == len(contents)
    assert "contradict what was entered before" in str(findings[0].what)


def test_an_absence_is_ended_once(office: World, forge: Forger) -> None:
    with sitting(office, LENA):
        absences.end_absence(
            office.store, office.act(), "lena", today=date(2021, 8, 10)
        )
    contents = forge.contents()
    ended = [each for each in contents if each["kind"] == "absence_ended"]
    ended[1]["facts"] = ended[0]["facts"]
    ended[1]["actor"] = contents[0]["actor"]
    forge.chain(contents)
    assert "had ended" in str(office.verify().findings[0].what)


def test_the_entries_alone_make_the_rows_again(office: World, forge: Forger) -> None:
    before = {
        each: forge.ask(f"SELECT * FROM {each}") for each in ("contact", "absence")
    }
    assert all(before.values())
    for table in before:
        forge.run(f"DELETE FROM {table}")
    missing = [str(each.what) for each in office.verify().findings]
    assert len(missing) == sum(map(len, before.values()))
    assert all("is missing" in each for each in missing)
