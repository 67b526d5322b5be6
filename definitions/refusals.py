"""What the model refuses wherever it stands, in words."""

import re
from collections.abc import Callable, Mapping

from pydantic_core import ErrorDetails

from definitions.findings import choose, shown
from definitions.sentences import Sentence, sentence
from definitions.values import LARGEST_WHOLE, Number
from definitions.vocabulary import KINDS

Said = tuple[Sentence, Sentence]  # what is wrong, how to mend it

_QUOTED = re.compile("'([^']*)'")


def _day_form(error: ErrorDetails) -> Said:
    given = error.get("input")
    text = given.text if isinstance(given, Number) else given
    what = sentence("this is not a day")
    if isinstance(text, str):
        what = sentence("{text} is not a day", text=shown(text) or '""')
    return what, sentence("write year-month-day: 2026-01-31")


def _too_long(error: ErrorDetails) -> Said:
    limit = error.get("ctx", {}).get("max_length", 0)
    what = sentence("longer than {limit} characters", limit=limit)
    return what, sentence("shorten it")


def _no_choice(error: ErrorDetails) -> Said:
    """A value that is not among the few that can stand there."""
    names = _QUOTED.findall(str(error.get("ctx", {}).get("expected", "")))
    if not names:
        what = sentence("nothing but true can stand here")
        return what, sentence("write true, or take the requirement out")
    given = error.get("input")
    what = sentence("this cannot stand here")
    if isinstance(given, str):
        what = sentence("{text} cannot stand here", text=shown(given) or '""')
    return what, choose(str(given), names)


def _not_whole(error: ErrorDetails) -> Said:
    given = error.get("input")
    what = sentence("this is not a whole number that fits here")
    least = error.get("ctx", {}).get("least", 0)
    if isinstance(given, str):
        return what, sentence("write it without quotes")
    hint = sentence(
        "write a number from {least} to {most}", least=least, most=LARGEST_WHOLE
    )
    return what, hint


def _always(what: Sentence, hint: Sentence) -> Callable[[ErrorDetails], Said]:
    return lambda _: (what, hint)


def _map(error: ErrorDetails) -> Said:
    if error["loc"] == () and error.get("input") is None:
        return sentence("the file is empty"), sentence("begin with `definition: name`")
    what = sentence("keys with values are wanted here")
    return what, sentence("write one line per key, indented: key: value")


def _one_kind(error: ErrorDetails) -> Said:
    given = error.get("ctx", {}).get("given", ())
    if given:
        what = sentence("several requirements stand in one: {names}", names=given)
        return what, sentence("write each on a line of its own, with a dash")
    what = sentence("it is not said what is required")
    return what, sentence("name one of: {names}", names=KINDS)


_LIST = _always(
    sentence("a list is wanted here"),
    sentence("write [one, two]"),
)
TOO_LONG = (
    sentence("a period of more than 100 years"),
    sentence("mend the number or the unit"),
)
FIXED: Mapping[str, Callable[[ErrorDetails], Said]] = {
    "model_type": _map,
    "dict_type": _map,
    "mapping_type": _map,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "bool_type": _always(
        sentence("true or false is wanted here"),
        sentence("write true, or take the line out"),
    ),
    "literal_error": _no_choice,
    "whole_form": _not_whole,
    "period_long": _always(*TOO_LONG),
    "week_form": _always(
        sentence("this is no week of the month"),
        sentence("write 1, 2, 3, 4 or last"),
    ),
    "year_form": _always(
        sentence("this is no year"),
        sentence('write it in quotes: "2026"'),
    ),
    "one_kind": _one_kind,
    "day_form": _day_form,
    "day_missing": _always(
        sentence("the calendar has no such day"), sentence("mend the day")
    ),
    "string_too_long": _too_long,
    "string_too_short": _always(
        sentence("the text is empty"), sentence("write what people shall read")
    ),
    "too_short": _always(
        sentence("nothing stands here"), sentence("at least one entry is needed")
    ),
    "text_spaces": _always(
        sentence("spaces or line breaks stand around the text"),
        sentence("take them out"),
    ),
    "text_control": _always(
        sentence("the text holds line breaks or invisible characters"),
        sentence("write it on one line, with visible characters only"),
    ),
}
