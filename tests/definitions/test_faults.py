"""All that is wrong with a definition is said at once: where it is, how to mend it."""

import pytest

from definitions.findings import DefinitionBroken
from definitions.loader import load
from tests.definitions.files import (
    SOUND,
    Write,
    brief,
    edited,
    line_of,
    refused,
    unmarked,
)

# What stood there, what is written instead (» marks the place that must be named), what
# is said of it: where: what; how to mend it.
BROKEN = {
    "key twice": (
        "version: 2026-01\n",
        "version: 2026-01\n»version: 2026-02\n",
        "version: the key stands twice, first in line 2; keep one of the two",
    ),
    "state twice": (
        "  decided: {de: beschlossen",
        "  »draft: {de: beschlossen",
        "states.draft: the key stands twice, first in line 24; keep one of the two",
    ),
    "move twice": (
        "      draft: decided\n",
        "      draft: decided\n      »draft: withdrawn\n",
        "events.decide.moves.draft: the key stands twice, first in line "
        "35; keep one of the two",
    ),
    "anchor": (
        "title: {de",
        "title: »&x {de",
        "title: the anchor &x is not allowed; write the value out where it is wanted",
    ),
    "alias": (
        "version: 2026-01",
        "version: »*x",
        "version: the alias *x is not allowed; write the value out where it is wanted",
    ),
    "alias in a list": (
        "[adopted, noted]",
        "[adopted, »*noted]",
        "events.decide.outcomes.1: the alias *noted is not allowed; write "
        "the value out where it is wanted",
    ),
    "merge key": (
        "    body: council\n",
        "    body: council\n    »<<: {by: clerk}\n",
        "events.decide: the merge key << is not allowed; write the value "
        "out where it is wanted",
    ),
    "tag": (
        "version: 2026-01",
        "version: »!!str 2026-01",
        "version: the tag tag:yaml.org,2002:str is not allowed; take it out",
    ),
    "tag that would run": (
        "version: 2026-01",
        "version: »!!python/object/apply:os.system [x]",
        "version: the tag tag:yaml.org,2002:python/object/apply:os.system "
        "is not allowed; take it out",
    ),
    "unknown key": (
        "zone:",
        "»colour: red\nzone:",
        "colour: the key colour is not known here; use one of: "
        "announcements, bodies, consultations, deadlines, definition, documents, "
        "events, opened_by, outcomes, roles, sources, states, stations, title, "
        "valid_from, valid_to, version, zone",
    ),
    "number for a version": (
        "version: 2026-01",
        "version: »2026",
        'version: YAML reads 2026 as a number; write it in quotes: "2026"',
    ),
    "octal": (
        "{de: Rat, en: council}",
        "{de: »012, en: council}",
        'bodies.council.de: YAML reads 012 as a number; write it in quotes: "012"',
    ),
    "exponent": (
        "{de: Rat, en: council}",
        "{de: »1e3, en: council}",
        'bodies.council.de: YAML reads 1e3 as a number; write it in quotes: "1e3"',
    ),
    "true for a text": (
        "{de: Rat, en: council}",
        "{de: »true, en: council}",
        "bodies.council.de: YAML reads this as true or false; write it in "
        "quotes if it is a text",
    ),
    "nothing for a text": (
        "{de: Rat, en: council}",
        "{»de: , en: council}",
        "bodies.council.de: nothing stands here; write a text",
    ),
    "list for a text": (
        "{de: Rat, en: council}",
        "{de: »[Rat], en: council}",
        "bodies.council.de: a list or a map stands here; write a single text",
    ),
    "no for true or false": (
        "initial: true",
        "initial: »no",
        "states.draft.initial: true or false is wanted here; write true, "
        "or take the line out",
    ),
    "sexagesimal for a day": (
        "valid_from: 2024-01-01",
        "valid_from: »1:30",
        "valid_from: 1:30 is not a day; write year-month-day: 2026-01-31",
    ),
    "number for a day": (
        "valid_from: 2024-01-01",
        "valid_from: »20240101",
        "valid_from: 20240101 is not a day; write year-month-day: 2026-01-31",
    ),
    "instant for a day": (
        "valid_from: 2024-01-01",
        "valid_from: »2024-01-01T10:00:00",
        "valid_from: 2024-01-01T10:00:00 is not a day; write "
        "year-month-day: 2026-01-31",
    ),
    "no such day": (
        "valid_from: 2024-01-01",
        "valid_from: »2023-02-29",
        "valid_from: the calendar has no such day; mend the day",
    ),
    "list for a day": (
        "valid_from: 2024-01-01",
        "valid_from: »[1]",
        "valid_from: this is not a day; write year-month-day: 2026-01-31",
    ),
    "missing label": (
        "council: {de: Rat, en: council}",
        "»council: {de: Rat}",
        "bodies.council.en: the key en is missing; add it",
    ),
    "missing role": (
        "  publish:\n    de: Bekanntmachung\n    en: publication\n    by: [clerk]\n",
        "  »publish:\n    de: Bekanntmachung\n    en: publication\n",
        "events.publish.by: the key by is missing; add it",
    ),
    "no role in the list": (
        "by: [clerk]",
        "by: »[]",
        "events.publish.by: nothing stands here; at least one entry is needed",
    ),
    "number for a role": (
        "by: [clerk]",
        "by: »7",
        "events.publish.by: a list is wanted here; write [one, two]",
    ),
    "text for a list": (
        "stations: [open, decide, publish]",
        "stations: »open",
        "stations: a list is wanted here; write [one, two]",
    ),
    "text for a map": (
        "{de: Kleiner Weg, en: Small path}",
        "»Small path",
        "title: keys with values are wanted here; write one line per key, "
        "indented: key: value",
    ),
    "list for moves": (
        "    moves:\n      decided: published\n",
        "    moves: »[decided, published]\n",
        "events.publish.moves: keys with values are wanted here; write one "
        "line per key, indented: key: value",
    ),
    "empty section": (
        "bodies:\n  council: {de: Rat, en: council}\n",
        "»bodies:\n",
        "bodies: keys with values are wanted here; write one line per key, "
        "indented: key: value",
    ),
    "name with a capital": (
        "  decided: {de",
        "  »Decided: {de",
        "states.Decided: Decided is not a name; write a-z first, then a-z, "
        "0-9 and _; no spaces, no umlauts",
    ),
    "dotted name": (
        "by: [clerk]",
        "by: [»os.system]",
        "events.publish.by.0: os.system is not a name; write a-z first, "
        "then a-z, 0-9 and _; no spaces, no umlauts",
    ),
    "template for a name": (
        "body: council",
        "body: »'{{ 7*7 }}'",
        "events.decide.body: {{ 7*7 }} is not a name; write a-z first, "
        "then a-z, 0-9 and _; no spaces, no umlauts",
    ),
    "source with an underscore": (
        "  rules: Gesch",
        "  »the_rules: Gesch",
        "sources.the_rules: the_rules is not a name; write a-z first, then "
        "a-z, 0-9 and -; no spaces, no umlauts",
    ),
    "basis with a space": (
        "basis: [rules, old]",
        "basis: »the rules",
        "events.decide.basis.0: the rules is not a name; write a-z first, "
        "then a-z, 0-9 and -; no spaces, no umlauts",
    ),
    "version with a space": (
        "version: 2026-01",
        "version: »new one",
        "version: new one is not a version; write letters, digits, dots "
        "and hyphens: 2026-01",
    ),
    "zone with dots": (
        "zone: Europe/Berlin",
        "zone: »../../etc/passwd",
        "zone: ../../etc/passwd is not a time zone; write a name such as Europe/Berlin",
    ),
    "reserved event": (
        "  decide:\n",
        "  »open:\n",
        "events.open: the name open is kept for the program; choose another name",
    ),
    "reserved role": (
        "  lead: {de",
        "  »admin: {de",
        "roles.admin: the name admin is kept for the program; choose another name",
    ),
    "reserved state": (
        "draft: decided",
        "draft: »every_open_state",
        "events.decide.moves.draft: the name every_open_state is kept for "
        "the program; choose another name",
    ),
    "empty label": (
        "{de: Rat, en: council}",
        "{de: »'', en: council}",
        "bodies.council.de: the text is empty; write what people shall read",
    ),
    "spaces around a label": (
        "{de: Rat, en: council}",
        "{de: »' Rat', en: council}",
        "bodies.council.de: spaces or line breaks stand around the text; take them out",
    ),
    "line break in a label": (
        "{de: Rat, en: council}",
        '{de: »"a\\nb", en: council}',
        "bodies.council.de: the text holds line breaks or invisible "
        "characters; write it on one line, with visible characters only",
    ),
    "escape sequence in a label": (
        "{de: Rat, en: council}",
        '{de: »"\\e[31mRat", en: council}',
        "bodies.council.de: the text holds line breaks or invisible "
        "characters; write it on one line, with visible characters only",
    ),
    "direction in a label": (
        "{de: Rat, en: council}",
        '{de: »"\\u202eRat", en: council}',
        "bodies.council.de: the text holds line breaks or invisible "
        "characters; write it on one line, with visible characters only",
    ),
    "endless label": (
        "{de: Rat, en: council}",
        f"{{de: »{'x' * 301}, en: council}}",
        "bodies.council.de: longer than 300 characters; shorten it",
    ),
    "endless name": (
        "definition: small",
        f"definition: »{'x' * 65}",
        "definition: longer than 64 characters; shorten it",
    ),
    "key that is true": (
        "  noted: {de",
        "  »true: {de",
        "outcomes: YAML reads the key true as true or false; write it in "
        'quotes ("true") or choose a name',
    ),
    "key that is a number": (
        "  noted: {de",
        "  »012: {de",
        "outcomes: YAML reads the key 012 as a number; write it in quotes "
        '("012") or choose a name',
    ),
    "key that is empty": (
        "  noted: {de",
        "  »: {de",
        "outcomes: a key is empty; write a name before the colon",
    ),
    "key that is a list": (
        "  noted: {de",
        "  ? »[a, b]\n  : {de",
        "outcomes: a key is a name, not a list or a map; look for a "
        "missing quote or a stray ? [ { in this line",
    ),
    "template without quotes": (
        "body: council",
        "body: {»{ council }}",
        "events.decide.body: a key is a name, not a list or a map; look "
        "for a missing quote or a stray ? [ { in this line",
    ),
    "control character in a key": (
        "zone:",
        '»"\\e[31m": x\nzone:',
        "\\u001b[31m: the key \\u001b[31m is not known here; use one of: "
        "announcements, bodies, consultations, deadlines, definition, documents, "
        "events, opened_by, outcomes, roles, sources, states, stations, title, "
        "valid_from, valid_to, version, zone",
    ),
}


