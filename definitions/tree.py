"""Plain data from the events of a YAML parser, with the place of every key and value.

Nothing is built that was not looked at before: no alias is followed, no tag obeyed, no
key taken twice, no number or day guessed. Every finding has a line and a column, and
building goes on after it where the text allows.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn
from unicodedata import normalize

from definitions.findings import Finding, Path, Place, Places, shown, where
from definitions.limits import DEFINITION, Limits
from definitions.sentences import Sentence, sentence
from definitions.values import Number

DEEPEST = 20

# What YAML 1.2 (core schema) takes for a number when it stands without quotes.
_NUMBER = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WRITE_OUT = sentence("write the value out where it is wanted")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `complete` is false where reading had to stop."""

    text: str
    value: object
    places: Places
    findings: tuple[Finding, ...]
    spoiled: frozenset[Path]  # nothing true can be said about these and what is below
    complete: bool
    dropped: frozenset[Path] = frozenset()  # written, but thrown away; * is any key


class Stop(Exception):
    """Nothing after this place can be understood."""


@dataclass(slots=True)
class _Open:
    """A map or list that has begun and not yet ended."""

    path: Path | None  # None: thrown away (it stands under a refused key)
    holder: dict[str, object] | list[object]
    is_key: bool = False
    key_next: bool = True
    key: str | None = None


