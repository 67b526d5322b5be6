"""What a rule has to say about a definition, before it is given a line and a column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from definitions.findings import Finding, Path, Places, Severity, choose, where
from definitions.sentences import Sentence

ANY = "*"  # in a pattern of paths: whatever stands there


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about the value at `path`, or about the key itself.

    `relies` are patterns of paths: where one of these could not be read, the remark
    may only follow from that, and is not made.
    """

    path: Path
    what: Sentence
    hint: Sentence
    severity: Severity = "error"
    at_key: bool = False
    relies: tuple[Path, ...] = ()


Remarks = Iterator[Remark]


def finding(remark: Remark, file: str, places: Places) -> Finding:
    """The remark with its place in the file."""
    place = places.key(remark.path) if remark.at_key else places.value(remark.path)
    return Finding(
        file,
        place.line,
        place.column,
        where(remark.path),
        remark.what,
        remark.hint,
        remark.severity,
    )


def undeclared(
    path: Path,
    name: str,
    known: Iterable[str],
    what: Sentence,
    *relies: Path,
    at_key: bool = False,
) -> Remarks:
    """A remark if `name` is not among the known ones, with the one probably meant."""
    known = tuple(known)
    if name not in known:
        hint = choose(name, known)
        yield Remark(path, what, hint, at_key=at_key, relies=relies)


def covers(part: Path, pattern: Path) -> bool:
    """Whether what `pattern` stands for is at `part` or below it."""
    return len(part) <= len(pattern) and all(
        one == other or ANY in (one, other)
        for one, other in zip(part, pattern, strict=False)
    )
