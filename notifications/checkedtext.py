"""Texts that people type for releases: checked where a check cannot be wrong.

Nothing is rewritten but white space: what does not fit is refused, in one sentence for
every fault, with how to mend it.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from unicodedata import category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from definitions.sentences import Sentence, sentence
from notifications.grammar import broken_off

LONGEST_FORM, LONGEST_PARAGRAPH = 300, 2000
_REASONS = {
    "missing": sentence("it is missing: add it"),
    "extra_forbidden": sentence("no such key here: check its spelling or remove it"),
    "literal_error": sentence("it must be one of {expected}"),
    "string_too_short": sentence("it is empty: fill it in or remove it"),
    "string_too_long": sentence("it is longer than {max_length} characters"),
    "string_type": sentence("text is expected here"),
    "string_pattern_mismatch": sentence("a short name is expected, like go-sen-13"),
    "bool_type": sentence("true or false is expected here"),
    "bool_parsing": sentence("true or false is expected here"),
    "day_form": sentence("a day is expected here, as 2021-07-06"),
    "day_missing": sentence("there is no such day in the calendar"),
    "tuple_type": sentence("a list is expected here"),
}
_OTHERWISE = sentence("a section with names and values is expected here")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Unfit(ValueError):
    """What is wrong with one value, and how to mend it."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(str(reason))


def _joined(value: object) -> object:
    """A text that was folded over several lines is one line."""
    return (
        re.sub(r"[ \t\r\n]+", " ", value).strip() if isinstance(value, str) else value
    )


def _printable(value: str) -> str:
    if any(category(letter) in _INVISIBLE for letter in value):
        raise Unfit(sentence("it holds invisible or control characters: type it anew"))
    if '"' in value:
        raise Unfit(sentence('it holds straight quotation marks ("): write „…“'))
    return value


def _whole(value: str) -> str:
    if word := broken_off(value):
        raise Unfit(
            sentence("it breaks off with “{word}”: write it to its end", word=word)
        )
    return value


def _without_comma(value: str) -> str:
    if value != value.strip(","):
        raise Unfit(sentence("leave the outer commas away: the release sets both"))
    return value


def _ended(value: str) -> str:
    if not value.rstrip("“‘").endswith((".", "!", "?")):
        raise Unfit(sentence("a paragraph ends with a full stop: add it"))
    return value


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_FORM),
    BeforeValidator(_joined),
    AfterValidator(_printable),
]
Form = Annotated[Line, AfterValidator(_whole), AfterValidator(_without_comma)]
Paragraph = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_PARAGRAPH),
    BeforeValidator(_joined),
    AfterValidator(_printable),
    AfterValidator(_ended),
]


class Plain(BaseModel):
    """Plain frozen data; a key that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def faults(found: ValidationError, whole: str) -> tuple[Sentence, ...]:
    """A sentence for every fault, with its place; `whole` names the data itself."""
    return tuple(_told(each, whole) for each in found.errors())


def _told(error: ErrorDetails, whole: str) -> Sentence:
    where = ".".join(str(each) for each in error["loc"]) or whole
    context: Mapping[str, Any] = error.get("ctx", {})
    unfit = context.get("error")
    reason = (
        unfit.reason
        if isinstance(unfit, Unfit)
        else Sentence(_REASONS.get(error["type"], _OTHERWISE).text, context)
    )
    return sentence("{where}: {reason}.", where=where, reason=reason)
