"""Corrections: what they say of themselves, and what they put in the place of what.

A correction keeps the identity and the day of what it corrects; a dated note under the
headline says what was wrong. Pure but for the setting of the note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from notifications import kiln
from notifications.contents import Difference
from notifications.facts import Correction, Earlier, Replacement
from notifications.kiln import Job
from notifications.page import Page
from notifications.typed import Typed
from notifications.typography import bound, english_date, long_date

GERMAN = "de"


@dataclass(frozen=True, slots=True)
class Amended:
    """What a correction says of itself: its day, its reason, and what it replaces."""

    day: date
    reason: str
    release: Earlier
    replacements: tuple[Replacement, ...]
    before: tuple[str, ...] = ()  # the notes of earlier corrections


def plain(amended: Amended) -> dict[str, Any]:
    """What has to be kept of it beside the note, to write the correction anew."""
    return {"day": amended.day.isoformat(), "reason": amended.reason}


def note(
    facts: Any, page: Page, amended: Amended, folders: Sequence[Path]
) -> tuple[str, ...]:
    """What a correction says under the headline of what it corrects."""
    told = Correction(
        item=getattr(facts, "item", None),
        release_day=amended.day,
        head=facts.head,
        head_seq=facts.head_seq,
        release=amended.release,
        replacements=amended.replacements,
        reason=amended.reason,
    )
    bare = replace(page, kind="correction", paragraphs=(), quotes=(), links=())
    fresh = kiln.fired(Job(bare, told, tuple(folders))).page.paragraphs
    return (*amended.before, *fresh)


def replaced(
    found: Sequence[Difference], old: Page, new: Page, written: Typed
) -> tuple[Replacement, ...]:
    """What a correction puts in the place of what: facts that were printed, and are.

    What people say that they replace comes after what the record has changed.
    """
    language = new.language
    before, after = "\n".join(_words(old)), "\n".join(_words(new))
    pairs: dict[Replacement, None] = {}
    for each in telling(found):
        said, instead = _printed(each.old, language), _printed(each.new, language)
        if instead and instead in after and (not said or said in before):
            pairs[Replacement(said or None, instead)] = None
    for one in written.replacements:
        pairs[Replacement(one.said, one.instead)] = None
    return tuple(pairs)


# Facts that a reader knows as such; all others are forms that go with them.
_TOLD = re.compile(
    r".*\b(day|outcome|person|gen|title|lead|citation|medium|paper|wording|role|term)"
    r"|.*\b(begins|ends|in_force|until|akk)|.*\b(basis|background|paragraphs)\[\d+\]"
)


def telling(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """The differences that say something to a reader; all of them if none does."""
    told = tuple(each for each in found if _TOLD.fullmatch(each.field))
    return told or tuple(found)


def _words(page: Page) -> tuple[str, ...]:
    return (page.headline, page.kicker or "", *page.paragraphs)


def _printed(value: str | None, language: str) -> str:
    """A fact as it stands in the text."""
    try:
        day = date.fromisoformat(value or "")
    except ValueError:
        return bound(value or "") if language == GERMAN else value or ""
    return long_date(day) if language == GERMAN else english_date(day)
