"""The single values a definition file is made of: names, days, one-line texts, lists.

Error types of its own (`day_form`, `name_reserved`) become sentences in `complaints`.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, TypeVar
from unicodedata import category

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

EVERY_OPEN_STATE = "every_open_state"  # in `moves`: every state that is not final
OPENING = "open"  # the first step of every item; also a station
RESERVED_EVENTS = frozenset({OPENING, "correct", EVERY_OPEN_STATE})
RESERVED_ROLES = frozenset({"admin"})
LONGEST_NAME = 64
LONGEST_TEXT = 300

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _day(value: object) -> object:
    """A day as written in a file (2021-01-31) or given by a program."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("day_form", "not a day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day_missing", "no such day") from None


def _listed(value: object) -> object:
    """`by: clerk` says the same as `by: [clerk]`."""
    match value:
        case str():
            return (value,)
        case list():
            return tuple(value)
    return value


def _entries(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def as_source(value: object) -> object:
    """`key: text` says the same as `key: {text: text}`."""
    return {"text": value} if isinstance(value, str) else value


def _one_line(value: str) -> str:
    """Labels are printed in letters and terminals: no invisible characters."""
    if value != value.strip():
        raise PydanticCustomError("text_spaces", "spaces around")
    if any(category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in value):
        raise PydanticCustomError("text_control", "control characters")
    return value


def _not_reserved(names: frozenset[str]) -> AfterValidator:
    def free(value: str) -> str:
        if value in names:
            raise PydanticCustomError("name_reserved", "reserved")
        return value

    return AfterValidator(free)


def frozen(value: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    return MappingProxyType(dict(value))


def nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


Name = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_NAME)
]
Kebab = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=LONGEST_NAME)
]
Version = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$", max_length=32)
]
Zone = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$", max_length=64)
]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_one_line),
]
DayText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=DayText)]
Names = Annotated[
    tuple[Name, ...], BeforeValidator(_entries, json_schema_input_type=list[Name])
]
_Filled = Annotated[list[Name], Field(min_length=1)]
NameOrNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_listed, json_schema_input_type=Name | _Filled),
]
KeyOrKeys = Annotated[
    tuple[Kebab, ...],
    BeforeValidator(_listed, json_schema_input_type=Kebab | list[Kebab]),
]
StateName = Annotated[Name, _not_reserved(frozenset({EVERY_OPEN_STATE}))]
EventName = Annotated[Name, _not_reserved(RESERVED_EVENTS)]
RoleName = Annotated[Name, _not_reserved(RESERVED_ROLES)]
