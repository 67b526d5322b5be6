"""What an entry claims of the time when it was recorded, proved from what was before.

Used by the replay alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from definitions.model import Definition
from definitions.sentences import sentence
from workflow.bounds import Day
from workflow.entries import need
from workflow.guards import Known, asks_for
from workflow.history import Entry, stated
from workflow.store import Row
from workflow.walk import said_with, walk


def known_at(path: Definition, entries: Sequence[Entry], entry: Entry) -> Known:
    """What was known when the event was recorded, where the path asks for it."""
    said = said_with(entry, stated(entry))
    if not path.events[entry.event].requires:
        return Known(day=entry.day, actor=entry.actor, said=said)
    sitting = "sitting" in entry.content.get("facts", {})
    found = walk(path, entries)
    return found.known(entry.day, entry.actor, said, sitting=sitting)


def check_sitting(
    sittings: Mapping[tuple[str, date], Row],
    path: Definition,
    entry: Entry,
    event: str | None,
    day: Day | None,
) -> None:
    """A sitting that is cited was held on that day, by what was on record."""
    cited = entry.content.get("facts", {}).get("sitting")
    if cited is None or event is None or event not in path.events:
        return
    series = {
        path.bodies[each.name].sittings for each in asks_for(path, event, "sitting")
    }
    rows = [
        row
        for (name, on), row in sittings.items()
        if name in series and day is not None and day == Day(on)
    ]
    need(
        any((row["seq"], row["status"]) == (cited, "held") for row in rows),
        sentence("the sitting that it cites is not on record"),
    )
