"""Sittings (Sitzungen): which body sat on which day, and whether it had a quorum.

A sitting belongs to a series that bodies of paths name (`sittings: berlin-senate`);
one entry tells of it for all items. A later entry puts an earlier one right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Body
from definitions.yearbooks import SittingCalendar
from workflow import wording
from workflow.books import Books
from workflow.bounds import Day
from workflow.days import day_or_today
from workflow.denials import nearest, no_sitting, refused
from workflow.errors import Refused
from workflow.projection import shift_all
from workflow.series import bodies_of, recorders, series_of
from workflow.store import Store, Transaction
from workflow.timetable import Timetable
from workflow.told import moved_too
from workflow.unit import (
    Act,
    Answer,
    Answered,
    Unit,
    answer,
    definition_of,
    today_in,
    unit,
)

CANCELLED = "cancelled"
STATUSES = ("held", "not_quorate", CANCELLED)


def record_sitting(
    store: Store,
    act: Act,
    series: str,
    day: date,
    *,
    status: str = "held",
    note: str | None = None,
) -> Answer:
    """Record a sitting of the series on `day`: held (with a quorum) or why not.

    Takes a role that may record events of a body with these sittings. Refused for a day
    in the future, unless the sitting is cancelled (that is known ahead), and for a
    series that no path of the record names.
    """
    words = wording.clean_words({"note": note})
    facts = {"sittings": series, "status": status}
    asked = {"words": words, "on": day.isoformat(), **facts}
    try:
        with unit(store, act, "sitting", asked) as work:
            return sitting_in(work, series, day, status, words)
    except Answered as done:
        return done.answer


def sitting_in(
    work: Unit, series: str, day: date, status: str, words: Mapping[str, str]
) -> Answer:
    """Record a sitting inside a unit of work."""
    paths = [definition_of(work.tx, row["hash"]) for row in work.tx.all("definitions")]
    by = recorders(paths, series)
    if not by:
        raise Refused(_unknown(paths, series))
    person = work.require(by)
    path = next(each for each in paths if series in series_of(each))
    taken = Day(day)
    if status == CANCELLED and day > today_in(path, work.act.now):
        _check_meant(work.tx, series, day)
    else:
        taken = day_or_today(taken, path, work.act.now)
    facts = {"sittings": series, "status": status}
    entry = work.write(
        "sitting", person, event="sitting", day=taken, facts=facts, words=words
    )
    _set_row(work, series, day, status, entry.seq)
    return moved_too(answer(None, entry), shift_all(work, series, entry))


@dataclass(frozen=True, slots=True)
class Sat:
    """A sitting as the record has it today; `seq` is the entry that last spoke of it.

    `bodies` are those of the stored paths that sit in the series.
    """

    series: str
    day: date
    status: str
    seq: int
    bodies: tuple[Body, ...]


def sittings(tx: Transaction, series: str | None = None) -> list[Sat]:
    """The sittings on record by day, of one series or of all.

    Refused if no path of the record names the series.
    """
    paths = [definition_of(tx, row["hash"]) for row in tx.all("definitions")]
    if series is not None and not any(series in series_of(path) for path in paths):
        raise Refused(_unknown(paths, series))
    return [
        Sat(
            row["sittings"],
            row["day"],
            row["status"],
            row["seq"],
            bodies_of(paths, row["sittings"]),
        )
        for row in tx.all("sittings")
        if series in (None, row["sittings"])
    ]


def _check_meant(tx: Transaction, series: str, day: date) -> None:
    """Refused if the calendar, where there is one, has no sitting to be cancelled."""
    from definitions.almanac import shipped  # noqa: PLC0415 (reads files)

    table = Books.of(tx).timetable(series)
    calendar = table.calendar or shipped(series)
    if isinstance(calendar, SittingCalendar) and day not in table.recorded:
        known = Timetable(calendar, table.recorded)
        if not known.sits(day):
            raise refused(no_sitting(known, day), *nearest(known, day))


def _set_row(work: Unit, series: str, day: date, status: str, seq: int) -> None:
    if work.tx.one("sitting", series=series, on=day) is None:
        work.tx.change("add_sitting", sittings=series, day=day, status=status, seq=seq)
    else:
        work.tx.change("set_sitting", series=series, on=day, status=status, seq=seq)


def _unknown(paths: Iterable[Definition], series: str) -> Sentence:
    known = sorted({each for path in paths for each in series_of(path)})
    return sentence(
        "No path of these items has a body with the sittings {series}; there are:"
        " {known}. Nothing was recorded.",
        series=series,
        known=tuple(known) or sentence("none"),
    )