@pytest.mark.parametrize("name", sorted(BROKEN.keys() - {"template without quotes"}))
def test_one_fault_is_one_finding_where_it_stands(name: str, write: Write) -> None:
    old, marked, said = BROKEN[name]
    text, place = unmarked(edited((old, marked)))
    assert [brief(each) for each in refused(write(text))] == [f"{place}: {said}"]


def test_a_template_without_quotes_is_two_maps(write: Write) -> None:
    """`{{ x }}` is YAML for a map whose key is a map: the text is wanting too."""
    old, marked, said = BROKEN["template without quotes"]
    text, place = unmarked(edited((old, marked)))
    found = [brief(each) for each in refused(write(text))]
    assert f"{place}: {said}" in found
    assert len(found) == 2


def test_a_lone_surrogate_in_a_label_is_refused(write: Write) -> None:
    text = edited(("{de: Rat, en: council}", '{de: "\\ud800", en: council}'))
    found = refused(write(text))
    assert [(each.line, each.column, each.where) for each in found] == [
        (16, 17, "bodies.council.de")
    ]


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file(
    write: Write,
) -> None:
    text = edited(
        ("version: 2026-01", "version: 2026"),
        ("zone: Europe/Berlin\n", "zone: Europe/Berlin\nzone: Europe/Berlin\n"),
        ("initial: true", "initial: yes"),
        ("by: [clerk]", "by: &x [clerk]"),
        ("announcements:", "announcement:"),
    )
    found = refused(write(text))
    assert [(each.line, each.where) for each in found] == [
        (2, "version"),
        (7, "zone"),
        (25, "states.draft.initial"),
        (42, "events.publish.by"),
        (54, "announcement"),
    ]
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_the_problem_says_every_finding_with_the_file(write: Write) -> None:
    file = write(edited(("version: 2026-01", "version: 2026")))
    with pytest.raises(DefinitionBroken) as caught:
        load(file)
    assert str(caught.value) == (
        f'{file}:2:10: version: YAML reads 2026 as a number; write it in quotes: "2026"'
    )


