"""Canonical JSON: one text for one value, today and in thirty years.

The subset in which RFC 8785 and `json.dumps` agree: UTF-8 in NFC, keys ASCII and
sorted, no white space, no floats, integers within ±2^53, no duplicate keys when read
back.
"""

import json
import unicodedata
from typing import Any

LARGEST = 2**53


def canonical(value: object) -> str:
    """The one text of `value` (dicts, lists, text, whole numbers, booleans, None).

    Raises ValueError for what has no single form: floats, large numbers, other types,
    lone surrogates, keys that are not ASCII.
    """
    text = json.dumps(
        _checked(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    text.encode(
        "utf-8"
    )  # a lone surrogate has no UTF-8 form: UnicodeEncodeError, a ValueError
    return text


def parsed(text: str) -> Any:
    """The value of a canonical text.

    Raises ValueError if `text` is not canonical.
    """
    value = json.loads(text, object_pairs_hook=_without_duplicates)
    if canonical(value) != text:
        raise ValueError("the text is not in canonical form")
    return value


def _checked(value: object) -> object:
    match value:
        case None | bool():
            return value
        case int() if abs(value) <= LARGEST:
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case dict():
            return {_key(name): _checked(each) for name, each in value.items()}
        case list() | tuple():
            return [_checked(each) for each in value]
        case _:
            raise ValueError(f"no canonical form for {value!r}")


def _key(name: object) -> str:
    if isinstance(name, str) and name.isascii():
        return name
    raise ValueError(f"keys are ASCII text, not {name!r}")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
