"""File notes (Vermerke): a heading, what it is about, parts of a few sentences each.

They go into a file or a letter as they stand, so no line is long.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from commands.printing import Text, shown
from definitions.sentences import Sentence

WIDTH = 72  # columns: what a file note, a letter and a mail have room for


@dataclass(frozen=True, slots=True)
class Note:
    """A file note: what it is about, and its parts, one of which may be `numbered`.

    `data` is what JSON says.
    """

    title: Sentence
    about: Sequence[tuple[Sentence, Text]]
    parts: Sequence[tuple[Sentence, Sequence[Text]]]
    data: dict[str, Any]
    numbered: Sentence | None = None

    def lines(self) -> Iterator[Text]:
        """The note as it is printed, no line longer than WIDTH."""
        yield self.title
        yield ""
        heads = [f"{shown(head)}: " for head, _ in self.about]
        column = max(map(len, heads), default=0)
        for head, (_, what) in zip(heads, self.about, strict=True):
            yield from _wrapped(what, head.ljust(column), column)
        for heading, sentences in self.parts:
            if sentences:
                yield ""
                yield heading
            for number, each in enumerate(sentences, start=1):
                first = f"{number:3}. " if heading is self.numbered else "  "
                yield from _wrapped(each, first, max(len(first), 4))


def _wrapped(what: Text, first: str, indent: int) -> list[str]:
    """A text in lines; days and paragraphs stay on one line, long words whole."""
    text = _TOGETHER.sub(lambda found: found[0].replace(" ", "\xa0"), shown(what))
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\xa0", " ") for line in lines]


# `§ 188 Abs. 2 BGB`, `BGB § 188 (2)`, `§§ 188, 189`, `5. November 2026`,
# `5 November 2026`, `2026-11-23 13:25 UTC`
_TOGETHER = re.compile(
    r"(?:BGB )?§§? (?:[0-9]+, )*[0-9]+[a-z]?"
    r"(?: (?:Abs\.|Satz|Nr\.) [0-9]+| \([0-9]+\))*(?: BGB)?"
    r"|[0-9]{1,2}\.? [A-ZÄ][a-zä]+ [0-9]{4}"
    r"|[0-9-]{10} [0-9:]{5} UTC"
)
