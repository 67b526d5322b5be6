"""What the model refuses, said so that the writer of the file can mend it."""

import re
from collections.abc import Callable, Iterable, Mapping

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from definitions.findings import Finding, Path, Places, choose, nearest, shown, where
from definitions.model import Definition
from definitions.refusals import FIXED, TOO_LONG, Said
from definitions.sentences import sentence
from definitions.values import Number, outlives
from definitions.vocabulary import (
    Body,
    Consultation,
    Deadline,
    Document,
    Event,
    Extension,
    Label,
    Outcome,
    Requirement,
    Role,
    Source,
    State,
    Suspension,
)

_PERIODS = ("period", "at_most")
_NO_DAYS = re.compile("0+ [a-z ]+", re.ASCII)
_MANY = re.compile(r"[1-9]\d{4,} [a-z ]+", re.ASCII)
_MARKS = ("[key]", "[one]", "[each]")  # the model's own, no part of a file

_ENTRIES: Mapping[str, type[BaseModel]] = {
    "sources": Source,
    "bodies": Body,
    "roles": Role,
    "outcomes": Outcome,
    "states": State,
    "documents": Document,
    "consultations": Consultation,
    "events": Event,
    "deadlines": Deadline,
}


ModelAt = Callable[[Path], type[BaseModel] | None]


def complaints(
    errors: Iterable[ErrorDetails],
    file: str,
    places: Places,
    model: ModelAt | None = None,
) -> list[Finding]:
    """The errors of a model as findings; a misspelled key is not missing.

    `model` tells what the map at a path is read as; a definition if it is not given.
    """
    at = model or model_at
    errors = list(errors)
    misspelled = {
        (*path[:-1], meant)
        for path in (
            path_of(error) for error in errors if _is(error, "extra_forbidden")
        )
        if (meant := nearest(str(path[-1]), known_keys(path[:-1], at)))
    }
    return [
        _finding(error, file, places, at)
        for error in errors
        if not (_is(error, "missing") and path_of(error) in misspelled)
    ]


def model_at(path: Path) -> type[BaseModel] | None:
    """What the map at `path` is read as; nothing where its keys are free names."""
    match path:
        case ():
            return Definition
        case ("title",) | ("events", _, "fields", _):
            return Label
        case ("events", _, "requires", _):
            return Requirement
        case ("deadlines", _, "extension"):
            return Extension
        case ("deadlines", _, "suspension"):
            return Suspension
        case (section, _):
            return _ENTRIES.get(str(section))
    return None


def known_keys(path: Path, at: ModelAt = model_at) -> tuple[str, ...]:
    """The keys that the map at `path` may have; none where its keys are free names."""
    model = at(path)
    return tuple(model.model_fields) if model else ()


def path_of(error: ErrorDetails) -> Path:
    """Where the error is, as the file is written: without the marks of the model."""
    return tuple(part for part in error["loc"] if part not in _MARKS)


def of_key(error: ErrorDetails) -> bool:
    """Whether the error is about the key and not about what stands under it."""
    return error["loc"][-1:] == ("[key]",) or _is(error, "extra_forbidden")


def _finding(error: ErrorDetails, file: str, places: Places, at: ModelAt) -> Finding:
    path = path_of(error)
    place = places.key(path) if of_key(error) else places.value(path)
    what, hint = _said(error, path, at)
    return Finding(file, place.line, place.column, where(path), what, hint)


def _is(error: ErrorDetails, kind: str) -> bool:
    return error["type"] == kind


def _said(error: ErrorDetails, path: Path, at: ModelAt) -> Said:
    given = error.get("input")
    match error["type"]:
        case "missing":
            return _missing(path)
        case "extra_forbidden":
            return _unknown_key(path, at)
        case "string_type":
            return _not_text(path, given)
        case "string_pattern_mismatch":
            return _not_a_name(path, str(given))
        case "model_type" | "tuple_type" if "requires" in path[2:]:
            return _no_requirement(given)
        case "name_reserved":
            name = shown(str(given))
            return (
                sentence("the name {name} is kept for the program", name=name),
                sentence("choose another name"),
            )
        case kind if kind in FIXED:
            return FIXED[kind](error)
    return (
        sentence("this value has no meaning here"),
        sentence("see docs/definitions.md for what may stand here"),
    )


def _missing(path: Path) -> Said:
    what = sentence("the key {key} is missing", key=str(path[-1]))
    return what, sentence("add it")


def _unknown_key(path: Path, at: ModelAt) -> Said:
    what = sentence("the key {key} is not known here", key=shown(str(path[-1])))
    return what, choose(str(path[-1]), known_keys(path[:-1], at))


def _not_text(path: Path, given: object) -> Said:
    match given:
        case Number(text) if path[-1] in _PERIODS:
            return _no_period(text)
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
    move = path[2:3] == ("moves",)
    hint = sentence("write one state") if move else sentence("write a text")
    if given is None:
        return sentence("nothing stands here"), hint
    if move and len(path) == 4:
        hint = sentence("write one state, or indented lines `outcome: state`")
        return sentence("a list stands here"), hint
    hint = hint if move else sentence("write a single text")
    return sentence("a list or a map stands here"), hint


def _no_requirement(given: object) -> Said:
    what = sentence("this is no requirement")
    if isinstance(given, str):
        what = sentence("{text} is no requirement", text=shown(given) or '""')
    hint = sentence("write one per line, with its kind: - event: NAME")
    return what, hint


def _not_a_name(path: Path, given: str) -> Said:
    text = shown(given)
    match path[0], path[-1]:
        case "version", _:
            what = sentence("{text} is not a version", text=text)
            return what, sentence("write letters, digits, dots and hyphens: 2026-01")
        case "zone", _:
            what = sentence("{text} is not a time zone", text=text)
            return what, sentence("write a name such as Europe/Berlin")
        case _, "period" | "at_most" if outlives(given):
            return TOO_LONG
        case _, "period" | "at_most":
            return _no_period(given)
        case _, "calendar":
            what = sentence("{text} is not a calendar", text=text or '""')
            return what, sentence("write a country, or a part of one: DE-BE")
        case ("definition" | "sources", _) | (_, "sittings"):
            return _bad_name(text, "-")
    return _bad_name(text, "-" if "basis" in path[2:] else "_")


def _no_period(given: str) -> Said:
    if _NO_DAYS.fullmatch(given):
        what = sentence("{text} is a period of nothing", text=shown(given))
        return what, sentence("write how long it is: 7 days, 2 weeks")
    if _MANY.fullmatch(given):
        what = sentence(
            "{text} is a number of more than four digits", text=shown(given)
        )
        return what, sentence("write it in a longer unit: 30 years")
    return (
        sentence("{text} is not a period", text=shown(given) or '""'),
        sentence("write a number and a unit: 7 days, 5 working days, 2 weeks"),
    )


def _bad_name(text: str, joint: str) -> Said:
    return (
        sentence("{text} is not a name", text=text or '""'),
        sentence(
            "write a-z first, then a-z, 0-9 and {joint}; no spaces, no umlauts",
            joint=joint,
        ),
    )
