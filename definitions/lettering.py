"""How much room text takes in a drawing that is made without knowing its font.

Widths are those of a wide common sans serif (DejaVu Sans, Verdana), in parts of the
size: with any narrower font the text still fits.
"""

import unicodedata
from collections.abc import Sequence

LINE = 1.3  # height of a line, in parts of the size
_WIDTHS = {"iIjl|!.,:;'·": 0.36, 'frt()[]/-–" ': 0.43, "mw%": 0.98, "MWQO@—…": 1.02}
_EACH = {letter: width for some, width in _WIDTHS.items() for letter in some}
_SMALL, _LARGE, _WIDE = 0.64, 0.79, 1.1


def width(text: str, size: float) -> float:
    """The room that a line of text takes at most, in the unit of `size`."""
    return sum(map(_letter, text)) * size


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit into `room`; a word that does not fit is broken."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines += _broken(word, size, room)
    return lines


def height(lines: Sequence[str], size: float) -> float:
    """The height of some lines."""
    return len(lines) * size * LINE


def _broken(word: str, size: float, room: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter, size) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _letter(letter: str) -> float:
    if letter in _EACH:
        return _EACH[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _LARGE if letter.isupper() else _SMALL
