"""Plain data, as it crosses the border to the process that fills templates.

Out goes JSON: texts, numbers, days, instants, and records of them. What comes in on the
other side has fields and nothing else: no method that a template could call.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from notifications.page import Link, Page, Quote

RECORD, FIELDS, DAY, INSTANT = "record", "fields", "day", "instant"


@dataclass(frozen=True, order=True, slots=True)
class Day:
    """A legal day. Filters set it: `day | long_date`."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, order=True, slots=True)
class Instant:
    """An instant in UTC, as ISO 8601 writes it."""

    iso: str


class Record:
    """The facts of one dataclass, read by name. Equal facts are equal records."""

    __slots__ = ("_facts", "_name")

    def __init__(self, name: str, facts: Mapping[str, Any]) -> None:
        self._name, self._facts = name, dict(facts)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._facts[name]
        except KeyError:
            raise AttributeError(name) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._facts == other._facts

    def __hash__(self) -> int:
        return hash(tuple(self._facts.items()))

    def __repr__(self) -> str:
        return self._name


def name_of(record: Record) -> str:
    """The name of the dataclass that a record was made from."""
    return record._name


def facts_of(record: Record) -> dict[str, Any]:
    """The fields of a record: what a template finds under their names."""
    return dict(record._facts)


def packed(value: object) -> Any:
    """Frozen data as JSON has it. Raises TypeError for what is not plain."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return {INSTANT: value.isoformat()}
        case date():
            return {DAY: value.isoformat()}
        case tuple() | list():
            return [packed(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {each.name: packed(getattr(value, each.name)) for each in fields(value)}
        return {RECORD: type(value).__name__, FIELDS: told}
    raise TypeError(f"{type(value).__name__} is not plain data")


def unpacked(value: Any) -> Any:
    """What `packed` made, as a template may see it."""
    match value:
        case list():
            return tuple(unpacked(each) for each in value)
        case {"day": text}:
            day = date.fromisoformat(text)
            return Day(day.year, day.month, day.day)
        case {"instant": text}:
            return Instant(text)
        case {"record": name, "fields": told}:
            return Record(name, {key: unpacked(each) for key, each in told.items()})
    return value


def page_of(value: Any) -> Page:
    """The page that `packed` made JSON of."""
    return Page(**{key: _typed(each) for key, each in value[FIELDS].items()})


def _typed(value: Any) -> Any:
    match value:
        case list():
            return tuple(_typed(each) for each in value)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"instant": text}:
            return datetime.fromisoformat(text)
        case {"record": "Quote", "fields": told}:
            return Quote(**told)
        case {"record": "Link", "fields": told}:
            return Link(**told)
    return value


class Unfilled(Exception):
    """Why a template could not be filled: one of the words below, and about what.

    syntax, unknown, missing, unset, unprintable, unusable, forbidden, absent, endless,
    output, gap; of frames omission, hidden, hiding, foreign, speechless, listed,
    unlinked; and, where the process that fills templates came to an end, time, memory,
    crash. `notifications.kiln` says each in a sentence. `template` is a name as
    german/first_approval.jinja.
    """

    def __init__(
        self, what: str, about: str = "", template: str = "", line: int | None = None
    ) -> None:
        self.what, self.about, self.template, self.line = what, about, template, line
        self.others: tuple[Unfilled, ...] = ()
        super().__init__(what, about, template, line)

    def with_others(self, others: Iterable["Unfilled"]) -> "Unfilled":
        """The same, with what else is wrong with the words of this kind."""
        self.others = tuple(others)
        return self

    def told(self) -> list[Any]:
        """All of it, as JSON has it."""
        return [list(self.args), *(list(each.args) for each in self.others)]

    @classmethod
    def heard(cls, told: list[Any]) -> "Unfilled":
        """What `told` made JSON of."""
        first, *others = (cls(*each) for each in told)
        return first.with_others(others)


class Trace:
    """What filling reached: branches (template, line, which), facts, templates.

    The lint asks it which branches no sample reached, and which facts nobody states.
    """

    def __init__(self) -> None:
        self.branches: dict[tuple[str, int, str], bool] = {}
        self.facts: set[str] = set()
        self.used: set[str] = set()

    def reached(
        self, template: str, line: int, which: str, says: object = ""
    ) -> object:
        """Note a branch, and hand on what it says."""
        self.branches[template, line, which] = True
        return says

    def told(self) -> dict[str, Any]:
        """All of it, as JSON has it; the facts are then forgotten."""
        branches = [[*place, done] for place, done in self.branches.items()]
        facts, self.facts = sorted(self.facts), set()
        return {"branches": branches, "facts": facts, "used": sorted(self.used)}
