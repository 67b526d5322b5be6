"""Judging an event that somebody has typed: what the record knows, what it cites.

Only a path that asks for something earlier makes a command read the whole item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from definitions.model import Definition
from definitions.sentences import sentence
from definitions.vocabulary import Event
from workflow import wording
from workflow.books import Books
from workflow.bounds import EXACT, Day
from workflow.deadlines import derive, running
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.guards import Known, asks_for
from workflow.history import EXPIRY
from workflow.machine import Verdict, judge
from workflow.opening import free_reference, taken_already
from workflow.order import out_of_order
from workflow.store import Row
from workflow.unit import Unit, damaged_row
from workflow.walk import steps, walk

HELD = "held"  # of a sitting: it took place and had a quorum
WITHDRAWAL = "withdraw"


@dataclass(frozen=True, slots=True)
class Typed:
    """An event as it was typed; `said` are the names of the texts that came with it."""

    event: str
    day: Day
    said: frozenset[str]
    person: str


def verdict_on(
    work: Unit, item: Row, path: Definition, typed: Typed, outcome: str | None
) -> Verdict:
    """The judge's verdict, with all that the record knows of the item."""
    known = Known(day=typed.day, actor=typed.person, said=typed.said)
    rule = path.events.get(typed.event)
    if rule is not None and rule.requires:
        sitting = "sitting" in cited(work, path, typed.event, typed.day)
        found = walk(path, entries_of(work.tx, item["id"]))
        terms = None
        if asks_for(path, typed.event, "deadline"):
            terms = running(derive(path, found, Books.of(work.tx)))
        known = found.known(
            typed.day, typed.person, typed.said, sitting=sitting, terms=terms
        )
    return judge(path, item["state"], typed.event, outcome, known)


def step_words(
    path: Definition, reference: str, event: str, outcome: str | None
) -> tuple[str, ...]:
    """The command that records an event; the first outcome is meant if none is said."""
    words: tuple[str, ...] = ("advance", reference, event)
    if event == WITHDRAWAL:
        words = (WITHDRAWAL, reference)
    if outcome is not None and outcome != path.events[event].outcomes[0]:
        words += ("--outcome", outcome)
    return words


def whole_words(
    path: Definition, reference: str, event: str, outcome: str | None
) -> tuple[str, ...]:
    """The same with what the event asks for; words in capitals are to be filled in."""
    words = step_words(path, reference, event, outcome)
    for each in path.events[event].requires:
        if each.only_for and outcome not in each.only_for:
            continue
        if each.kind == "field":
            words += ("--field", f"{each.name}=TEXT")
        elif each.kind == "urgency":
            words += ("--urgent", "REASON", "--approved-by", "NAME")
    return words


def cited(work: Unit, path: Definition, event: str, day: Day) -> dict[str, Any]:
    """The entry of the record that tells of the sitting, where the event asks for it.

    Empty if none is on record: the guard then says so.
    """
    for each in asks_for(path, event, "sitting"):
        found = sitting_on(work, path.bodies[each.name].sittings or "", day)
        if found is not None:
            return {"sitting": found}
    return {}


def sitting_on(work: Unit, series: str, day: Day) -> int | None:
    """The entry that tells of a sitting with a quorum on that very day."""
    if day.day is None or day.precision != EXACT:
        return None
    row = work.tx.one("sitting", series=series, on=day.day)
    return row["seq"] if row is not None and row["status"] == HELD else None


def number_of(work: Unit, rule: Event, given: str | None, day: Day) -> str | None:
    """The own number of a supplement: as given, or the next of that year."""
    if not rule.supplement:
        if given is None:
            return None
        raise Refused(
            sentence(
                "{event} brings no supplement, and so no number of its own. Nothing was"
                " recorded.",
                event=rule,
            )
        )
    if given is None:
        return free_reference(work, None, day, work.act)
    number = wording.clean_reference(given)
    if taken_already(work, number):
        raise Refused(
            sentence(
                "The number {number} is given already; a supplement has one of its own."
                " Nothing was recorded.",
                number=number,
            )
        )
    return number


def check_urgency(path: Definition, event: str, words: Iterable[str]) -> None:
    """Refused where urgency is stated of an event that does not ask for it."""
    given = {"urgency", "approved_by"}.intersection(words)
    if given and not asks_for(path, event, "urgency"):
        raise Refused(
            sentence(
                "{event} takes no urgency: leave --urgent and --approved-by out."
                " Nothing was recorded.",
                event=path.events[event],
            )
        )


def check_fields(path: Definition, event: str, words: Iterable[str]) -> None:
    """Refused for a field that the event does not record."""
    allowed = path.events[event].fields
    unknown = [
        name.removeprefix(wording.FIELD)
        for name in words
        if name.startswith(wording.FIELD)
        and name.removeprefix(wording.FIELD) not in allowed
    ]
    if unknown:
        raise Refused(
            sentence(
                "The event {event} records no field {unknown}; it records: {allowed}. "
                "Nothing was recorded.",
                event=event,
                unknown=tuple(unknown),
                allowed=tuple(allowed) or sentence("none"),
            )
        )


def check_order(work: Unit, item: Row, path: Definition, day: Day) -> None:
    """Refused for a day before the latest exact day of an earlier step."""
    bound = item["not_before"]
    if bound is None or day.latest >= bound:
        return
    taken = steps(path, entries_of(work.tx, item["id"]))
    before = next((step for step in taken if step.day.earliest == bound), None)
    if before is None:
        raise damaged_row(item["reference"])
    if before.entry.actor == EXPIRY:
        raise Refused(
            sentence(
                "{reference}: {reason}; the end of a term brought that step about."
                " Nothing was recorded.",
                reference=item["reference"],
                reason=out_of_order(day, before),
            )
        )
    raise Refused(
        sentence(
            "{reference}: {reason}. Nothing was recorded. If the earlier entry is"
            " wrong: `laufzettel correct {reference} {seq} --reason TEXT --on DATE`.",
            reference=item["reference"],
            reason=out_of_order(day, before),
            seq=before.entry.item_seq,
        )
    )
