"""Routing slips for the tests of the releases, made of entries as recorded."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from definitions.loader import load
from definitions.model import Definition
from definitions.reader import read
from notifications import particulars
from workflow.bounds import Day
from workflow.course import Step
from workflow.docket import Slip
from workflow.history import Entry
from workflow.walk import walk

ROOT = Path(__file__).parents[2]
PATH = load(ROOT / "definitions" / "paths" / "berlin-senate.yaml").definition
CASE = ROOT / "notifications" / "cases" / "smart-city.yaml"
TITLE = "Strategischer Rahmen für die Smart-City-Strategie Berlins"
MEDIUM = "Pressemitteilung des Senats von Berlin"
HEAD = "9f3c" * 16
JULY_6, AUGUST_3 = date(2021, 7, 6), date(2021, 8, 3)
EXACT, AT_LATEST, UNKNOWN = "exact", "at_latest", "unknown"


@dataclass(frozen=True)
class Act:
    """What a clerk records: an event, or the correction of an entry."""

    event: str
    day: Day
    outcome: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    corrects: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def smart_city() -> particulars.Particulars:
    """The particulars of the real case, read as the command line reads them."""
    return particulars.read(read(CASE.read_bytes(), CASE.name).value)


def opened(title: str = TITLE, given: particulars.Particulars | None = None) -> Act:
    """The opening: at the latest on the day of the document's version."""
    words = {"title": title, "lead": "Senatskanzlei"}
    if given is not None:
        words["particulars"] = particulars.stored(given)
    return Act("open", Day(date(2021, 7, 5), AT_LATEST), words=words)


APPROVED = Act("approve", Day(JULY_6), "approved_with_remarks")
CONSENTED = Act("consent", Day(AUGUST_3, AT_LATEST), "consented")
DECIDED = Act("decide", Day(AUGUST_3), "decided")
PUBLISHED = Act("publish", Day(AUGUST_3), words={"field:medium": MEDIUM})
REAL = (APPROVED, CONSENTED, DECIDED, PUBLISHED)


def slip(*acts: Act, path: Definition = PATH) -> Slip:
    """The slip of an item whose history is `acts`, the opening first."""
    entries = tuple(_entry(number, act) for number, act in enumerate(acts, 1))
    walked = walk(path, entries)
    return Slip(
        item_id="item",
        reference="S-2021-0001",
        state=walked.state,
        version=len(entries),
        definition=path,
        definition_hash="0" * 64,
        entries=entries,
        steps=tuple(walked.steps),
        terms=(),
        walk=walked,
    )


def real(kind: str | None = None, *, plain: bool = False) -> Slip:
    """The Smart City framework, up to the step that a release announces."""
    kinds = [PATH.announced(act.event)[0] for act in REAL]
    acts = REAL[: kinds.index(kind) + 1] if kind else REAL
    return slip(opened(given=None if plain else smart_city()), *acts)


def changed(of: Slip, event: str, **facts: Any) -> Slip:
    """The slip as if the record said something else about one step."""
    found = [
        replace(step, **facts) if step.event == event else step for step in of.steps
    ]
    return replace(of, steps=tuple(found))


def said(text: str) -> str:
    """A release without markup, wrapping and no-break spaces: what a reader hears."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"\s+", " ", plain)


def step(of: Slip, event: str) -> Step:
    """The step of an event."""
    return next(each for each in of.steps if each.event == event)


def hashes(of: Sequence[Step]) -> list[str]:
    """All hashes of some steps."""
    return [each for one in of for each in one.hashes]


def _entry(number: int, act: Act) -> Entry:
    kind = "corrected" if act.corrects else "opened" if number == 1 else "moved"
    return Entry(
        seq=number + 100,
        item_seq=number,
        hash=f"{number:064x}",
        kind=kind,
        event=act.event,
        from_state=None,
        to_state=None,
        day=act.day,
        recorded_at=datetime(2021, 8, 4, 8, number, tzinfo=UTC),
        actor="clerk",
        body=None,
        outcome=act.outcome,
        corrects=act.corrects,
        command_id=None,
        content={"facts": dict(act.changes)},
        words=act.words,
    )
