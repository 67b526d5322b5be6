"""Releases for the tests: facts, words and frames, without a process of their own."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from notifications import plain, press
from notifications.filling import Filling
from notifications.gathering import Gathered
from notifications.moulds import moulds
from notifications.page import Page
from notifications.typography import bound, quoted, short_date
from workflow.docket import Slip


@dataclass(frozen=True)
class Drafted:
    """A release as it would be shown, and what bears it."""

    kind: str
    headline: str
    kicker: str | None
    paragraphs: tuple[str, ...]
    text: str
    html: str
    seq: int | None
    entry_hashes: tuple[str, ...]


def draft(slip: Slip, *, release_day: date, **choice: Any) -> Drafted:
    """The German release of an entry; the arguments are those of `press.gathered`."""
    return set_out(press.gathered(slip, release_day=release_day, **choice))


def set_out(found: Gathered) -> Drafted:
    """Facts as words and frames."""
    facts: Any = found.facts
    page = Page(
        identity="PM-2021-0001",
        kind=found.kind,
        language="de",
        headline="",
        dateline=f"Pressemitteilung vom {short_date(facts.release_day)}",
        kicker=None,
        paragraphs=(),
        release_day=facts.release_day,
        imprint=_imprint(facts),
    )
    filling = _filling()
    page = filling.worded(page, plain.unpacked(plain.packed(facts)))
    text, html = filling.framed(page)
    return Drafted(
        kind=found.kind,
        headline=page.headline,
        kicker=page.kicker,
        paragraphs=page.paragraphs,
        text=text,
        html=html,
        seq=found.seq,
        entry_hashes=found.entry_hashes,
    )


def _imprint(facts: Any) -> tuple[str, ...]:
    state = f"Stand der Akte: Eintrag {facts.head_seq} · {facts.head}"
    if facts.item is None:
        return (state,)
    item = f"Vorlage: {quoted(facts.item.title)} ({facts.item.reference})"
    lines = (item, f"Federführung: {facts.item.lead}", state)
    return tuple(map(bound, lines))


@cache
def _filling() -> Filling:
    return Filling({name: each.text for name, each in moulds().items()}, "de")
