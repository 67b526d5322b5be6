"""The keys of a definition file in words, and what their values name."""

from collections.abc import Callable, Mapping

from definitions.model import Definition, Section
from definitions.phrases import named, source_text, state_said, step_named
from definitions.reckoning import (
    counting_said,
    extension_said,
    period_said,
    suspension_said,
)
from definitions.sentences import Sentence, sentence
from definitions.values import CLOCK
from definitions.vocabulary import Extension, Suspension

_REFERS: Mapping[str, Section] = {  # the section whose names a key holds
    "asks": "bodies",
    "before": "bodies",
    "body": "bodies",
    "bodies": "bodies",
    "by": "roles",
    "escalates_to": "roles",
    "first_outcome": "outcomes",
    "keeps_open": "outcomes",
    "opened_by": "roles",
    "outcomes": "outcomes",
    "remind": "roles",
    "silence": "outcomes",
}
_SAID: Mapping[str, Callable[[Definition, str], object]] = {
    # These name an event, a consultation, the opening.
    **dict.fromkeys(("after", "begins", "lapses", "met_by", "stations"), step_named),
    **dict.fromkeys(("basis", "replaced_by"), source_text),
    **dict.fromkeys(("period", "at_most"), lambda _, value: period_said(value)),
    **dict.fromkeys(("counting", "shift"), lambda _, value: counting_said(value)),
    "during": state_said,
}


def key_said(key: str) -> Sentence | str:
    """A key in words; the key itself if it has none."""
    return WORDS.get(key, key)


def value_said(path: Definition, key: str, value: object) -> object:
    """The value of a key in words: a name with its label, a flag as yes or no.

    None where the key is not given, a tuple of none included.
    """
    key = key.rpartition(".")[2]  # of a part: extension.at_most
    match value:
        case bool():
            return sentence("yes") if value else sentence("no")
        case Extension():
            return extension_said(path, value)
        case Suspension():
            return suspension_said(path, value)
        case str() if key in _SAID:
            return _SAID[key](path, value)
        case str() if value == CLOCK:
            return sentence("the clock")
        case str() if key in _REFERS:
            return named(path, _REFERS[key], value)
    return value


WORDS: Mapping[str, Sentence] = {
    "after": sentence("after"),
    "announcements": sentence("kind of release"),
    "asks": sentence("who is asked"),
    "at_most": sentence("at most"),
    "basis": sentence("legal basis"),
    "before": sentence("before the sitting of"),
    "begins": sentence("brings about on its last day"),
    "body": sentence("body"),
    "by": sentence("recorded by"),
    "calendar": sentence("holidays"),
    "counting": sentence("counting"),
    "de": sentence("German label"),
    "definition": sentence("name of the path"),
    "during": sentence("opened while"),
    "en": sentence("English label"),
    "escalate_after": sentence("told so many working days after the end"),
    "escalates_to": sentence("told when it is overdue"),
    "evidence": sentence("an answer names its evidence"),
    "extension": sentence("extension"),
    "extension.at_most": sentence("extension, at most"),
    "extension.basis": sentence("extension, legal basis"),
    "extension.bodies": sentence("extension, for"),
    "extension.by": sentence("extension, recorded by"),
    "extension.times": sentence("extension, how often"),
    "final": sentence("final state"),
    "first_outcome": sentence("outcome that is meant when none is named"),
    "initial": sentence("initial state"),
    "keeps_open": sentence("outcomes that leave it open"),
    "lapses": sentence("brings about at its end"),
    "met_by": sentence("kept by"),
    "opened_by": sentence("opened by"),
    "outcomes": sentence("outcomes"),
    "period": sentence("period"),
    "remind": sentence("reminded"),
    "remind_after": sentence("reminded so many working days after the end"),
    "remind_before": sentence("reminded so many working days before the end"),
    "replaced_by": sentence("replaced by"),
    "shift": sentence("a last day that is a day off"),
    "silence": sentence("outcome of silence"),
    "sittings": sentence("calendar of sittings"),
    "stations": sentence("stations"),
    "suspension": sentence("suspension"),
    "suspension.basis": sentence("suspension, legal basis"),
    "suspension.by": sentence("suspension, recorded by"),
    "supplement": sentence("has a number of its own"),
    "text": sentence("text"),
    "title.de": sentence("German title"),
    "title.en": sentence("English title"),
    "valid_from": sentence("valid from"),
    "valid_to": sentence("valid to"),
    "version": sentence("version"),
    "zone": sentence("time zone"),
}
