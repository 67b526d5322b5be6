"""The witness: no running deadline gets another last day without an entry that says so.

Used by the replay alone. After every entry the deadlines it can have moved are derived
anew; the entries that follow must tell of each of them, of no other, and of the cause.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from definitions.sentences import sentence
from workflow.books import needed
from workflow.course import Walk
from workflow.deadlines import Legal, derive, untold
from workflow.entries import need
from workflow.history import TERM_CHANGES, Entry
from workflow.tally import Replay
from workflow.walk import walk

_MOVING = TERM_CHANGES | {
    *("opened", "moved", "corrected", "consulted", "answered"),
    *("planned", "gap", "migrated"),
}
_OF_ALL = {"calendar": "calendar", "sitting": "sittings"}  # and the fact that names it

Key = tuple[str, int]
Move = tuple[str | None, str | None]  # the last day before, and now


@dataclass(slots=True)
class Witness:
    """What the deadlines of each item were, and what has still to be told."""

    last: dict[str, dict[Key, date | None]] = field(default_factory=dict)
    owed: dict[str, dict[Key, Move]] = field(default_factory=dict)
    because: int = 0
    runs: set[str] = field(default_factory=set)  # items with a deadline that runs

    def watch(self, replay: Replay, entry: Entry) -> None:
        """Take in an entry that the replay has taken. Raises Wrong."""
        item = entry.content.get("item", "")
        if entry.kind == "rescheduled":
            self._told(item, entry.content["facts"])
            return
        owed, self.owed = self.owed, {}
        self.because = entry.seq
        for each in self._affected(replay, entry):
            moved = self._moved(replay, each)
            if moved and entry.kind not in TERM_CHANGES:
                self.owed[each] = moved
        need(not owed, sentence("a deadline moved before it, and no entry says so"))

    def _told(self, item: str, facts: Mapping[str, Any]) -> None:
        told = {
            (each["name"], each["started"]): (each["was"], each["due"])
            for each in facts["deadlines"]
        }
        owed = self.owed.pop(item, {})
        need(
            told == owed and facts["because"] == self.because,
            sentence("it does not tell which deadlines moved, and because of what"),
        )

    def _affected(self, replay: Replay, entry: Entry) -> Iterable[str]:
        """The items whose deadlines an entry can have moved."""
        item = entry.content.get("item", "")
        if entry.kind not in _OF_ALL:
            counts = item in replay.files and replay.files[item].path.deadlines
            return [item] if counts and entry.kind in _MOVING else []
        name = entry.content["facts"][_OF_ALL[entry.kind]]
        first = entry.kind == "calendar" and len(replay.calendars[name]) == 1
        return [
            each
            for each in (replay.files if first else sorted(self.runs))
            if name in needed(replay.files[each].path)
        ]

    def _moved(self, replay: Replay, item: str) -> dict[Key, Move]:
        file = replay.files[item]
        before = self.last.get(item, {})
        found = walk(file.path, file.entries)
        terms = derive(file.path, found, replay.books)
        self.last[item] = {each.key: each.due for each in terms}
        self.runs.discard(item)
        if any(each.running for each in terms):
            self.runs.add(item)
        return {
            each.key: (_text(before.get(each.key)), _text(each.due))
            for each in terms
            if each.running and _moved(each, before, found)
        }


def _moved(each: Legal, before: Mapping[Key, date | None], found: Walk) -> bool:
    if each.key in before:
        return before[each.key] != each.due
    return untold(each, found)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
