"""Sentences for people: said in English here, translated only where they are printed.

Lower floors know neither locale nor terminal. They hand up a `Sentence`: the English
text (which is the message id of the catalogue) and the values to fill in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

Translate = Callable[[str], str]

LONGEST_REPEATED = 300  # characters: every address and every name that may be given
_BEGINNING = 60


@runtime_checkable
class Labelled(Protocol):
    """Something that carries its own name in German and English."""

    @property
    def de(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FullDay:
    """A day as a file note tells it: with its weekday and the month in words."""

    day: date

    @property
    def de(self) -> str:
        """`Dienstag, 6. Juli 2021`."""
        named = f"{_WEEKDAYS_DE[self.day.weekday()]}, {self.day.day}."
        return f"{named} {_MONTHS_DE[self.day.month - 1]} {self.day.year}"

    @property
    def en(self) -> str:
        """`Tuesday, 6 July 2021`."""
        named = f"{_WEEKDAYS_EN[self.day.weekday()]}, {self.day.day}"
        return f"{named} {_MONTHS_EN[self.day.month - 1]} {self.day.year}"


_WEEKDAYS_DE = [
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
]
_WEEKDAYS_EN = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
]
_MONTHS_DE = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text` is English with {named} places, `values` fills them.

    A value may be text, a number, a date (said as ISO 8601, the form a clerk types),
    another sentence, something `Labelled`, or a tuple of these (said with commas).
    """

    text: str
    values: Mapping[str, object]

    def said(self, translate: Translate = str, language: str = "en") -> str:
        """The sentence in a language; `translate` maps the English text to it."""
        filled = {
            name: _said(value, translate, language)
            for name, value in self.values.items()
        }
        return translate(self.text).format(**filled)

    def __str__(self) -> str:
        return self.said()


def sentence(text: str, /, **values: object) -> Sentence:
    """A sentence to be said later.

    The text must be a literal: the catalogue is read from it.
    """
    return Sentence(text, values)


def _said(value: object, translate: Translate, language: str) -> str:
    match value:
        case str():
            return value
        case Sentence():
            return value.said(translate, language)
        case tuple():
            return ", ".join(_said(each, translate, language) for each in value)
        case datetime() | date():
            return value.isoformat()
        case Labelled():
            return value.de if language == "de" else value.en
        case _:
            return str(value)


def shortened(text: str) -> str | Sentence:
    """What somebody gave, as a refusal repeats it: what is very long is cut.

    It says so itself, in the language of the sentence that it becomes a part of.
    """
    if len(text) <= LONGEST_REPEATED:
        return text
    return sentence("{beginning}… (cut here)", beginning=text[:_BEGINNING])


class Problem(Exception):
    """What stopped a command, in sentences fit for the person at the keyboard.

    `exit_code` is the code of the command-line contract (docs/cli.md).
    """

    exit_code = 1

    def __init__(self, *sentences: Sentence) -> None:
        self.sentences = sentences
        super().__init__(*sentences)

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.sentences)
