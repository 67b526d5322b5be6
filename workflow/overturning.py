"""Overturning: an act inside a term undoes what its end had brought about.

The clock records an event when nobody has acted in time. Where it turns out that
somebody had, the clock's entry is struck and the act recorded in its place.
"""

from typing import Any

from definitions.model import Definition
from definitions.sentences import sentence
from definitions.values import CLOCK
from workflow.books import Books
from workflow.course import Step, Walk
from workflow.deadlines import derive, displaced
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.history import EXPIRY
from workflow.judging import Typed
from workflow.machine import judge
from workflow.order import floor
from workflow.store import Row
from workflow.unit import Unit
from workflow.walk import walk


def strike_deemed(
    work: Unit, item: Row, path: Definition, typed: Typed, outcome: str | None
) -> tuple[Row, dict[str, Any]]:
    """Strike the clock's last step if this act took effect inside its term.

    The item's row as it then stands, and what the act's entry says of it. Nothing is
    struck where the event is possible from the present state, or never was.
    """
    if not any(CLOCK in each.by for each in path.events.values()):
        return item, {}
    entries = entries_of(work.tx, item["id"])
    last = walk(path, entries).steps[-1]
    if not _undone(path, item["state"], last, typed, outcome):
        return item, {}
    entry = work.write(
        "corrected",
        typed.person,
        named=False,
        item=item,
        event="correct",
        from_state=item["state"],
        to_state=last.from_state,
        day=last.day,
        corrects=last.entry.item_seq,
        facts={"void": True, "overturned": typed.event},
    )
    assert last.from_state is not None
    after = walk(path, entries_of(work.tx, item["id"]))
    _check_others(work, path, after, item["reference"])
    work.move(item, entry, state=last.from_state, not_before=floor(after.steps))
    return work.again(item), {"reverses": last.entry.item_seq}


def _check_others(work: Unit, path: Definition, after: Walk, reference: str) -> None:
    """Refused if another end of a term would no longer follow."""
    term = displaced(derive(path, after, Books.of(work.tx)), after)
    if term is not None:
        raise Refused(
            sentence(
                "{reference}: entry {seq} says what the end of {deadline} brought"
                " about, and would no longer follow. Nothing was recorded. Strike it"
                " first: `laufzettel correct {reference} {seq} --void --reason TEXT`.",
                reference=reference,
                seq=term.closed,
                deadline=term.rule,
            )
        )


def check_built_upon(
    work: Unit, item: Row, path: Definition, typed: Typed, outcome: str | None
) -> None:
    """Refused, with the way back, if the act came in time but others have gone on."""
    if not any(CLOCK in each.by for each in path.events.values()):
        return
    steps = walk(path, entries_of(work.tx, item["id"])).steps
    for step in steps[:-1]:
        if _undone(path, item["state"], step, typed, outcome):
            raise Refused(
                sentence(
                    "{reference}: it took effect inside the term that ended on {due},"
                    " but steps were recorded after entry {seq}, which its end brought"
                    " about. Nothing was recorded. Strike them, the last one first:"
                    " `laufzettel correct {reference} {last} --void --reason TEXT`;"
                    " then record this again.",
                    reference=item["reference"],
                    due=step.entry.content["facts"]["due"],
                    seq=step.entry.item_seq,
                    last=steps[-1].entry.item_seq,
                )
            )


def _undone(
    path: Definition, state: str, last: Step, typed: Typed, outcome: str | None
) -> bool:
    if last.entry.actor != EXPIRY or last.from_state is None:
        return False
    known, effect = path.events.get(typed.event), last.entry.day.day
    if known is None or effect is None or typed.day.latest >= effect:
        return False
    if judge(path, state, typed.event, outcome).to is not None:
        return False
    return judge(path, last.from_state, typed.event, outcome).to is not None
