"""German and English state the same facts, each in its own words.

Asked of every sample that the lint fills templates with: a fact that one language tells
and the other leaves out is a fact that one half of the readers is not told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest

from notifications.bodies import Body
from notifications.facts import Passage
from notifications.grammar import KINDS, STEP_KINDS, Kind
from notifications.kiln import Fired
from notifications.samples import samples
from notifications.specimens import BOTH
from tests.load import rounds
from tests.press.golden import LANGUAGES
from tests.press.telling import job, loose, set_in
from tests.press.test_tracing import named_days, words

# What an outcome is called, by its code: a stem in German, verbs in English. A body
# that is heard agrees.
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "agreed": (r"zugestimmt|nach Zustimmung", r"approved|agreed to"),
    "noted": (r"zur Kenntnis genommen", r"(?:took|taken) note"),
    "decided": (r"(?<!geändert )beschlossen", r"adopted|decided"),
    "decided_changed": (r"geändert beschlossen", r"with amendments"),
    "issued": (r"erlassen", r"issued"),
    "sent_on": (r"auf den Weg gebracht", r"on its way"),
    "rejected": (r"abgelehnt", r"rejected"),
    "adjourned": (r"vertagt", r"adjourned"),
    "put_off": (r"verschoben", r"postponed"),
    "shelved": (r"zurückgestellt", r"deferred"),
    "referred_back": (r"zurückverwiesen", r"referred .* back"),
    "returned": (r"zurückgewiesen", r"for revision"),
    "to_sitting": (r"an die Sitzung", r"full meeting"),
    "to_committee": (r"an einen Ausschuss", r"to a committee"),
    "to_committees": (r"an Ausschüsse", r"to committees"),
    "commented": (r"Stellung genommen|nach Stellungnahme", r"commented on"),
    "no_statement": (r"keine Stellungnahme abgegeben", r"(?:gave|given) no statement"),
    "finally_discussed": (r"abschließend beraten", r"concluded its discussion"),
    "jointly_discussed": (r"gemeinsam beraten", r"jointly discussed"),
    "discussed": (r"(?<!abschließend )(?<!gemeinsam )beraten", r"discussed|dealt with"),
    "other": (r"beraten", r"dealt with"),
}
LABELLED = re.compile(r" \(recorded outcome: .*?\)")  # the samples have one for all
# Told in words, and so not as a day: the day of the release, and of what it announces.
TODAY = {"de": r"heut|am selben Tag", "en": r"today|on the same day"}


@cache
def told(kind: Kind) -> tuple[tuple[Any, dict[str, Fired]], ...]:
    """Samples of a kind, set in both languages."""
    given = samples(kind)[:: rounds(3, 1)]
    fired = [set_in(job(kind, each, one) for each in given) for one in LANGUAGES]
    return tuple(
        (facts, dict(zip(LANGUAGES, each, strict=True)))
        for facts, *each in zip(given, *fired, strict=True)
    )


def pages(kind: Kind) -> Iterator[tuple[Any, str, str]]:
    """Facts, and all that the German and the English page say."""
    for facts, fired in told(kind):
        yield facts, words(fired["de"].page), words(fired["en"].page)


def found_in(value: object, kind: type) -> Iterator[Any]:
    """Everything of a class inside of facts."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for one in value:
            yield from found_in(one, kind)
    elif is_dataclass(value):
        for each in fields(value):
            yield from found_in(getattr(value, each.name), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_both_name_the_same_days(kind: Kind) -> None:
    for facts, german, english in pages(kind):
        in_words = {facts.release_day}
        in_words |= {each.day for each in found_in(facts, Passage) if each.today}
        one, other = named_days(german, "de"), named_days(english, "en")
        assert one - in_words == other - in_words, (german, english)
        for text, language, days in ((german, "de", one), (english, "en", other)):
            for day in in_words & (one | other):
                assert day in days or re.search(TODAY[language], text)


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_both_name_the_same_bodies(kind: Kind) -> None:
    for facts, german, english in pages(kind):
        for body in set(found_in(facts, Body)):
            forms = (body.name, body.nom, body.akk, body.dat, body.gen, body.at)
            one = any(re.search(rf"\b{each}\b", german) for each in forms)
            other = f"{body.english}" in english
            both = BOTH in found_in(facts, Body)  # its forms hold those of the others
            assert both or one == other, (body.english, german, english)


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_both_tell_the_same_outcomes(kind: Kind) -> None:
    for facts, german, english in pages(kind):
        german = german.partition("\n")[2]  # headlines have verbs of their own
        english = LABELLED.sub("", english.partition("\n")[2])
        for passage in found_in(facts, Passage):
            if facts.item.bill:
                continue  # a government approves in English what it decides on
            stem, verb = OUTCOMES[passage.phrase.code]
            one, other = re.search(stem, german), re.search(verb, english)
            assert bool(one) == bool(other), (passage.phrase.code, german, english)


VOTES = [each for each in STEP_KINDS if each not in ("to_parliament", "publication")]
MANNER, LABEL = "mit Maßgabe", "decided with conditions"


def conditioned(kind: Kind) -> Iterator[Any]:
    """The samples of a kind whose outcome something was added to."""
    for facts in samples(kind):
        passage: Passage | None = getattr(facts, "passage", None)
        if passage is not None and passage.phrase.manner:
            said = replace(passage.phrase, manner=MANNER)
            told_so = replace(passage, phrase=said, english=LABEL)
            yield replace(facts, passage=told_so)  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", VOTES)
def test_what_was_added_to_an_outcome_is_told_by_both_alike(kind: Kind) -> None:
    given = list(conditioned(kind))
    german = set_in(job(kind, each, "de") for each in given)
    english = set_in(job(kind, each, "en") for each in given)
    for one, other in zip(german, english, strict=True):
        in_headline = MANNER in loose(one.page.headline)
        assert in_headline == (LABEL in other.page.headline)
        assert MANNER in loose(one.page.paragraphs[0])
        assert LABEL in other.page.paragraphs[0]
    assert german


@pytest.mark.parametrize("kind", KINDS)
def test_both_name_the_same_persons_papers_laws_and_addresses(kind: Kind) -> None:
    kept = ("person", "citation", "medium", "paper", "term", "basis", "url", "reason")
    for facts, german, english in pages(kind):
        for name in kept:
            for text in set(held(facts, name)):
                assert (text in german) == (text in english), (name, text)


def held(value: object, name: str) -> Iterator[str]:
    """The texts that fields of this name hold, anywhere in the facts."""
    if isinstance(value, tuple):
        for one in value:
            yield from held(one, name)
    elif is_dataclass(value):
        for each in fields(value):
            inside = getattr(value, each.name)
            if each.name == name:
                yield from found_in(inside, str)
            else:
                yield from held(inside, name)
