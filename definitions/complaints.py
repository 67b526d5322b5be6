"""What the model refuses, said so that the writer of the file can mend it."""

from collections.abc import Callable, Iterable, Mapping

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from definitions.findings import Finding, Path, Places, choose, nearest, shown, where
from definitions.model import (
    Body,
    Definition,
    Event,
    Label,
    Outcome,
    Role,
    Source,
    State,
)
from definitions.sentences import Sentence, sentence
from definitions.tree import Number

Said = tuple[Sentence, Sentence]  # what is wrong, how to mend it

_ENTRIES: Mapping[str, type[BaseModel]] = {
    "sources": Source,
    "bodies": Body,
    "roles": Role,
    "outcomes": Outcome,
    "states": State,
    "events": Event,
}


def complaints(
    errors: Iterable[ErrorDetails], file: str, places: Places
) -> list[Finding]:
    """The errors of the model as findings; a misspelled key is not missing."""
    errors = list(errors)
    misspelled = {
        (*path[:-1], meant)
        for path in (_path(error) for error in errors if _is(error, "extra_forbidden"))
        if (meant := nearest(str(path[-1]), known_keys(path[:-1])))
    }
    return [
        _finding(error, file, places)
        for error in errors
        if not (_is(error, "missing") and _path(error) in misspelled)
    ]


def known_keys(path: Path) -> tuple[str, ...]:
    """The keys that the map at `path` may have; none where its keys are free names."""
    match path:
        case ():
            model: type[BaseModel] | None = Definition
        case ("title",) | ("events", _, "fields", _):
            model = Label
        case (section, _):
            model = _ENTRIES.get(str(section))
        case _:
            model = None
    return tuple(model.model_fields) if model else ()


def _finding(error: ErrorDetails, file: str, places: Places) -> Finding:
    path = _path(error)
    of_key = error["loc"][-1:] == ("[key]",) or _is(error, "extra_forbidden")
    place = places.key(path) if of_key else places.value(path)
    what, hint = _said(error, path)
    return Finding(file, place.line, place.column, where(path), what, hint)


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != "[key]")


def _is(error: ErrorDetails, kind: str) -> bool:
    return error["type"] == kind


def _said(error: ErrorDetails, path: Path) -> Said:
    given = error.get("input")
    match error["type"]:
        case "missing":
            return _missing(path)
        case "extra_forbidden":
            return _unknown_key(path)
        case "string_type":
            return _not_text(given)
        case "string_pattern_mismatch":
            return _not_a_name(path, str(given))
        case "name_reserved":
            name = shown(str(given))
            return (
                sentence("the name {name} is kept for the program", name=name),
                sentence("choose another name"),
            )
        case kind if kind in _FIXED:
            return _FIXED[kind](error)
    return (
        sentence("this value has no meaning here"),
        sentence("see docs/definitions.md for what may stand here"),
    )


def _missing(path: Path) -> Said:
    what = sentence("the key {key} is missing", key=str(path[-1]))
    return what, sentence("add it")


def _unknown_key(path: Path) -> Said:
    what = sentence("the key {key} is not known here", key=shown(str(path[-1])))
    return what, choose(str(path[-1]), known_keys(path[:-1]))


def _not_text(given: object) -> Said:
    match given:
        case Number(text):
            return (
                sentence("YAML reads {text} as a number", text=shown(text)),
                sentence('write it in quotes: "{text}"', text=shown(text)),
            )
        case bool():
            return (
                sentence("YAML reads this as true or false"),
                sentence("write it in quotes if it is a text"),
            )
        case None:
            return sentence("nothing stands here"), sentence("write a text")
    return sentence("a list or a map stands here"), sentence("write a single text")


def _not_a_name(path: Path, given: str) -> Said:
    text = shown(given)
    match path[0], path[-1]:
        case "version", _:
            what = sentence("{text} is not a version", text=text)
            return what, sentence("write letters, digits, dots and hyphens: 2026-01")
        case "zone", _:
            what = sentence("{text} is not a time zone", text=text)
            return what, sentence("write a name such as Europe/Berlin")
        case "definition" | "sources", _:
            return _bad_name(text, "-")
    return _bad_name(text, "-" if "basis" in path[2:] else "_")


def _bad_name(text: str, joint: str) -> Said:
    return (
        sentence("{text} is not a name", text=text or '""'),
        sentence(
            "write a-z first, then a-z, 0-9 and {joint}; no spaces, no umlauts",
            joint=joint,
        ),
    )


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


def _always(what: Sentence, hint: Sentence) -> Callable[[ErrorDetails], Said]:
    return lambda _: (what, hint)


def _map(error: ErrorDetails) -> Said:
    if error["loc"] == () and error.get("input") is None:
        return sentence("the file is empty"), sentence("begin with `definition: name`")
    what = sentence("keys with values are wanted here")
    return what, sentence("write one line per key, indented: key: value")


_LIST = _always(
    sentence("a list is wanted here"),
    sentence("write [one, two]"),
)
_FIXED: Mapping[str, Callable[[ErrorDetails], Said]] = {
    "model_type": _map,
    "dict_type": _map,
    "mapping_type": _map,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "bool_type": _always(
        sentence("true or false is wanted here"),
        sentence("write true, or take the line out"),
    ),
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
