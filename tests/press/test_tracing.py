"""No day, no name, no outcome in a release that its facts do not hold."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from definitions.sentences import Problem
from notifications.grammar import KINDS
from notifications.kiln import Fired, fired_all
from notifications.page import Page
from notifications.phrases import PHRASES
from notifications.typography import MONTHS, WEEKDAYS
from tests.load import rounds
from tests.press.golden import LANGUAGES, every
from tests.press.matrix import stated
from tests.press.telling import job, loose

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
ENGLISH_DAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
NAMES = {"de": (MONTHS, WEEKDAYS), "en": (ENGLISH_MONTHS, ENGLISH_DAYS)}
DAYS = {
    "de": re.compile(rf"(?:(\w+), )?\b(\d+)\. ({'|'.join(MONTHS)}) (\d+)"),
    "en": re.compile(rf"(?:(\w+) )?\b(\d+) ({'|'.join(ENGLISH_MONTHS)}) (\d+)"),
}
# Words with a capital that templates may bring: the beginnings of sentences, and the
# nouns of the procedure. Every other one is a fact.
OWN = {
    "de": """
        Ablauf Abstimmung Am Amtszeit An Anschließend Auf Aus Befassung Beratung
        Berlin Berufen Das Der Die Diese Dieser Dieses Drucksache Entscheidung Ergänzt
        Es Fundstelle Geltungsdauer Grund In Informationsamt Korrektur Kraft Landes
        Medium Presse Pressemitteilung Rechtsgrundlage Sie Sitzung Stellungnahme Tag
        Verkündung Veröffentlichung Vorlage Zuleitung Zur Zurückgezogen Zustimmung""",
    "en": """
        Added Announced Appointed Berlin Correction Decision Dismissed Elected From
        German It Legal Medium Press Reason Reference Removed See State Term The
        Withdrawn""",
}
# Facts that a release must state. In German it speaks of the document in its forms, in
# English of the title.
_TOLD = r"""
    ^\.(?:
        passage\.day | before\.day | decision\.day | day | begins | ends
        | item\.proposers\.person | appointees\.person | effect\.in_force | basis
        | medium | citation | paper | release\.headline | release\.day | reason
        | replacements\.(?:said|instead) | headline | paragraphs | %s
    )$"""
TOLD = {
    "de": re.compile(_TOLD % r"passage\.body\.start | issuer", re.VERBOSE),
    "en": re.compile(_TOLD % r"passage\.body\.english | item\.title", re.VERBOSE),
}
# A publication says nothing of who proposed, nor does the Council, which decides
# nothing and so names no law; “today” stands for the day of handing over; the note of a
# correction stands on the very release that it corrects.
NOT_TOLD = {
    ("publication", ".item.proposers.person"),
    ("council_position", ".item.proposers.person"),
    ("council_position", ".basis"),
    ("to_parliament", ".day"),
    ("correction", ".release.day"),
}


def words(page: Page) -> str:
    """All that a page says."""
    return loose("\n".join((page.headline, page.kicker or "", *page.paragraphs)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_is_one_of_the_facts_and_falls_on_its_weekday(language: str) -> None:
    months, weekdays = NAMES[language]
    for (kind, name), (facts, fired) in every(language).items():
        known = set(days(facts))
        for weekday, number, month, year in DAYS[language].findall(words(fired.page)):
            day = date(int(year), months.index(month) + 1, int(number))
            assert day in known, (kind, name)
            assert weekday not in weekdays or weekdays[day.weekday()] == weekday


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_one_of_the_facts(language: str) -> None:
    own = {*OWN[language].split(), *(each for row in NAMES[language] for each in row)}
    for (kind, name), (facts, fired) in every(language).items():
        known = own.union(capitals("\n".join(texts(facts))))
        assert not set(capitals(words(fired.page))) - known, (kind, name)


def test_every_outcome_is_one_of_the_facts() -> None:
    for (kind, name), (facts, fired) in every("de").items():
        recorded, page = " ".join(texts(facts)), words(fired.page)
        for phrase in PHRASES:
            said = re.search(rf"(?<!\w){phrase.participle}(?!\w)", page)
            assert not said or phrase.participle in recorded, (kind, name)


def named_days(text: str, language: str) -> set[date]:
    """The days that a text names."""
    months = NAMES[language][0]
    return {
        date(int(year), months.index(month) + 1, int(number))
        for _, number, month, year in DAYS[language].findall(text)
    }


def capitals(text: str) -> list[str]:
    """The words that begin with a capital letter."""
    return re.findall(r"\b[A-ZÄÖÜ][\wäöüß]*", text)


def days(value: object) -> Iterator[date]:
    """Every day inside of facts, and those of typed texts."""
    for each in leaves(value):
        if isinstance(each, date):
            yield each
        elif isinstance(each, str):
            for _, number, month, year in DAYS["de"].findall(loose(each)):
                yield date(int(year), MONTHS.index(month) + 1, int(number))


def texts(value: object) -> Iterator[str]:
    """Every text inside of facts."""
    return (each for each in leaves(value) if isinstance(each, str))


def leaves(value: object) -> Iterator[object]:
    """Everything inside of facts that holds nothing itself."""
    if is_dataclass(value):
        for each in fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def changed(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The facts with one leaf changed, for every leaf; with the name of the leaf."""
    if is_dataclass(value):
        for each in fields(value):
            held = getattr(value, each.name)
            for name, other in changed(held, f"{path}.{each.name}"):
                yield name, replace(value, **{each.name: other})  # type: ignore[type-var]
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            for name, other in changed(one, path):
                yield name, (*value[:at], other, *value[at + 1 :])
    elif isinstance(value, str | date):
        yield path, other_than(value)


def other_than(value: str | date) -> str | date:
    """Another day; other words."""
    return f"{value} Anders" if isinstance(value, str) else value + timedelta(days=1)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS[:: rounds(3, 1)])
def test_a_fact_that_is_changed_changes_the_release(kind: str) -> None:
    given, named = stated(kind), list(changed(stated(kind)))
    for language in LANGUAGES:
        must = [each for each in named if TOLD[language].match(each[0])]
        first, *made = fired_all(
            [job(kind, each, language) for each in (given, *(one for _, one in must))]
        )
        lost = {
            (kind, name)
            for (name, _), one in zip(must, made, strict=True)
            if told(one) == told(first)
        }
        assert must
        assert lost - NOT_TOLD == set()


def told(fired: Fired | Problem) -> str | None:
    """The words; none where the change was refused."""
    return None if isinstance(fired, Problem) else words(fired.page)
