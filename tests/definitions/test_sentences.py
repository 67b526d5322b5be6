"""Sentences are said in English until someone translates them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from definitions.sentences import (
    LONGEST_REPEATED,
    Labelled,
    Problem,
    Sentence,
    sentence,
    shortened,
)
from definitions.vocabulary import Label

GERMAN = {"{name} is missing": "{name} fehlt", "the title": "der Titel"}


def german(text: str) -> str:
    return GERMAN.get(text, text)


@dataclass(frozen=True)
class Station:
    de: str
    en: str


def test_a_sentence_says_its_values() -> None:
    assert str(sentence("{count} of {all}", count=2, all=5)) == "2 of 5"


def test_days_are_said_as_a_clerk_types_them() -> None:
    assert str(sentence("on {day}", day=date(2021, 7, 6))) == "on 2021-07-06"


def test_instants_are_said_with_their_offset() -> None:
    instant = datetime(2021, 7, 6, 10, 0, tzinfo=UTC)
    assert str(sentence("at {now}", now=instant)) == "at 2021-07-06T10:00:00+00:00"


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    said = sentence("{name} is missing", name=sentence("the title"))
    assert str(said) == "the title is missing"
    assert said.said(german, "de") == "der Titel fehlt"


def test_labels_are_said_in_the_language_asked_for() -> None:
    said = sentence("{name} is missing", name=Station("Entwurf", "draft"))
    assert str(said) == "draft is missing"
    assert said.said(german, "de") == "Entwurf fehlt"


def test_labels_of_a_definition_are_labelled() -> None:
    assert isinstance(Label(de="Entwurf", en="draft"), Labelled)


def test_several_values_are_said_with_commas() -> None:
    names = (Station("eins", "one"), sentence("the title"), "x")
    said = sentence("{names}", names=names)
    assert str(said) == "one, the title, x"
    assert said.said(german, "de") == "eins, der Titel, x"


def test_braces_in_values_stay_as_they_are() -> None:
    assert str(sentence("{text}", text="{not_a_place}")) == "{not_a_place}"


def test_a_long_value_is_cut_and_says_so() -> None:
    assert shortened("x" * LONGEST_REPEATED) == "x" * LONGEST_REPEATED
    cut = sentence("{text}", text=shortened("x" * (LONGEST_REPEATED + 1)))
    assert str(cut) == "x" * 60 + "… (cut here)"


def test_a_missing_value_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        str(sentence("{name} is missing"))


def test_a_problem_says_one_line_per_sentence() -> None:
    problem = Problem(sentence("one"), Sentence("two {n}", {"n": 2}))
    assert str(problem) == "one\ntwo 2"
    assert problem.exit_code == 1
