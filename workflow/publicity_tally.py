"""What the entries add up to for the press office: offices and who holds them."""

from collections.abc import Callable, Mapping
from datetime import date

from definitions.sentences import sentence
from workflow.access import ADMIN
from workflow.entries import need
from workflow.history import Entry
from workflow.portfolios import Office, misfits, office_of, overlap, row_of, stated
from workflow.tally import Replay


def office(replay: Replay, entry: Entry) -> None:
    """An office was entered, with who holds it from when on, or entered anew."""
    replay.need_role(entry.actor, (ADMIN, "press"))
    facts = entry.content["facts"]
    told = stated(facts, entry.words)
    was = date.fromisoformat(facts["was"]) if "was" in facts else None
    need(
        next(misfits(told), None) is None,
        sentence("its office or a form of it is none"),
    )
    rows = replay.offices
    there = [office_of(row) for row in rows.values()]
    need(
        overlap(there, told, was) is None,
        sentence("its days overlap with those of another who holds the office"),
    )
    need(
        was is None or (told.key, was) in rows,
        sentence("it sets right a first day that nobody entered"),
    )
    before = rows.pop((told.key, was or told.first), None)
    _check_spokespersons(replay, entry, told, office_of(before) if before else None)
    rows[told.key, told.first] = row_of(told, entry.seq)


def _check_spokespersons(
    replay: Replay, entry: Entry, told: Office, before: Office | None
) -> None:
    need(
        set(told.spokespersons) <= replay.people.keys(),
        sentence("its spokespersons are unknown"),
    )
    if set(told.spokespersons) != set(before.spokespersons if before else ()):
        replay.need_role(entry.actor, (ADMIN,))


PUBLICITY: Mapping[str, Callable[[Replay, Entry], None]] = {"office": office}
