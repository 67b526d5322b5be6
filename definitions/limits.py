"""How much a file may hold that people write."""

from dataclasses import dataclass

from definitions.sentences import Sentence, sentence

LARGEST_FILE = 256 * 1024  # bytes
LONGEST_LINE = 2000  # characters; more is never written for people
MOST_LINES = 10_000
MOST_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold, and what to say of one that holds more.

    `size` in bytes, `line` in characters.
    """

    smaller: Sentence
    apart: Sentence  # of a second document
    size: int = LARGEST_FILE
    line: int = LONGEST_LINE
    lines: int = MOST_LINES
    entries: int = MOST_ENTRIES


DEFINITION = Limits(
    smaller=sentence("a definition is a page or two of text"),
    apart=sentence("write one definition per file"),
)
CALENDAR = Limits(
    smaller=sentence("a calendar is a page or two of text"),
    apart=sentence("write one calendar per file"),
)
