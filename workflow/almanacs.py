"""Calendars at work: which version is in force, and what a change of it moves.

A change stores a whole new version, with its reason, and counts every running deadline
anew that rests on it, in the same unit of work.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from definitions.almanac import HolidayCalendar, SittingCalendar, shipped, shipped_names
from definitions.sentences import Labelled, Sentence, sentence
from workflow import wording
from workflow.books import Books, DaysOff, stored
from workflow.editing import blank
from workflow.errors import Refused
from workflow.history import END
from workflow.keeping import store
from workflow.projection import shift_all
from workflow.series import bodies_of, series_of
from workflow.store import Store, Transaction
from workflow.tally import keepers
from workflow.timetable import Timetable
from workflow.unit import Act, Answer, Answered, Unit, answer, definition_of, unit

Calendar = HolidayCalendar | SittingCalendar


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a calendar: the entry that brought it, its hash, when and why."""

    seq: int
    hash: str
    recorded_at: datetime
    reason: str
    calendar: Calendar


def in_force(tx: Transaction, name: str) -> Calendar | None:
    """The calendar of this name that the record counts with, or None."""
    row = tx.one("calendar_at", named=name, seq=END)
    return stored(**row).calendar if row else None


def calendar_for(tx: Transaction, name: str) -> Calendar | None:
    """The calendar that the record counts with, or the one that is shipped."""
    return in_force(tx, name) or shipped(name)


def editable(tx: Transaction, name: str) -> Calendar | None:
    """The calendar that a change starts from.

    For sittings that a path of the record names and nobody has entered yet it is one
    without a sitting.
    """
    return calendar_for(tx, name) or _blank(tx, name)


def _blank(tx: Transaction, series: str) -> SittingCalendar | None:
    paths = [definition_of(tx, row["hash"]) for row in tx.all("definitions")]
    bodies = bodies_of(paths, series)
    return blank(series, bodies) if bodies else None


def names(tx: Transaction) -> tuple[str, ...]:
    """The calendars of the record, and those that are shipped."""
    kept = {row["name"] for row in tx.all("calendar_names")}
    return tuple(sorted(kept | set(shipped_names())))


def series(tx: Transaction) -> tuple[str, ...]:
    """The sittings that are known: by a calendar, or by a path of the record."""
    paths = [definition_of(tx, row["hash"]) for row in tx.all("definitions")]
    named = {each for path in paths for each in series_of(path)}
    known = {
        name
        for name in names(tx)
        if isinstance(calendar_for(tx, name), SittingCalendar)
    }
    return tuple(sorted(named | known))


def called(tx: Transaction, name: str) -> tuple[str, ...]:
    """How a series of sittings is called: by its name, or as its calendar is titled."""
    known = calendar_for(tx, name)
    return (name, known.de, known.en) if isinstance(known, SittingCalendar) else (name,)


def versions(tx: Transaction, name: str) -> list[Version]:
    """Every version of a calendar that the record has had, oldest first."""
    found = []
    for row in tx.all("calendars"):
        if row["name"] == name:
            entry = tx.all("entries_between", first=row["seq"], last=row["seq"])[0]
            words = {
                each["field"]: each["text"]
                for each in tx.all("words_at", seq=row["seq"])
            }
            found.append(
                Version(
                    row["seq"],
                    row["hash"],
                    entry["recorded_at"],
                    words.get("reason", ""),
                    stored(**row).calendar,
                )
            )
    return found


def change(
    store_: Store,
    act: Act,
    name: str,
    edit: Callable[[Calendar], Calendar],
    *,
    reason: str,
    asked: Mapping[str, Any],
    start: Calendar | None = None,
) -> Answer:
    """Change a calendar by `edit`, and count anew what rests on it.

    `asked` names what was asked for, for the command id. `start` is what is changed
    where there is no calendar of this name yet. Takes a role that records
    sittings of the series, or opens items that count with the calendar, or `admin`.
    Refused if nothing changes. The answer's `moved` are the running deadlines that
    have another last day now.
    """
    words = wording.clean_words({"reason": reason})
    said = {"calendar": name, "words": words, **asked}
    try:
        with unit(store_, act, "calendar", said) as work:
            return _change_in(work, name, edit, words, start)
    except Answered as done:
        return {"moved": [], **done.answer}


def day_off(tx: Transaction, series: str, day: date) -> Labelled | Sentence | None:
    """Why a day is off where the bodies of a series sit, as far as that is known.

    By the days off that the paths of the record count with which name the series.
    """
    for row in tx.all("definitions"):
        path = definition_of(tx, row["hash"])
        for rule in path.deadlines.values() if series in series_of(path) else ():
            known = calendar_for(tx, rule.calendar) if rule.calendar else None
            if isinstance(known, HolidayCalendar) and (
                reason := DaysOff.of(known).reason(day)
            ):
                return reason
    return None


@dataclass(frozen=True, slots=True)
class Spoken:
    """When a body sits, as an entry of the record left it; the first one: as it was
    meant from the beginning.
    """

    seq: int
    at: datetime
    table: Timetable


def spoken(tx: Transaction, books: Books, series: str) -> list[Spoken]:
    """How a series stood at first, and after each entry that spoke of it.

    What was shipped, or stored as it was shipped, is as old as the record.
    """
    told = versions(tx, series)
    first = told[0] if told else None
    begun = first if first is not None and first.reason else None
    if first is not None:
        calendar: Calendar | None = first.calendar
    else:
        calendar = shipped(series)
    known = calendar if isinstance(calendar, SittingCalendar) else None
    founded = _recorded_at(tx, 1) if begun is None else begun.recorded_at
    found = [Spoken(0, founded, Timetable(known))]
    seqs = {each.seq for each in told[1:]}
    seqs |= {seq for seq, name, *_ in books.sat() if name == series}
    for seq in sorted(seqs):
        table = books.timetable(series, seq)
        if table.calendar is None:
            table = Timetable(known, table.recorded)
        found.append(Spoken(seq, _recorded_at(tx, seq), table))
    return found


def changes(
    told: Sequence[Spoken], day: date, said: Callable[[Timetable, date], object]
) -> list[Spoken]:
    """How a series stood at first, and each time something else was `said` of a day."""
    first, *later = told
    found, last = [first], said(first.table, day)
    for each in later:
        if (now := said(each.table, day)) != last:
            found.append(each)
            last = now
    return found


def _recorded_at(tx: Transaction, seq: int) -> datetime:
    found: datetime = tx.all("entries_between", first=seq, last=seq)[0]["recorded_at"]
    return found


def _change_in(
    work: Unit,
    name: str,
    edit: Callable[[Calendar], Calendar],
    words: Mapping[str, str],
    start: Calendar | None,
) -> Answer:
    person = work.require(_keepers(work.tx, name))
    before = calendar_for(work.tx, name) or start or _blank(work.tx, name)
    if before is None:
        raise Refused(
            sentence(
                "There is no calendar {name}; there are: {names}. Nothing was"
                " recorded.",
                name=name,
                names=names(work.tx),
            )
        )
    after = edit(before)
    if after == before and in_force(work.tx, name) is not None:
        raise Refused(
            sentence(
                "The calendar {name} says so already: nothing would change. Nothing was"
                " recorded.",
                name=name,
            )
        )
    entry = store(work, person, name, after, words)
    return {**answer(None, entry), "moved": shift_all(work, name, entry)}


def _keepers(tx: Transaction, name: str) -> tuple[str, ...]:
    return keepers(
        [definition_of(tx, row["hash"]) for row in tx.all("definitions")], name
    )
