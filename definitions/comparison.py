"""What differs between two approval paths, in words.

Pure. Lists whose order has no meaning are compared as sets; of outcomes the first is
told, because it is meant when none is named. Every key of the model is compared: one
that has no words here is told by its name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from definitions import phrases
from definitions.changes import Both, Change, Place, names, scalar, turned
from definitions.keys import value_said
from definitions.model import Definition
from definitions.reckoning import deadline_said
from definitions.revisions import fields, moves, requirements
from definitions.sentences import Sentence, sentence

SECTIONS = (  # as a reader meets them; `head` is the top of the file
    "head",
    "states",
    "events",
    "consultations",
    "documents",
    "deadlines",
    "outcomes",
    "bodies",
    "roles",
    "sources",
    "stations",
    "announcements",
)


def compare(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Everything that differs, section by section."""
    found = list(_head(old, new))
    for section in SECTIONS[1:]:
        if section == "stations":
            found += _stations((old, new))
        else:
            found += _section(section, (old, new))
    return tuple(found)


def _head(old: Definition, new: Definition) -> Iterator[Change]:
    place = Place("head", "", (old, new))
    for key in Definition.model_fields:
        if key not in SECTIONS:
            yield from _key(place, key, getattr(old, key), getattr(new, key))


def _section(section: str, paths: Both) -> Iterator[Change]:
    old, new = (getattr(path, section) for path in paths)
    for name in (*old, *(each for each in new if each not in old)):
        place = Place(section, name, paths)
        if name in old and name in new:
            yield from _entry(place, old[name], new[name])
            continue
        path, entry = (paths[0], old[name]) if name in old else (paths[1], new[name])
        what = _described(path, section, name, entry)
        yield place.change("", old.get(name), new.get(name), what)


def _entry(place: Place, old: object, new: object) -> Iterator[Change]:
    """The changes of an entry that is in both files."""
    if not isinstance(old, BaseModel):  # an announcement: its kinds
        yield from scalar(place, place.section, _alone(old), _alone(new))
        return
    for key in type(old).model_fields:
        yield from _key(place, key, getattr(old, key), getattr(new, key))


def _alone(kinds: Any) -> Any:
    """As the file says it: one kind is no list."""
    return kinds[0] if len(kinds) == 1 else kinds


def _key(place: Place, key: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if key == "moves":
        yield from moves(place, old, new)
    elif key == "requires":
        yield from requirements(place, old, new)
    elif isinstance(old, Mapping):  # the fields of an event
        yield from fields(place, old, new)
    elif isinstance(old, BaseModel) and isinstance(new, BaseModel):  # a title, a part
        for part in type(old).model_fields:
            yield from _key(
                place, f"{key}.{part}", getattr(old, part), getattr(new, part)
            )
    elif isinstance(old, tuple):
        yield from names(place, key, old, new)
    else:
        yield from scalar(place, key, old, new)


def _stations(paths: Both) -> Iterator[Change]:
    old, new = (path.stations for path in paths)
    if old == new:
        return
    place = Place("stations", "", paths)
    yield from names(place, "stations", old, new)
    left = [each for each in old if each in new]
    if left != [each for each in new if each in old]:
        order = [
            tuple(value_said(path, "stations", each) for each in path.stations)
            for path in paths
        ]
        what = turned(sentence("order of the stations"), *order)
        yield place.change("stations", old, new, what)


def _described(path: Definition, section: str, name: str, entry: Any) -> Sentence:
    """What an entry is that only one of the files has."""
    match section:
        case "events":
            return sentence(
                "{label}: {moves}", label=entry, moves=phrases.moves_said(path, name)
            )
        case "consultations":
            asks = phrases.asks_said(path, entry)
            return sentence("{label}: {what}", label=entry, what=asks)
        case "deadlines":
            term = deadline_said(path, entry)
            return sentence("{label}: {what}", label=entry, what=term)
        case "sources":
            return sentence("{text}", text=entry.text)
        case "announcements":
            return sentence("a release of the kind {kind}", kind=_alone(entry))
    return sentence("{label}", label=entry)
