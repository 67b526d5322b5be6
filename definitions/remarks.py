"""What a rule has to say about a definition, before it is given a line and a column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from definitions.findings import Finding, Path, Places, Severity, choose, listed, where
from definitions.sentences import Sentence

ANY = "*"  # in a pattern of paths: whatever stands there
MOST_GUESSES = 100  # in one file; to guess what was meant takes its time


@dataclass(frozen=True, slots=True)
class Choice:
    """The hint to write one of the known names instead."""

    name: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about the value at `path`, or about the key itself.

    `relies` are patterns of paths: where one of these could not be read, the remark
    may only follow from that, and is not made.
    """

    path: Path
    what: Sentence
    hint: Sentence | Choice
    severity: Severity = "error"
    at_key: bool = False
    relies: tuple[Path, ...] = ()


Remarks = Iterator[Remark]


def findings(remarks: Iterable[Remark], file: str, places: Places) -> list[Finding]:
    """The remarks with their places in the file."""
    found = []
    guesses = MOST_GUESSES
    for each in remarks:
        hint = each.hint
        if isinstance(hint, Choice):
            guesses -= 1
            hint = choose(hint.name, hint.known) if guesses >= 0 else listed(hint.known)
        place = places.key(each.path) if each.at_key else places.value(each.path)
        at = (place.line, place.column, where(each.path))
        found.append(Finding(file, *at, each.what, hint, each.severity))
    return found


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
        hint = Choice(name, known)
        yield Remark(path, what, hint, at_key=at_key, relies=relies)


def covers(part: Path, pattern: Path) -> bool:
    """Whether what `pattern` stands for is at `part` or below it."""
    return len(part) <= len(pattern) and all(
        one == other or ANY in (one, other)
        for one, other in zip(part, pattern, strict=False)
    )
