"""How dates, quotations and lines are set in German and in English. Pure.

Months and weekdays stand here: a letter must not hang on the machine's locale.
"""

import re
import textwrap
from datetime import date
from unicodedata import category

from definitions.sentences import FullDay

WIDTH = 72  # columns that mail programs show without folding
SUBJECT = 120  # characters that a free text may take of a subject
NBSP = "\u00a0"

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)
WEEKDAYS = (
    *("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"),
    "Sonntag",
)

_TO_BIND = (
    re.compile(rf"(?<=\d\.) (?=(?:{'|'.join(MONTHS)})\b)"),
    re.compile(r"(?<=§) (?=\d)"),
    re.compile(r"(?<=\bDr\.) (?=\w)|(?<=\bProf\.) (?=\w)"),
    re.compile(r"(?<=\bNr\.) (?=\d)|(?<=\bArt\.) (?=\d)|(?<=\bAbs\.) (?=\d)"),
    re.compile(r"(?<=\bS\.) (?=\d)|(?<=\bAbsatz) (?=\d)|(?<=\bArtikel) (?=\d)"),
    re.compile(r"(?<=\b[zdui]\.) (?=[BhaVR]\.)"),
    re.compile(r" (?=–[ ,.])"),  # a dash does not begin a line
)
_QUOTE_MARKS = re.compile('[„“”"«»]')
_OPENS_AFTER = " \t\n([{-–/" + NBSP


def long_date(day: date) -> str:
    """3. August 2021, with a no-break space after the day."""
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """03.08.2021"""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def weekday(day: date) -> str:
    """Dienstag"""
    return WEEKDAYS[day.weekday()]


def english_date(day: date) -> str:
    """3 August 2021"""
    return FullDay(day).en.partition(", ")[2]


def english_weekday(day: date) -> str:
    """Tuesday"""
    return FullDay(day).en.partition(", ")[0]


def quoted(text: str) -> str:
    """Text in German quotation marks; marks inside become single ones."""
    return f"„{_QUOTE_MARKS.sub(lambda found: _inner_mark(found, '‚‘'), text)}“"


def english_quoted(text: str) -> str:
    """Text in English quotation marks; marks inside become single ones."""
    return f"“{_QUOTE_MARKS.sub(lambda found: _inner_mark(found, '‘’'), text)}”"


def verbatim(text: str) -> str:
    """A quotation that closes its sentence: it gets a full stop if it has none."""
    return quoted(text) + ("" if text.endswith((".", "!", "?")) else ".")


def bound(text: str) -> str:
    """The text with the no-break spaces of German: 26. März, § 9, Dr. X, z. B."""
    for pattern in _TO_BIND:
        text = pattern.sub(NBSP, text)
    return text


def wrapped(text: str) -> str:
    """Lines of at most 72 columns, never broken at a no-break space or a hyphen."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def indented(text: str, first: str = "", then: str = "") -> str:
    """Lines of 72 columns that begin with `first` and `then`; endless words are cut."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_on_hyphens=False,
    )


def shortened(text: str, longest: int = SUBJECT) -> str:
    """The whole words that fit into `longest` characters, with an ellipsis if cut."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    whole = text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{whole} …" if whole else f"{text[: longest - 1]}…"


def one_line(text: str) -> str:
    """Lines joined as the author meant them; gaps inside a line stay visible."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text.strip())


def harmless(text: str) -> str:
    r"""Text that somebody typed, on one line; what is invisible becomes an escape.

    Control characters, marks of direction and the like are told, as on the terminal,
    as `\x1b` or `\u202e`: nothing in a letter may hide or turn what stands beside it.
    """
    line = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return line if line.isprintable() else "".join(map(_visible, line))


def _visible(character: str) -> str:
    if character.isprintable() or category(character) == "Zs":
        return character
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


def _inner_mark(found: re.Match[str], marks: str) -> str:
    mark, before = found[0], found.string[: found.start()]
    if mark == "„":
        return marks[0]
    opens = mark != "”" and (not before or before[-1] in _OPENS_AFTER)
    if mark == '"' and found.string.count(mark) % 2 == 0:  # pairs of them
        opens = before.count(mark) % 2 == 0
    return marks[0] if opens else marks[1]
