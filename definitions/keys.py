"""The keys of a definition file in words, and what their values name."""

from collections.abc import Mapping

from definitions.model import Definition, Section
from definitions.phrases import named, period_said, source_text, state_said, step_named
from definitions.sentences import Sentence, sentence
from definitions.values import CLOCK

_REFERS: Mapping[str, Section] = {  # the section whose names a key holds
    "asks": "bodies",
    "before": "bodies",
    "body": "bodies",
    "by": "roles",
    "during": "states",
    "first_outcome": "outcomes",
    "keeps_open": "outcomes",
    "opened_by": "roles",
    "outcomes": "outcomes",
    "remind": "roles",
    "silence": "outcomes",
}
_STEPS = ("after", "lapses", "stations")  # name an event, a consultation, the opening


def key_said(key: str) -> Sentence | str:
    """A key in words; the key itself if it has none."""
    return WORDS.get(key, key)


def value_said(path: Definition, key: str, value: object) -> object:
    """The value of a key in words: a name with its label, a flag as yes or no.

    None where the key is not given, a tuple of none included.
    """
    match value:
        case bool():
            return sentence("yes") if value else sentence("no")
        case str() if key in _STEPS:
            return step_named(path, value)
        case str() if key in {"basis", "replaced_by"}:
            return source_text(path, value)
        case str() if key == "period":
            return period_said(value)
        case str() if value == CLOCK:
            return sentence("the clock")
        case str() if key == "during":
            return state_said(path, value)
        case str() if key in _REFERS:
            return named(path, _REFERS[key], value)
    return value


WORDS: Mapping[str, Sentence] = {
    "after": sentence("after"),
    "announcements": sentence("kind of release"),
    "asks": sentence("who is asked"),
    "basis": sentence("legal basis"),
    "before": sentence("before the sitting of"),
    "body": sentence("body"),
    "by": sentence("recorded by"),
    "calendar": sentence("holidays"),
    "de": sentence("German label"),
    "definition": sentence("name of the path"),
    "during": sentence("opened while"),
    "en": sentence("English label"),
    "evidence": sentence("an answer names its evidence"),
    "final": sentence("final state"),
    "first_outcome": sentence("outcome that is meant when none is named"),
    "initial": sentence("initial state"),
    "keeps_open": sentence("outcomes that leave it open"),
    "lapses": sentence("brings about at its end"),
    "opened_by": sentence("opened by"),
    "outcomes": sentence("outcomes"),
    "period": sentence("period"),
    "remind": sentence("reminded"),
    "replaced_by": sentence("replaced by"),
    "silence": sentence("outcome of silence"),
    "sittings": sentence("calendar of sittings"),
    "stations": sentence("stations"),
    "supplement": sentence("has a number of its own"),
    "text": sentence("text"),
    "title.de": sentence("German title"),
    "title.en": sentence("English title"),
    "valid_from": sentence("valid from"),
    "valid_to": sentence("valid to"),
    "version": sentence("version"),
    "zone": sentence("time zone"),
}
