"""What a rule has to say about a definition, before it is given a line and a column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from definitions.findings import Finding, Path, Severity, choose, where
from definitions.model import Loaded
from definitions.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about the value at `path`, or about the key itself."""

    path: Path
    what: Sentence
    hint: Sentence
    severity: Severity = "error"
    at_key: bool = False


Remarks = Iterator[Remark]


def finding(remark: Remark, loaded: Loaded) -> Finding:
    """The remark with its place in the file."""
    places = loaded.places
    place = places.key(remark.path) if remark.at_key else places.value(remark.path)
    return Finding(
        loaded.file,
        place.line,
        place.column,
        where(remark.path),
        remark.what,
        remark.hint,
        remark.severity,
    )


def undeclared(path: Path, name: str, known: Iterable[str], what: Sentence) -> Remarks:
    """A remark if `name` is not among the known ones, with the one probably meant."""
    known = tuple(known)
    if name not in known:
        yield Remark(path, what, choose(name, known))
