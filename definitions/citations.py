"""Where a definition names something: every place, and what kind of thing it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY
from definitions.values import CLOCK, EVERY_OPEN_STATE, OPENING

STEPS = "steps"  # events and consultations: they share one space of names


@dataclass(frozen=True, slots=True)
class Citation:
    """A name that stands at `path`; `also` are names of the language allowed there."""

    path: Path
    name: str
    section: str
    also: tuple[str, ...] = ()
    at_key: bool = False


_EVENT: Path = ("events", ANY)
_REQUIRED: Path = (*_EVENT, "requires", ANY)
_ASKED: Path = ("consultations", ANY)
_DUE: Path = ("deadlines", ANY)

# Where a name, or a list of names, stands -> the section in which it is declared.
CITED: Mapping[Path, str] = {
    ("opened_by",): "roles",
    (*_EVENT, "by"): "roles",
    (*_ASKED, "by"): "roles",
    (*_ASKED, "remind"): "roles",
    (*_DUE, "remind"): "roles",
    (*_DUE, "escalates_to"): "roles",
    (*_DUE, "extension", "by"): "roles",
    (*_DUE, "suspension", "by"): "roles",
    (*_EVENT, "body"): "bodies",
    (*_REQUIRED, "sitting"): "bodies",
    (*_ASKED, "asks"): "bodies",
    (*_DUE, "before"): "bodies",
    (*_EVENT, "outcomes"): "outcomes",
    (*_ASKED, "outcomes"): "outcomes",
    ("sources", ANY, "replaced_by"): "sources",
    (*_EVENT, "basis"): "sources",
    (*_REQUIRED, "basis"): "sources",
    (*_ASKED, "basis"): "sources",
    (*_DUE, "basis"): "sources",
    (*_DUE, "extension", "basis"): "sources",
    (*_DUE, "suspension", "basis"): "sources",
    (*_EVENT, "moves", ANY): "states",
    (*_ASKED, "during"): "states",
    (*_REQUIRED, "document"): "documents",
    (*_REQUIRED, "consultation"): "consultations",
    (*_REQUIRED, "none_open"): "consultations",
    (*_REQUIRED, "event"): "events",
    (*_REQUIRED, "second_person"): "events",
    (*_DUE, "lapses"): "events",
    (*_DUE, "begins"): "events",
    (*_DUE, "met_by"): "events",
    (*_REQUIRED, "deadline"): "deadlines",
    ("stations",): "events",
    (*_DUE, "after"): STEPS,
}
_ALSO: Mapping[Path, tuple[str, ...]] = {
    (*_EVENT, "by"): (CLOCK,),
    (*_REQUIRED, "second_person"): (OPENING,),
    ("stations",): (OPENING,),
}
_KEYS: Mapping[Path, tuple[str, tuple[str, ...]]] = {
    (*_EVENT, "moves"): ("states", (EVERY_OPEN_STATE,)),
    ("announcements",): ("events", ()),
}
# Lists whose names must belong to an owner (see `belonging`).
OWNED: tuple[Path, ...] = (
    (*_REQUIRED, "bodies"),
    (*_REQUIRED, "outcomes"),
    (*_REQUIRED, "only_for"),
    (*_ASKED, "keeps_open"),
    (*_DUE, "extension", "bodies"),
)
_OTHER: tuple[Path, ...] = (
    (*_EVENT, "requires"),
    (*_ASKED, "remind_before"),
    (*_ASKED, "remind_after"),
    (*_DUE, "remind_before"),
    (*_DUE, "remind_after"),
    ("announcements", ANY),
)


def citations(path: Definition) -> Iterator[Citation]:
    """Every name that the definition declares in a section and uses elsewhere."""
    for pattern, section in CITED.items():
        for at, value in values(path, pattern):
            for place, name in _names(at, value):
                yield Citation(place, name, section, _ALSO.get(pattern, ()))
    for pattern, (section, also) in _KEYS.items():
        for at, value in values(path, pattern):
            if isinstance(value, Mapping):
                for name in value:
                    yield Citation((*at, name), name, section, also, at_key=True)


def lists(path: Definition) -> Iterator[tuple[Path, tuple[object, ...]]]:
    """Every list of the definition, with its path."""
    for pattern in (*CITED, *OWNED, *_OTHER):
        for at, value in values(path, pattern):
            if isinstance(value, tuple):
                yield at, value


def values(
    value: object, pattern: Path, at: Path = ()
) -> Iterator[tuple[Path, object]]:
    """What stands at the places that a pattern stands for; what is not given is not."""
    if not pattern:
        yield at, value
        return
    head, rest = pattern[0], pattern[1:]
    for name, each in _below(value, head):
        if each is not None:
            yield from values(each, rest, (*at, name))


def _below(value: object, head: str | int) -> Iterator[tuple[str | int, object]]:
    if head != ANY:
        yield head, getattr(value, str(head))
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def _names(at: Path, value: object) -> Iterator[tuple[Path, str]]:
    match value:
        case str():
            yield at, value
        case tuple():
            yield from (((*at, number), name) for number, name in enumerate(value))
        case Mapping():
            yield from (((*at, key), name) for key, name in value.items())
