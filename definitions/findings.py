"""What is wrong with a definition file, and where, in plain sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from definitions.sentences import Problem, Sentence, sentence

Path = tuple[str | int, ...]  # ("events", "approve", "by", 0)
Severity = Literal["error", "warning"]
MOST_NAMES = 40  # of those to choose from
MOST_PAIRS = 40_000  # of letters that are compared to guess a name


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; lines and columns count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and each value of a file begins."""

    keys: Mapping[Path, Place] = field(default_factory=dict)
    values: Mapping[Path, Place] = field(default_factory=dict)

    def key(self, path: Path) -> Place:
        """Where the key of `path` stands (for a list entry: the entry)."""
        return self.keys.get(path) or self.value(path)

    def value(self, path: Path) -> Place:
        """Where the value of `path` begins; for what is missing, its owner's key."""
        if found := self.values.get(path) or self.keys.get(path):
            return found
        while path:
            path, last = path[:-1], path[-1]
            # An entry that is not there is part of a single value; a key, of its owner.
            first, second = self.keys, self.values
            if isinstance(last, int):
                first, second = second, first
            if found := first.get(path) or second.get(path):
                return found
        return Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. Errors keep the file from being used, warnings do not."""

    file: str
    line: int
    column: int
    where: str
    what: Sentence
    hint: Sentence
    severity: Severity = "error"

    @property
    def sentence(self) -> Sentence:
        """`file:line:column: where: what; how to mend it`."""
        what = self.what
        if self.severity == "warning":
            what = sentence("warning: {what}", what=what)
        place = f"{self.file}:{self.line}:{self.column}"
        values = {"place": place, "where": self.where, "what": what, "hint": self.hint}
        if not self.where:
            return Sentence("{place}: {what}; {hint}", values)
        return Sentence("{place}: {where}: {what}; {hint}", values)

    def __str__(self) -> str:
        return str(self.sentence)


class DefinitionBroken(Problem):
    """The file cannot be used; `findings` holds everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__(*(each.sentence for each in self.findings))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order in which a reader of the file meets them."""
    return tuple(
        sorted(findings, key=lambda each: (each.line, each.column, each.where))
    )


def where(path: Path) -> str:
    """A path as a person says it: events.approve.by."""
    return ".".join(shown(str(each)) for each in path)


def shown(text: str, limit: int = 60) -> str:
    """Text from a file, safe to print: nothing invisible, nothing endless."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    known = tuple(known)
    if len(name) * sum(map(len, known)) > MOST_PAIRS:
        return None
    return _nearest(name, known)


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    return next(iter(get_close_matches(name, known, n=1, cutoff=0.6)), None)


def choose(name: str, known: Iterable[str]) -> Sentence:
    """How to mend a name that is not known."""
    names = tuple(sorted(known))
    if meant := nearest(name, names):
        return sentence("did you mean {meant}?", meant=meant)
    return listed(names)


def listed(known: Iterable[str]) -> Sentence:
    """The known names to choose from, as far as a person reads on."""
    names = tuple(sorted(known))
    if not names:
        return sentence("take it out, or declare it in its section first")
    if len(names) > MOST_NAMES:
        names = (*names[:MOST_NAMES], "…")
    return sentence("use one of: {names}", names=names)
