"""The single values a definition file is made of: names, days, one-line texts, lists.

Error types of its own (`day_form`, `name_reserved`) become sentences in `complaints`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, TypeVar
from unicodedata import category

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import (
    no_info_after_validator_function,
    no_info_before_validator_function,
)

EVERY_OPEN_STATE = "every_open_state"  # in `moves`: every state that is not final
OPENING = "open"  # the first step of every item; also a station
RESERVED_EVENTS = frozenset({OPENING, "correct", EVERY_OPEN_STATE})
CLOCK = "clock"  # in `by`: the end of a term brings the event about
OTHERWISE = "otherwise"  # in `moves`: every outcome that is not named
RESERVED_ROLES = frozenset({"admin", CLOCK})
LONGEST_NAME = 64
LONGEST_TEXT = 300

LONGEST_PERIOD = 100  # years
LARGEST_WHOLE = 999

_UNITS = "day|working day|clear day|week|half month|month|year"
_DIGITS = re.compile(r"[1-9][0-9]{0,99}", re.ASCII)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_IN_A_YEAR: Mapping[str, int] = {  # how many of a unit, at the most
    "days": 366,
    "working days": 366,
    "clear days": 366,
    "weeks": 53,
    "half months": 24,
    "months": 12,
    "years": 1,
}
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Number:
    """A scalar that YAML takes for a number; few keys want one."""

    text: str


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


@dataclass(frozen=True, slots=True)
class _Whole:
    """A whole number from `least` on, written in a file (2) or given by a program."""

    least: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_before_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": LARGEST_WHOLE}

    def _checked(self, value: object) -> int:
        if isinstance(value, Number) and _WHOLE.fullmatch(value.text):
            value = int(value.text)
        if type(value) is int and self.least <= value <= LARGEST_WHOLE:
            return value
        values = {"least": self.least}
        raise PydanticCustomError("whole_form", "not a whole number", values)


def with_numbers(value: object) -> object:
    """Plain data as read from a file, its whole numbers as numbers.

    Raises ValueError for other numbers; the model takes none.
    """
    match value:
        case Number(text):
            return int(text)
        case dict():
            return {key: with_numbers(each) for key, each in value.items()}
        case list():
            return [with_numbers(each) for each in value]
    return value


def _listed(value: object) -> object:
    """`by: clerk` says the same as `by: [clerk]`."""
    match value:
        case str():
            return (value,)
        case list():
            return tuple(value)
    return value


def _alone(value: object) -> object:
    """`on: 2026-12-24` says the same as `on: [2026-12-24]`."""
    if isinstance(value, list):
        return tuple(value)
    return value if isinstance(value, tuple) else (value,)


def _entries(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _some(value: tuple[_Key, ...]) -> tuple[_Key, ...]:
    """A `min_length` would count the entries that fit, and speak twice of one fault."""
    if not value:
        raise PydanticCustomError("too_short", "no entry")
    return value


def as_source(value: object) -> object:
    """`key: text` says the same as `key: {text: text}`."""
    return {"text": value} if isinstance(value, str) else value


def _one_line(value: str) -> str:
    if value != value.strip():
        raise PydanticCustomError("text_spaces", "spaces around")
    if any(category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in value):
        raise PydanticCustomError("text_control", "control characters")
    return value


@dataclass(frozen=True, slots=True)
class _OneLine:
    """Labels are printed in letters and terminals: no invisible characters."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_after_validator_function(_one_line, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core), "pattern": r"^\S(.*\S)?$"}


@dataclass(frozen=True, slots=True)
class _Free:
    """Refuses the names that are kept for the program, in the JSON Schema as well."""

    reserved: frozenset[str]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core), "not": {"enum": sorted(self.reserved)}}

    def _checked(self, value: str) -> str:
        if value in self.reserved:
            raise PydanticCustomError("name_reserved", "reserved")
        return value


def _in_the_plural(period: str) -> str:
    """`1 month` says the same as `1 months`, which is the form the program knows."""
    return period if period.endswith("s") else f"{period}s"


def _not_absurd(period: str) -> str:
    """A term that outlives everybody is a slip of the pen."""
    if outlives(period):
        raise PydanticCustomError("period_long", "longer than anybody lives")
    return period


def outlives(period: str) -> bool:
    """Whether this is a number and a unit, and longer than `LONGEST_PERIOD` years."""
    number, _, unit = _in_the_plural(period).partition(" ")
    if not _DIGITS.fullmatch(number) or unit not in _IN_A_YEAR:
        return False
    return int(number) > LONGEST_PERIOD * _IN_A_YEAR[unit]


def frozen(value: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    return MappingProxyType(dict(value))


def nothing() -> Mapping[Any, Any]:
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
    _OneLine(),
]
DayText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=DayText)]
DayOrDays = Annotated[
    tuple[Day, ...],
    BeforeValidator(_alone, json_schema_input_type=DayText | list[DayText]),
]
Names = Annotated[
    tuple[Name, ...], BeforeValidator(_entries, json_schema_input_type=list[Name])
]
_Filled = Annotated[list[Name], Field(min_length=1)]
FilledNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_entries, json_schema_input_type=_Filled),
    AfterValidator(_some),
]
NameOrNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(_listed, json_schema_input_type=Name | _Filled),
    AfterValidator(_some),
]
KeyOrKeys = Annotated[
    tuple[Kebab, ...],
    BeforeValidator(_listed, json_schema_input_type=Kebab | list[Kebab]),
]
StateName = Annotated[Name, _Free(frozenset({EVERY_OPEN_STATE}))]
EventName = Annotated[Name, _Free(RESERVED_EVENTS)]
OutcomeName = Annotated[Name, _Free(frozenset({OTHERWISE}))]
RoleName = Annotated[Name, _Free(RESERVED_ROLES)]
Target = Name  # an outcome, or `otherwise`
Period = Annotated[
    str,
    StringConstraints(pattern=rf"^(1 ({_UNITS})|[1-9][0-9]{{0,3}} ({_UNITS})s)$"),
    AfterValidator(_in_the_plural),
    AfterValidator(_not_absurd),
]
Whole = Annotated[int, _Whole(1)]
_FromNone = Annotated[int, _Whole(0)]
Wholes = Annotated[
    tuple[_FromNone, ...],
    BeforeValidator(
        _alone,
        json_schema_input_type=_FromNone
        | Annotated[list[_FromNone], Field(min_length=1)],
    ),
    AfterValidator(_some),
]
FromOne = Annotated[  # as Wholes, without 0
    tuple[Whole, ...],
    BeforeValidator(
        _alone,
        json_schema_input_type=Whole | Annotated[list[Whole], Field(min_length=1)],
    ),
    AfterValidator(_some),
]
# Where holidays are those of a country or of a part of it, by the codes of ISO 3166-2.
PLACE = re.compile(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", re.ASCII)
Calendar = Annotated[str, StringConstraints(pattern=PLACE.pattern)]
