"""The content of a version of a release: what is approved is what goes out.

Canonical JSON, kept with the entry that made it and bound to it by its hash: the facts
from the record, what people typed, the page, and the text and the HTML to the byte.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from definitions.canonical import canonical
from notifications import plain
from notifications.page import Page

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Content:
    """A version. `facts` and `typed` are plain data; `page` bears no marks.

    `amended`: of a correction its day and reason.
    """

    facts: Any
    typed: dict[str, Any]
    page: Page
    text: str
    html: str
    amended: dict[str, Any] | None = None

    @property
    def quoted(self) -> tuple[str, ...]:
        """The offices that are quoted, each once, in the order of the text."""
        found = dict.fromkeys(each.office for each in self.page.quotes)
        return tuple(each for each in found if each is not None)


def stored(content: Content) -> str:
    """The text that is kept."""
    return canonical(
        {
            "format": FORMAT,
            "facts": content.facts,
            "typed": content.typed,
            "page": plain.packed(content.page),
            "text": content.text,
            "html": content.html,
            "amended": content.amended,
        }
    )


def restored(text: str) -> Content:
    """The content of a kept text."""
    told = json.loads(text)
    page = plain.page_of(told["page"])
    said = (told[name] for name in ("text", "html", "amended"))
    return Content(told["facts"], told["typed"], page, *said)


def digest(value: Any) -> str:
    """A short name for plain data: equal data have equal ones."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that the record tells otherwise now; None: not told at all."""

    field: str
    old: str | None
    new: str | None


_HEAD = re.compile(r"head|head_seq")  # hangs on the moment of writing alone
_RELEASES = re.compile(r"earlier\b.*|(.*\.)?release\..*")  # that it names
_AHEAD = re.compile(r"(decides|heard|parliament)_later\b.*")  # who has still to act


def differences(old: Any, new: Any, *, public: bool = False) -> tuple[Difference, ...]:
    """The facts (as `plain.packed` gives them) that differ, by their names.

    A release that came out since takes nothing from a text. Of a `public` one what was
    still to come, and which releases it named, counts as of that time.
    """
    before, after = dict(_flat("", old)), dict(_flat("", new))
    names = dict.fromkeys((*before, *after))
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
        and not _passing(name, before.get(name), public=public)
    )


def _passing(name: str, old: str | None, *, public: bool) -> bool:
    if _HEAD.fullmatch(name):
        return True
    if _RELEASES.fullmatch(name):
        return public or old is None
    return public and _AHEAD.fullmatch(name) is not None


def _flat(name: str, value: Any) -> list[tuple[str, str | None]]:
    match value:
        case {plain.DAY: text}:
            return [(name, date.fromisoformat(text).isoformat())]
        case {plain.INSTANT: text}:
            return [(name, text)]
        case {plain.RECORD: _, plain.FIELDS: told}:
            return [
                each
                for key, one in told.items()
                for each in _flat(f"{name}.{key}" if name else key, one)
            ]
        case list():
            return [
                each
                for at, one in enumerate(value, 1)
                for each in _flat(f"{name}[{at}]", one)
            ]
        case None:
            return []
    return [(name, str(value))]
