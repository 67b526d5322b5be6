"""What an entry claims of the time when it was recorded, proved from what was before.

Used by the replay alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from definitions.model import Definition
from definitions.sentences import sentence
from workflow.anchors import LAPSED
from workflow.books import Books
from workflow.bounds import Day
from workflow.deadlines import OPEN, derive, displaced, furthest, running
from workflow.entries import need
from workflow.guards import Known, asks_for
from workflow.history import Entry, stated
from workflow.store import Row
from workflow.walk import said_with, walk


def known_at(
    path: Definition, entries: Sequence[Entry], entry: Entry, books: Books
) -> Known:
    """What was known when the event was recorded, where the path asks for it."""
    said = said_with(entry, stated(entry))
    if not path.events[entry.event].requires:
        return Known(day=entry.day, actor=entry.actor, said=said)
    sitting = "sitting" in entry.content.get("facts", {})
    found, terms = walk(path, entries), None
    if asks_for(path, entry.event, "deadline"):
        terms = running(derive(path, found, books))
    return found.known(entry.day, entry.actor, said, sitting=sitting, terms=terms)


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


def check_expiry(
    path: Definition, before: Sequence[Entry], entry: Entry, books: Books
) -> None:
    """What the clock records follows from a term that was over on that day."""
    facts = entry.content["facts"]
    key = facts["deadline"], facts["started"]
    terms = {each.key: each for each in derive(path, walk(path, before), books)}
    term = terms.get(key)
    if entry.kind == "planned":
        lapsed = term is not None and term.status == LAPSED
        last = term is not None and term.closed == len(before)
        need(lapsed and last, sentence("no term had ended before it"))
        return
    need(
        term is not None
        and term.status == OPEN
        and term.due is not None
        and term.due.isoformat() == facts["due"]
        and entry.day == Day(term.takes_effect),
        sentence("no term takes effect on that day"),
    )
    assert term is not None
    need(
        facts["basis"] == list(term.rule.basis)
        and facts.get("calendar") == term.calendar,
        sentence("it cites another rule or calendar than the term was counted by"),
    )
    asked = path.consultations.get(term.rule.after or "")
    silence = asked.silence if asked else None
    effects = {term.rule.lapses, term.rule.begins, silence} - {None}
    brought = entry.event if entry.kind == "moved" else entry.outcome
    need(brought in effects, sentence("the end of the term does not bring it about"))


def check_told(
    path: Definition,
    entries: Sequence[Entry],
    told: Iterable[Mapping[str, Any]],
    books: Books,
) -> None:
    """The last days that an entry tells are those that the record then made of it."""
    terms = {each.key: each for each in derive(path, walk(path, entries), books)}
    for each in told:
        term = terms.get((each.get("deadline", each.get("name")), each["started"]))
        due = term.due.isoformat() if term is not None and term.due else None
        need(
            term is not None
            and due == each.get("due")
            and each.get("calendar") == term.calendar
            and each.get("body", term.body) == term.body,
            sentence("the last day that it tells is not the one that was counted"),
        )


def check_extension(
    path: Definition, before: Sequence[Entry], entry: Entry, books: Books
) -> None:
    """A term is extended while it runs, and no further than its rule permits."""
    facts = entry.content["facts"]
    found = walk(path, before)
    terms = {each.key: each for each in derive(path, found, books)}
    term = terms.get((facts["deadline"], facts["started"]))
    need(
        term is not None and term.status == OPEN and term.rule.extension is not None,
        sentence("no term that can be extended was running"),
    )
    assert term is not None
    assert term.rule.extension is not None
    days = books.days_off(term.rule.calendar) if term.rule.calendar else None
    limit = furthest(term, found.changed.get(term.key, []), term.rule.extension, days)
    need(
        limit is not None and facts["due"] <= limit.isoformat(),
        sentence("it extends the term further than its rule permits"),
    )


def check_was(
    path: Definition, before: Sequence[Entry], entry: Entry, books: Books
) -> None:
    """The last day that a changed term is said to have had before."""
    facts = entry.content["facts"]
    terms = {each.key: each for each in derive(path, walk(path, before), books)}
    term = terms.get((facts["deadline"], facts["started"]))
    due = term.due.isoformat() if term is not None and term.due else None
    need(
        term is not None and due == facts.get("was"),
        sentence("the last day before it is not the one that was counted"),
    )


def check_lapsed(path: Definition, entries: Sequence[Entry], books: Books) -> None:
    """What the clock has recorded still follows from terms that had ended."""
    if path.deadlines:
        found = walk(path, entries)
        term = displaced(derive(path, found, books), found)
        need(term is None, sentence("what a term's end brought about does not follow"))
