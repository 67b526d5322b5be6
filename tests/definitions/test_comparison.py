"""What differs between two paths is told: each thing, in words, and nothing else."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from definitions.canonical import canonical, parsed
from definitions.changes import Change
from definitions.comparison import compare
from definitions.keys import WORDS
from definitions.loader import SnapshotUnreadable, find, from_content, shipped
from definitions.model import Definition
from definitions.vocabulary import (
    Body,
    Consultation,
    Deadline,
    Event,
    Extension,
    Source,
    State,
    Suspension,
)
from tests.definitions.everything import everything
from tests.load import rounds

FILES = {
    "everything": everything().content,
    **{name: find(name).content for name in shipped()},
}


def told(*edits: tuple[str, str]) -> list[str]:
    """What is told of these edits of the file: `section.name mark: words`."""
    changes = compare(everything().definition, everything(*edits).definition)
    marks = {"added": "+", "removed": "-", "changed": "~"}
    return [
        f"{each.section}.{each.name} {marks[each.kind]} {each.what}" for each in changes
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "version: 2026-01",
            "version: 2026-02",
            "head. ~ version: was 2026-01, is now 2026-02",
        ),
        (
            "en: Everything at once",
            "en: All",
            "head. ~ English title: was Everything at once, is now All",
        ),
        (
            "valid_from: 2025-01-01\nzone",
            "valid_from: 2025-01-01\nvalid_to: 2027-12-31\nzone",
            "head. + valid to: new: 2027-12-31",
        ),
        (
            "opened_by: lead",
            "opened_by: [lead, clerk]",
            "head. + opened by: new: clerk (clerk)",
        ),
        (
            "registered: {de: angemeldet, en: registered}",
            "registered: {de: angemeldet, en: lodged}",
            "states.registered ~ English label: was registered, is now lodged",
        ),
        (
            "  published: {de: verkündet, en: promulgated, final: true}",
            "  published: {de: verkündet, en: promulgated}",
            "states.published ~ final state: was yes, is now no",
        ),
        (
            "  decided: {de: beschlossen, en: decided}\n  published",
            "  shelved: {de: ruht, en: shelved}\n"
            "  decided: {de: beschlossen, en: decided}\n  published",
            "states.shelved + shelved",
        ),
        (
            "moves: {registered: on_agenda}",
            "moves: {registered: decided}",
            "events.agenda ~ move from registered: was on the agenda, is now decided",
        ),
        (
            "moves: {registered: on_agenda}",
            "moves: {registered: on_agenda, draft: on_agenda}",
            "events.agenda + move from draft: new: on the agenda",
        ),
        (
            "        adjourned: on_agenda\n",
            "        adjourned: registered\n",
            "events.pass ~ move from on the agenda, adjourned (adjourned):"
            " was on the agenda, is now registered",
        ),
        (
            "outcomes: [noted, decided, adjourned",
            "outcomes: [decided, noted, adjourned",
            "events.pass ~ outcome that is meant when none is named:"
            " was noted (noted), is now decided (decided)",
        ),
        (
            "      - document: paper\n",
            "",
            "events.register - requirement: taken out:"
            " the document paper (paper) is attached",
        ),
        (
            "        outcomes: given\n        basis: rules\n",
            "        outcomes: [refused, given]\n        basis: rules\n",
            "events.register ~ requirement: was cosignature (cosignature): asked and"
            " answered by Justice, Finance, each with one of: given"
            " (Geschäftsordnung § 1), is now cosignature (cosignature): asked and"
            " answered by Justice, Finance, each with one of: refused, given"
            " (Geschäftsordnung § 1)",
        ),
        (
            "number: {de: Nummer, en: number}",
            "number: {de: Nummer, en: register number}",
            "events.register ~ field number, English label:"
            " was number, is now register number",
        ),
        (
            "number: {de: Nummer, en: number}",
            "number: {de: Nummer, en: number}\n      page: {de: Seite, en: page}",
            "events.register + field page: new: page",
        ),
        (
            "    valid_from: 2025-01-15\n",
            "    valid_from: 2025-01-16\n",
            "events.promulgate ~ valid from: was 2025-01-15, is now 2025-01-16",
        ),
        (
            "    body: senate\n",
            "",
            "events.pass - body: taken out: Senate (senate)",
        ),
        (
            "    supplement: true\n",
            "",
            "events.hear ~ has a number of its own: was yes, is now no",
        ),
        (
            "asks: [justice, finance]",
            "asks: finance",
            "consultations.cosignature - who is asked: taken out: Justice (justice)",
        ),
        (
            "    silence: deemed\n",
            "",
            "consultations.statement - outcome of silence:"
            " taken out: deemed given (deemed)",
        ),
        (
            "period: 7 days",
            "period: 2 weeks",
            "deadlines.registration ~ period: was 7 days, is now 2 weeks",
        ),
        (
            "    remind: [lead, clerk]\n",
            "    remind: lead\n",
            "deadlines.answer - reminded: taken out: clerk (clerk)",
        ),
        (
            "    counting: event_day\n",
            "    counting: begin_of_day\n",
            "deadlines.answer ~ counting: was the day of the event not counted,"
            " is now the first day counted",
        ),
        (
            "    shift: working_day\n",
            "",
            "deadlines.answer - a last day that is a day off: taken out:"
            " moved from a day off to the next working day",
        ),
        (
            "    met_by: [register, urgent]\n",
            "    met_by: register\n",
            "deadlines.registration - kept by: taken out: urgent registration (urgent)",
        ),
        (
            "    remind_before: [5, 1]\n",
            "    remind_before: [5, 1, 0]\n",
            "deadlines.answer + reminded so many working days before the end: new: 0",
        ),
        (
            "    remind: lead\n    basis: rules\n",
            "    remind: lead\n    remind_after: [1, 5]\n    basis: rules\n",
            "deadlines.registration + reminded so many working days after the end:"
            " new: 1, 5",
        ),
        (
            "    lapses: lapse\n",
            "    lapses: lapse\n    begins: lapse\n",
            "deadlines.life + brings about on its last day: new: lapse (lapse)",
        ),
        (
            "    escalate_after: 2\n",
            "    escalate_after: 3\n",
            "deadlines.answer ~ told so many working days after the end: was 2,"
            " is now 3",
        ),
        (
            "    escalates_to: clerk\n",
            "    escalates_to: [clerk, lead]\n",
            "deadlines.answer + told when it is overdue: new: lead office (lead)",
        ),
        (
            "      at_most: 7 days\n",
            "      at_most: 1 week\n",
            "deadlines.answer ~ extension, at most: was 7 days, is now 1 week",
        ),
        (
            "      times: 2\n",
            "",
            "deadlines.answer ~ extension, how often: was 2, is now 1",
        ),
        (
            "      bodies: council\n",
            "",
            "deadlines.answer - extension, for: taken out: Council (council)",
        ),
        (
            "    extension:\n      at_most: 7 days\n      by: lead\n"
            "      bodies: council\n      times: 2\n      basis: rules\n",
            "",
            "deadlines.answer - extension: taken out: at most 7 days, recorded by lead"
            " office, up to 2 times, for Council (Geschäftsordnung § 1)",
        ),
        (
            "    suspension:\n      by: clerk\n      basis: old\n",
            "",
            "deadlines.answer - suspension: taken out: recorded by clerk"
            " (Altes Gesetz § 14)",
        ),
        (
            "      - deadline: life\n        basis: rules\n",
            "",
            "events.promulgate - requirement: taken out: the term life (life) is kept"
            " (Geschäftsordnung § 1)",
        ),
        (
            "  paper: {de: Vorlage, en: paper}",
            "  paper: {de: Vorlage, en: paper}\n  law: {de: Text, en: text}",
            "documents.law + text",
        ),
        (
            "sittings: senate-sittings",
            "sittings: other-sittings",
            "bodies.senate ~ calendar of sittings:"
            " was senate-sittings, is now other-sittings",
        ),
        (
            "en: lead office",
            "en: office",
            "roles.lead ~ English label: was lead office, is now office",
        ),
        (
            "valid_to: 2025-12-31, replaced_by: new",
            "valid_to: 2025-12-31",
            "sources.old - replaced by: taken out: Neues Gesetz § 3",
        ),
        (
            "stations: [open, register, pass, promulgate]",
            "stations: [open, pass, register, promulgate]",
            "stations. ~ order of the stations: was the opening, registration"
            " (register), passage (pass), promulgation (promulgate), is now the"
            " opening, passage (pass), registration (register), promulgation"
            " (promulgate)",
        ),
        (
            "promulgate: publication",
            "promulgate: formal_decision",
            "announcements.promulgate ~ kind of release:"
            " was publication, is now formal_decision",
        ),
    ],
)
def test_one_edit_is_told_in_one_line(old: str, new: str, line: str) -> None:
    assert told((old, new)) == [line]


def test_an_event_that_is_new_is_told_with_its_moves() -> None:
    event = "  shelve: {de: Ruhen, en: rest, by: lead, moves: {draft: withdrawn}}\n"
    assert told(("  lapse:\n", event + "  lapse:\n")) == [
        "events.shelve + rest: draft ─▶ withdrawn"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("by: [lead, clerk]", "by: [clerk, lead]"),
        ("asks: [justice, finance]", "asks: [finance, justice]"),
        ("adjourned, referred, rejected]", "rejected, referred, adjourned]"),
        ("opened_by: lead", "opened_by: [lead]"),
        ("basis: [rules, old]", "basis: [old, rules]"),
    ],
)
def test_an_order_without_a_meaning_is_no_difference(old: str, new: str) -> None:
    assert everything((old, new)).hash != everything().hash
    assert told((old, new)) == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_differs_from_itself(name: str) -> None:
    path = from_content(FILES[name])
    assert compare(path, path) == ()


@pytest.mark.heavy
@pytest.mark.parametrize("name", FILES)
def test_every_single_change_is_told_and_back_again(name: str) -> None:
    path = from_content(FILES[name])
    seen, every = 0, rounds(25, 1)  # in the sample, each twenty-fifth change
    for at, changed in enumerate(mutations(parsed(FILES[name]))):
        if at % every:
            continue
        other = loaded(changed)
        if other is None or other == path:
            continue
        seen += 1
        found = compare(path, other)
        assert found, canonical(changed)
        assert mirrored(found) == facts(compare(other, path)), canonical(changed)
    assert seen > 100 // every


@pytest.mark.parametrize("one", FILES)
@pytest.mark.parametrize("other", FILES)
def test_two_paths_differ_by_the_same_in_both_directions(one: str, other: str) -> None:
    first, second = from_content(FILES[one]), from_content(FILES[other])
    assert mirrored(compare(first, second)) == facts(compare(second, first))


def test_every_key_has_its_words() -> None:
    special = {"moves", "requires", "fields", "title"}
    for model in (State, Event, Consultation, Deadline, Body, Source):
        assert set(model.model_fields) - special <= set(WORDS)
    assert {f"extension.{key}" for key in Extension.model_fields} <= set(WORDS)
    assert {f"suspension.{key}" for key in Suspension.model_fields} <= set(WORDS)


def facts(changes: tuple[Change, ...]) -> set[str]:
    return {
        repr((each.section, each.name, each.key, each.kind, each.old, each.new))
        for each in changes
    }


def mirrored(changes: tuple[Change, ...]) -> set[str]:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    return {
        repr(
            (
                *(each.section, each.name, each.key, turned[each.kind]),
                *(each.new, each.old),
            )
        )
        for each in changes
    }


def loaded(value: object) -> Definition | None:
    try:
        return from_content(canonical(value))
    except SnapshotUnreadable:
        return None


def mutations(value: Any) -> Iterator[Any]:
    """The value with one part of it taken out or said otherwise."""
    for place in places(value):
        for new in instead(at(value, place)):
            changed = deepcopy(value)
            at(changed, place[:-1])[place[-1]] = new
            yield changed
        changed = deepcopy(value)
        del at(changed, place[:-1])[place[-1]]
        yield changed


def instead(part: Any) -> list[Any]:
    if not isinstance(part, str):
        return []
    return [part + "x", "2031-03-03", "9 months", "adjourned"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, each in pairs:
        yield from places(each, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value
