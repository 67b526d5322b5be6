"""The one way out to a terminal, a pipe or a file: nothing is printed but through here.

Titles, names and notes are other people's text. Control characters, terminal sequences
and direction marks in them are shown as escapes, on a terminal and in a pipe alike;
lines end where this program ends them.
"""

import errno
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import click

from commands.language import said
from definitions.sentences import Sentence

Text = str | Sentence


def say(*lines: Text, error: bool = False) -> None:
    """Print lines, nothing for none. A line break inside a value becomes an escape."""
    if lines:
        _echo("\n".join(shown(line) for line in lines), error)


def say_text(text: str) -> None:
    """Print a text of several lines, such as a release or a help page."""
    say(*text.rstrip("\n").split("\n"))


def complain(*lines: Text) -> None:
    """Say on standard error why a command did not do what was asked."""
    say(*lines, error=True)


def say_json(value: object) -> None:
    """Print a value as JSON; instants and days in ISO 8601."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    _echo("".join(_in_json(each) for each in text))


def say_bytes(content: bytes) -> None:
    """Print bytes as they are into a pipe or a file; on a terminal as escaped text."""
    if sys.stdout is None or sys.stdout.isatty():
        say_text(content.decode("utf-8", "replace").replace("\r\n", "\n"))
    else:
        click.echo(content, nl=False)


def _echo(text: str, error: bool = False) -> None:
    """Print; an answer that nobody can receive (`>&-`) is an error of the output."""
    if sys.stdout is None and not error:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    click.echo(text, err=error)


def short(text: str, limit: int = 60) -> str:
    """A long text as a table has room for it: at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def say_table(headings: Sequence[Text], rows: Iterable[Sequence[Text | None]]) -> None:
    """Print rows under headings; an empty cell is a dash."""
    say(*table(headings, rows))


def table(
    headings: Sequence[Text], rows: Iterable[Sequence[Text | None]]
) -> Iterator[str]:
    """The lines of a table."""
    cells = [[shown(each) for each in headings]]
    cells += [[shown(each or "–") for each in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["─" * width for width in widths])
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def shown(value: Text) -> str:
    """Text as it may reach a terminal: every character of the categories C and Z but
    spaces is written as an escape, such as `\\x1b` or `\\u202e`.
    """
    text = said(value) if isinstance(value, Sentence) else value
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


def _in_json(character: str) -> str:
    """JSON may carry any character; a terminal may not. Both read the escapes alike."""
    if character == "\n" or _escaped(character) == character:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return "".join(f"\\u{pair}" for pair in pairs)


def _plain(value: Any) -> str:
    if isinstance(value, Sentence):
        return said(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {value!r}")
