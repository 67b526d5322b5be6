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
from workflow.deadlines import derive, untold
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
        new = entry.kind == "migrated" or _is_first(replay, entry)
        for each in self._affected(replay, entry):
            moved = self._moved(replay, each, new)
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
        return [
            each
            for each in (
                replay.files if _is_first(replay, entry) else sorted(self.runs)
            )
            if name in needed(replay.files[each].path)
        ]

    def _moved(self, replay: Replay, item: str, new: bool) -> dict[Key, Move]:
        file = replay.files[item]
        before = self.last.get(item, {})
        found = walk(file.path, file.entries)
        terms = derive(file.path, found, replay.books)
        self.last[item] = {each.key: each.due for each in terms}
        self.runs.discard(item)
        if any(each.running for each in terms):
            self.runs.add(item)
        moved: dict[Key, Move] = {}
        for each in terms:
            if new and each.running and untold(each, found):
                told = found.consulted[each.started].due
                moved[each.key] = _text(told), _text(each.due)
            elif each.running and before.get(each.key, each.due) != each.due:
                moved[each.key] = _text(before[each.key]), _text(each.due)
        return moved


def _is_first(replay: Replay, entry: Entry) -> bool:
    """Whether an entry brings the first version of a calendar."""
    if entry.kind != "calendar":
        return False
    return len(replay.calendars[entry.content["facts"]["calendar"]]) == 1


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