# Every key of the format, once at a place where SOUND has it.
SPELLINGS = {
    "definition: small": "definition",
    "version: 2026-01": "version",
    "title: {": "title",
    "valid_from: 2024": "valid_from",
    "valid_to: 2030": "valid_to",
    "zone: Europe": "zone",
    "sources:\n": "sources",
    "text: Altes": "text",
    "valid_from: 2000": "valid_from",
    "valid_to: 2025": "valid_to",
    "replaced_by: new": "replaced_by",
    "bodies:\n": "bodies",
    "roles:\n": "roles",
    "outcomes:\n  adopted": "outcomes",
    "states:\n": "states",
    "initial: true": "initial",
    "final: true": "final",
    "events:\n": "events",
    "de: Beschluss": "de",
    "en: decision": "en",
    "body: council": "body",
    "by: clerk": "by",
    "moves:\n      draft": "moves",
    "outcomes: [": "outcomes",
    "basis: [": "basis",
    "fields:\n": "fields",
    "stations: [": "stations",
    "announcements:\n": "announcements",
    "opened_by: lead": "opened_by",
}


def _misspelled(key: str) -> list[str]:
    if len(key) == 2:
        return [key + key[-1]]
    return [key[1] + key[0] + key[2:], key[:-1], key + "x"]


@pytest.mark.parametrize(
    ("part", "key", "typo"),
    [(part, key, typo) for part, key in SPELLINGS.items() for typo in _misspelled(key)],
)
def test_a_misspelled_key_is_refused_with_the_one_meant(
    part: str, key: str, typo: str, write: Write
) -> None:
    text = edited((part, part.replace(key, typo, 1)))
    found = refused(write(text))
    assert [str(each.what) for each in found] == [f"the key {typo} is not known here"]
    assert str(found[0].hint) == f"did you mean {key}?"
    assert found[0].line == line_of(SOUND, part)
