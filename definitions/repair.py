"""What can still be judged of a file that is broken in places.

A key that is misspelled is read as the one meant. What cannot be read is replaced by
something that says nothing (`_INSTEAD`) or taken out, and remembered: no rule speaks of
it, or of what may only follow from it.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from definitions.complaints import known_keys, model_at, of_key, path_of
from definitions.findings import Path, Places, nearest
from definitions.model import Definition
from definitions.remarks import Remark, covers
from definitions.tree import Reading

_ROUNDS = 12  # each mends one level at least; a definition has no more than eight
_UNREAD = "unread"
_LABEL = ("de", "en", "text")  # no rule asks what a label says


def _label() -> dict[str, object]:
    return {"de": "?", "en": "?"}


def _event() -> dict[str, object]:
    return {**_label(), "by": _UNREAD, "moves": {"every_open_state": _UNREAD}}


def _consultation() -> dict[str, object]:
    return {**_label(), "asks": _UNREAD, "by": _UNREAD, "outcomes": [_UNREAD]}


# What stands in for a value that has to be there.
_INSTEAD: Mapping[str, Callable[[], object]] = {
    "definition": lambda: _UNREAD,
    "version": lambda: _UNREAD,
    "title": _label,
    "valid_from": lambda: "2000-01-01",
    "zone": lambda: "UTC",
    "opened_by": lambda: _UNREAD,
    "roles": lambda: {_UNREAD: _label()},
    "states": lambda: {_UNREAD: _label()},
    "events": lambda: {_UNREAD: _event()},
    "stations": lambda: [_UNREAD],
    "de": lambda: "?",
    "en": lambda: "?",
    "text": lambda: "?",
    "by": lambda: _UNREAD,
    "asks": lambda: _UNREAD,
    "moves": lambda: {"every_open_state": _UNREAD},
    "outcomes": lambda: [_UNREAD],
    "period": lambda: "1 day",
    "at_most": lambda: "1 day",
}
_ENTRY: Mapping[str, Callable[[], object]] = {  # stands in for an entry of a section
    "sources": lambda: {"text": "?"},
    "events": _event,
    "consultations": _consultation,
    "deadlines": lambda: {**_label(), "period": "1 day"},
    **dict.fromkeys(("bodies", "roles", "outcomes", "states", "documents"), _label),
}


@dataclass(frozen=True, slots=True)
class Rest:
    """A definition that says what could be read of a file, and what could not.

    `errors` stand under keys that were misspelled: only now is it known what they are.
    """

    definition: Definition
    places: Places
    guessed: frozenset[Path]
    dropped: frozenset[Path]
    errors: tuple[ErrorDetails, ...]
    unread: dict[Path, bool] = field(default_factory=dict, compare=False)

    def trustworthy(self, remark: Remark) -> bool:
        """Whether a remark is true whatever stands where nothing could be read."""
        at = remark.path
        if any(at[:end] in self.guessed for end in range(len(at) + 1)):
            return False
        return not any(self._unread(pattern) for pattern in remark.relies)

    def _unread(self, pattern: Path) -> bool:
        """Whether something that the pattern stands for could not be read."""
        if pattern not in self.unread:
            parts = (*self.guessed, *self.dropped)
            self.unread[pattern] = any(covers(part, pattern) for part in parts)
        return self.unread[pattern]


def rest_of(reading: Reading) -> Rest | None:
    """What can be judged of the file; None if nothing can."""
    if not reading.complete or not isinstance(reading.value, dict):
        return None
    work = _Work(deepcopy(reading.value))
    work.guessed |= reading.spoiled
    work.dropped |= reading.dropped
    for _ in range(_ROUNDS):
        work.follow()
        try:
            definition = Definition.model_validate(work.value)
        except ValidationError as problem:
            for error in sorted(problem.errors(include_url=False), key=_misspelled):
                work.take(error)
        else:
            return Rest(
                definition,
                _moved(reading.places, work.renamed),
                frozenset(work.guessed),
                frozenset(work.dropped),
                tuple(work.errors),
            )
    return None


def _misspelled(error: ErrorDetails) -> bool:
    """Unknown keys come first: what is missing may stand under one of them."""
    return error["type"] != "extra_forbidden"


@dataclass(slots=True)
class _Work:
    """The data of a file while it is mended."""

    value: dict[str, Any]
    guessed: set[Path] = field(default_factory=set)
    dropped: set[Path] = field(default_factory=set)
    renamed: dict[Path, Path] = field(default_factory=dict)
    meant: set[Path] = field(default_factory=set)
    errors: list[ErrorDetails] = field(default_factory=list)

    def follow(self) -> None:
        """What could not be read stands under the keys that were meant."""
        self.guessed = {_under(each, self.renamed) for each in self.guessed}
        self.dropped = {_under(each, self.renamed) for each in self.dropped}
        self.meant = set(self.renamed.values())

    def take(self, error: ErrorDetails) -> None:
        """Mend what one error is about."""
        path = path_of(error)
        self._keep(error, path)
        if error["type"] == "extra_forbidden":
            self._rename(path)
        elif of_key(error):
            self._drop(path)
        elif error["type"] == "missing":
            if not self._has(path):
                self._put(path, _INSTEAD[str(path[-1])]())
        else:
            self._replace(path)

    def _keep(self, error: ErrorDetails, path: Path) -> None:
        """What stands under a misspelled key is read now for the first time."""
        if not any(path[:end] in self.meant for end in range(len(path))):
            return
        if not any(covers(each, path) or covers(path, each) for each in self.guessed):
            self.errors.append(error)

    def _rename(self, path: Path) -> None:
        owner = self._at(path[:-1])
        if not isinstance(owner, dict) or path[-1] not in owner:
            return
        value = owner.pop(path[-1])
        meant = nearest(str(path[-1]), known_keys(path[:-1]))
        if meant is not None and meant not in owner:
            owner[meant] = value
            self.renamed[path] = (*path[:-1], meant)

    def _drop(self, path: Path) -> None:
        owner = self._at(path[:-1])
        if isinstance(owner, dict):
            owner.pop(path[-1], None)
            self.dropped.add(path)

    def _replace(self, path: Path) -> None:
        """The value at the path, or the nearest above it that the file has."""
        while path and not self._has(path):
            path = path[:-1]
        if not path:
            return
        model = model_at(path[:-1])
        if isinstance(self._at(path[:-1]), list):
            requirement = path[2:3] == ("requires",) and len(path) == 4
            self._put(
                path, {"urgency": True} if requirement else f"{_UNREAD}{path[-1]}"
            )
        elif model is None:
            self._replace_entry(path)
        elif model.model_fields[str(path[-1])].is_required():
            self._put(path, _INSTEAD[str(path[-1])]())
        else:
            self._at(path[:-1]).pop(path[-1])
            self.guessed.add(path)

    def _replace_entry(self, path: Path) -> None:
        """An entry whose key is a free name: kept as a name where it is declared."""
        if len(path) != 2 or path[0] not in _ENTRY:
            self._drop(path)
            return
        self._at(path[:-1])[path[-1]] = _ENTRY[str(path[0])]()
        model = model_at(path)
        keys = model.model_fields if model else ()
        self.guessed |= {(*path, key) for key in keys if key not in _LABEL}

    def _put(self, path: Path, value: object) -> None:
        owner: Any = self._at(path[:-1])
        if type(owner) in (dict, list):
            owner[path[-1]] = value
            if path[-1] not in _LABEL:
                self.guessed.add(path)

    def _has(self, path: Path) -> bool:
        owner = self._at(path[:-1])
        if isinstance(owner, list):
            return isinstance(path[-1], int) and path[-1] < len(owner)
        return isinstance(owner, dict) and path[-1] in owner

    def _at(self, path: Path) -> Any:
        """What stands at the path; None where nothing does (any more)."""
        value: Any = self.value
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int):
                value = value[part] if part < len(value) else None
            else:
                return None
        return value


def _moved(places: Places, renamed: Mapping[Path, Path]) -> Places:
    """The places under the keys that were meant."""
    if not renamed:
        return places
    keys = {_under(path, renamed): place for path, place in places.keys.items()}
    values = {_under(path, renamed): place for path, place in places.values.items()}
    return Places(keys, values)


def _under(path: Path, renamed: Mapping[Path, Path]) -> Path:
    """The path with each misspelled key replaced by the one meant."""
    for end in range(1, len(path) + 1):
        if (to := renamed.get(path[:end])) is not None:
            path = (*to, *path[end:])
    return path