@dataclass(slots=True)
class Tree:
    """Builds plain data from events."""

    file: str
    limits: Limits = DEFINITION
    findings: list[Finding] = field(default_factory=list)
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    spoiled: set[Path] = field(default_factory=set)
    dropped: set[Path] = field(default_factory=set)
    stack: list[_Open] = field(default_factory=list)
    root: object = None
    documents: int = 0
    entries: int = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        match type(event).__name__:
            case "DocumentStartEvent":
                self._document(place)
            case "MappingStartEvent":
                self._begin(event, place, {})
            case "SequenceStartEvent":
                self._begin(event, place, [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self._end()
            case "ScalarEvent":
                self._scalar(event, place)
            case "AliasEvent":
                self._alias(event, place)

    def say(self, place: Place, path: Path, what: Sentence, hint: Sentence) -> None:
        """Keep a finding and go on."""
        self.findings.append(
            Finding(self.file, place.line, place.column, where(path), what, hint)
        )

    def stop(self, place: Place, what: Sentence, hint: Sentence) -> NoReturn:
        """Keep a finding after which nothing can be understood."""
        self.say(place, (), what, hint)
        raise Stop

    def _document(self, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            what = sentence("a second document begins here")
            self.stop(place, what, self.limits.apart)

    def _begin(
        self, event: Any, place: Place, holder: dict[str, object] | list[object]
    ) -> None:
        self._count(place)
        if len(self.stack) >= DEEPEST:
            what = sentence("more than {limit} levels deep", limit=DEEPEST)
            self.say(place, self._here() or (), what, sentence("write it flatter"))
            raise Stop
        if self._key_wanted():
            what = sentence("a key is a name, not a list or a map")
            hint = sentence("look for a missing quote or a stray ? [ {{ in this line")
            self.say(place, self._here() or (), what, hint)
            self.stack.append(_Open(None, holder, is_key=True))
            return
        path = self._path()
        self._marks(event, place, path)
        if path is not None:
            self.values[path] = place
        self.stack.append(_Open(path, holder))

    def _end(self) -> None:
        ended = self.stack.pop()
        if ended.is_key:
            self._drop()
            self._key(None)
        else:
            self._put(ended.holder)

    def _scalar(self, event: Any, place: Place) -> None:
        self._count(place)
        value = _meaning(event)
        if self._key_wanted():
            self._marks(event, place, self._here())
            self._key(self._new_key(value, event.value, place))
            return
        path = self._path()
        self._marks(event, place, path)
        if path is not None and value is not None:  # where nothing stands is the key
            self.values[path] = place
        self._put(value)

    def _alias(self, event: Any, place: Place) -> None:
        self._count(place)
        path = self._here() if self._key_wanted() else self._path()
        what = sentence("the alias *{name} is not allowed", name=shown(event.anchor))
        self.say(place, path or (), what, _WRITE_OUT)
        if self._key_wanted():
            self._drop()
            self._key(None)
            return
        self._spoil(path)
        self._put(None)

    def _marks(self, event: Any, place: Place, path: Path | None) -> None:
        """Anchors and tags are named and otherwise ignored."""
        if event.anchor is not None:
            name = shown(event.anchor)
            what = sentence("the anchor &{name} is not allowed", name=name)
            self.say(place, path or (), what, _WRITE_OUT)
        if event.tag is not None:
            what = sentence("the tag {name} is not allowed", name=shown(str(event.tag)))
            self.say(place, path or (), what, sentence("take it out"))
            self._spoil(path)

    def _new_key(self, value: object, text: str, place: Place) -> str | None:
        """The key if it can be taken; otherwise what stands under it is thrown away."""
        holder = self.stack[-1]
        path = holder.path
        if path is None or not isinstance(holder.holder, dict):
            return None
        if not isinstance(value, str):
            self.say(place, path, _read_otherwise(value, text), _quoted(text))
            self._drop()
            return None
        if value == "<<":
            what = sentence("the merge key << is not allowed")
            self.say(place, path, what, _WRITE_OUT)
            self._drop()
            return None
        full = (*path, value)
        if value in holder.holder:
            first = self.keys[full].line
            what = sentence("the key stands twice, first in line {line}", line=first)
            self.say(place, full, what, sentence("keep one of the two"))
            self._drop(value)
            return None
        self.keys[full] = place
        return value

    def _count(self, place: Place) -> None:
        self.entries += 1
        if self.entries > self.limits.entries:
            what = sentence("more than {limit} entries", limit=self.limits.entries)
            self.stop(place, what, sentence("shorten the file"))

    def _here(self) -> Path | None:
        return self.stack[-1].path if self.stack else ()

    def _key_wanted(self) -> bool:
        if not self.stack:
            return False
        holder = self.stack[-1]
        return isinstance(holder.holder, dict) and holder.key_next

    def _path(self) -> Path | None:
        """The path of the value that comes next."""
        if not self.stack:
            return ()
        holder = self.stack[-1]
        if holder.path is None:
            return None
        if isinstance(holder.holder, list):
            return (*holder.path, len(holder.holder))
        return None if holder.key is None else (*holder.path, holder.key)

    def _key(self, key: str | None) -> None:
        self.stack[-1].key = key
        self.stack[-1].key_next = False

    def _put(self, value: object) -> None:
        if not self.stack:
            self.root = value
            return
        holder = self.stack[-1]
        if isinstance(holder.holder, list):
            holder.holder.append(value)
            return
        if holder.key is not None:
            # A refused duplicate has the key None, so the first value stays.
            holder.holder[holder.key] = value
        holder.key_next = True

    def _drop(self, key: str = "*") -> None:
        """Remember that something stood here which is not part of the data."""
        path = self._here()
        if path is not None:
            self.dropped.add((*path, key))

    def _spoil(self, path: Path | None) -> None:
        if path is not None:
            self.spoiled.add(path)


def _meaning(event: Any) -> object:
    """The value of a scalar: text, true, false, nothing, or a `Number`."""
    text = normalize("NFC", event.value)
    plain, _ = event.implicit
    if not plain:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return Number(text) if _NUMBER.fullmatch(text) else text


def _read_otherwise(value: object, text: str) -> Sentence:
    if isinstance(value, Number):
        return sentence("YAML reads the key {key} as a number", key=shown(text))
    if value is None:
        return sentence("a key is empty")
    return sentence("YAML reads the key {key} as true or false", key=shown(text))


def _quoted(text: str) -> Sentence:
    if not text:
        return sentence("write a name before the colon")
    return sentence('write it in quotes ("{text}") or choose a name', text=shown(text))
