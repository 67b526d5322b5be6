"""A difference between two approval paths: what it is, in words and as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from definitions.keys import key_said, value_said
from definitions.model import Definition
from definitions.sentences import Sentence, sentence

Kind = Literal["added", "removed", "changed"]
Both = tuple[Definition, Definition]  # the older, the newer


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `name` is the entry of the section, `key` the part of it.

    `old` and `new` are the values as plain data; `what` says it in words.
    """

    section: str
    name: str
    key: str
    kind: Kind
    old: Any
    new: Any
    what: Sentence


@dataclass(frozen=True, slots=True)
class Place:
    """The entry of both files that is being compared."""

    section: str
    name: str
    paths: Both

    def change(self, key: str, old: object, new: object, what: Sentence) -> Change:
        kind: Kind = "changed"
        if old is None:
            kind = "added"
        elif new is None:
            kind = "removed"
        return Change(self.section, self.name, key, kind, plain(old), plain(new), what)


def plain(value: Any) -> Any:
    """A value as plain data, as the file would say it, without what is not given."""
    match value:
        case BaseModel():
            return {
                name: plain(getattr(value, name))
                for name, field in type(value).model_fields.items()
                if getattr(value, name) != field.get_default(call_default_factory=True)
            }
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case tuple():
            return [plain(each) for each in value]
    return value


def scalar(place: Place, key: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    before = value_said(place.paths[0], key, old)
    after = value_said(place.paths[1], key, new)
    yield place.change(key, old, new, turned(key_said(key), before, after))


def turned(what: object, before: object, after: object) -> Sentence:
    """Something was so and is now otherwise; None where nothing was said."""
    if before is None:
        return sentence("{what}: new: {after}", what=what, after=after)
    if after is None:
        return sentence("{what}: taken out: {before}", what=what, before=before)
    return sentence(
        "{what}: was {before}, is now {after}", what=what, before=before, after=after
    )


def names(
    place: Place, key: str, old: Sequence[str], new: Sequence[str]
) -> Iterator[Change]:
    gone = tuple(sorted(set(old) - set(new)))
    come = tuple(sorted(set(new) - set(old)))
    ends = (("added", 1, come), ("removed", 0, gone))
    for kind, side, names in ends:
        said = tuple(value_said(place.paths[side], key, each) for each in names)
        if names and kind == "added":
            what = sentence("{what}: new: {after}", what=key_said(key), after=said)
            yield place.change(key, None, names, what)
        elif names:
            what = sentence(
                "{what}: taken out: {before}", what=key_said(key), before=said
            )
            yield place.change(key, names, None, what)
    first, now = next(iter(old), None), next(iter(new), None)
    if key == "outcomes" and place.section == "events" and first != now:
        yield from scalar(place, "first_outcome", first, now)
