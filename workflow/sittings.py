"""Sittings (Sitzungen): which body sat on which day, and whether it had a quorum.

A sitting belongs to a series that bodies of paths name (`sittings: berlin-senate`);
one entry tells of it for all items. A later entry puts an earlier one right.
"""

from collections.abc import Iterable
from datetime import date

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.bounds import Day
from workflow.days import day_or_today
from workflow.errors import Refused
from workflow.series import recorders, series_of
from workflow.store import Store
from workflow.unit import Act, Answer, Answered, Unit, answer, definition_of, unit

STATUSES = ("held", "not_quorate", "cancelled")


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
    in the future, and for a series that no path of the record names.
    """
    words = wording.clean_words({"note": note})
    facts = {"sittings": series, "status": status}
    asked = {"words": words, "on": day.isoformat(), **facts}
    try:
        with unit(store, act, "sitting", asked) as work:
            stored = work.tx.all("definitions")
            paths = [definition_of(work.tx, row["hash"]) for row in stored]
            by = recorders(paths, series)
            if not by:
                raise Refused(_unknown(paths, series))
            person = work.require(by)
            path = next(each for each in paths if series in series_of(each))
            day_or_today(Day(day), path, act.now)
            entry = work.write(
                "sitting",
                person,
                event="sitting",
                day=Day(day),
                facts=facts,
                words=words,
            )
            _set_row(work, series, day, status, entry.seq)
            return answer(None, entry)
    except Answered as done:
        return done.answer


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
