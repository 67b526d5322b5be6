"""Transfers: open items go over to another version of the path that they are on.

An item moves only where its whole history is possible on the new version as well, and
says there what it says now; the state it then stands in is the one where that walk
ends. Nothing of what was recorded changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from definitions.model import Definition, Loaded
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.access import ADMIN
from workflow.books import Books
from workflow.course import Step, Walk
from workflow.days import is_outside
from workflow.deadlines import derive, displaced
from workflow.entries import entries_of, entry_of
from workflow.errors import Refused
from workflow.history import Entry
from workflow.opening import store_definition
from workflow.order import check_days, floor
from workflow.projection import keep_needed, set_rows
from workflow.store import Row, Store, Transaction
from workflow.told import moved_too
from workflow.unit import (
    Act,
    Answer,
    Answered,
    Unit,
    answer,
    damaged_row,
    definition_of,
    find_item,
    reference_of,
    unit,
)
from workflow.walk import Impossible, walk


@dataclass(frozen=True, slots=True)
class Transfer:
    """What would become of an item: the state on the new version, or why it stays."""

    reference: str
    from_version: str
    from_hash: str
    from_state: str
    to_state: str | None = None
    reason: Sentence | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """An item's row, the version that it is on, and its walk there."""

    item: Row
    path: Definition
    entries: tuple[Entry, ...]
    walked: Walk


def plan(
    tx: Transaction, loaded: Loaded, references: Sequence[str] = ()
) -> tuple[Transfer, ...]:
    """What would become of each item, by reference.

    Without `references`: of every open item that is on another version of this path.
    Raises Refused for a reference that nothing bears, RecordDamaged for an item whose
    record does not prove itself.
    """
    return tuple(_judged(tx, loaded, item) for item in _meant(tx, loaded, references))


def apply(
    store: Store,
    act: Act,
    loaded: Loaded,
    references: Sequence[str] = (),
    note: str | None = None,
) -> tuple[Answer, ...]:
    """Move the items, all in one unit of work; the answer of each, by reference.

    It takes the role `admin`. Without `references` those that cannot move stay where
    they are; with them nothing is recorded unless every one can.
    """
    words = wording.clean_words({"note": note})
    asked = {"definition": loaded.hash, "references": [*references], "words": words}
    try:
        with unit(store, act, "migrate", asked) as work:
            person = work.require((ADMIN,))
            if _meant(work.tx, loaded, references):
                keep_needed(work, loaded.definition)  # before it is judged by them
            found = plan(work.tx, loaded, references)
            stuck = [each for each in found if each.to_state is None]
            if references and stuck:
                raise Refused(*map(_refused, stuck))
            moving = [each for each in found if each.to_state is not None]
            if moving:
                store_definition(work, person, loaded)
            return tuple(
                _move(work, person, loaded, each, len(moving), words) for each in moving
            )
    except Answered as done:
        return _repeated(store, done.answer)


def _move(
    work: Unit,
    person: str,
    loaded: Loaded,
    transfer: Transfer,
    items: int,
    words: dict[str, str],
) -> Answer:
    """Record the transfer of one item; `items` go over together."""
    item = find_item(work.tx, transfer.reference)
    entry = work.write(
        "migrated",
        person,
        item=item,
        event="migrate",
        from_state=transfer.from_state,
        to_state=transfer.to_state,
        facts={
            "definition": loaded.hash,
            "from": transfer.from_hash,
            "items": items,
        },
        words=words,
    )
    walked = walk(loaded.definition, entries_of(work.tx, item["id"]))
    after = {
        "definition_hash": loaded.hash,
        "state": walked.state,
        "version": entry.item_seq,
        "head": entry.hash,
        "not_before": floor(walked.steps),
    }
    work.tx.change("migrate_item", item=item["id"], before=item["version"], **after)
    moved = set_rows(work, item | after, entry)
    return moved_too(answer(transfer.reference, entry), moved)


def _repeated(store: Store, first: Answer) -> tuple[Answer, ...]:
    """The answers of a command that was carried out before, from its entries."""
    with store.reading() as tx:
        rows = tx.all(
            "entries_between",
            first=first["entry"],
            last=first["entry"] + first["items"] - 1,
        )
        return tuple(
            answer(reference_of(tx, row["item_id"]), entry_of(row, {})) for row in rows
        )


def _meant(tx: Transaction, loaded: Loaded, references: Sequence[str]) -> list[Row]:
    """The rows of the items that are named, or of all that could move."""
    if references:
        named = [find_item(tx, each) for each in references]
        rows = {row["id"]: row for row in named}  # a supplement names its item
        return sorted(rows.values(), key=lambda row: str(row["reference"]))
    name = loaded.definition.definition
    others = {
        row["hash"]: definition_of(tx, row["hash"])
        for row in tx.all("definitions")
        if row["name"] == name and row["hash"] != loaded.hash
    }
    return [
        row
        for row in tx.all("items")
        if row["definition_hash"] in others
        and not _at_end(others[row["definition_hash"]], row)
    ]


def _judged(tx: Transaction, loaded: Loaded, item: Row) -> Transfer:
    path = definition_of(tx, item["definition_hash"])
    known = (item["reference"], path.version, item["definition_hash"], item["state"])
    reason = _elsewhere(loaded, item, path)
    if reason is not None:
        return Transfer(*known, reason=reason)
    entries = entries_of(tx, item["id"])
    walked = walk(path, entries)
    if not entries or (item["state"], item["head"]) != (
        walked.state,
        entries[-1].hash,
    ):
        raise damaged_row(item["reference"])
    case = _Case(item, path, entries, walked)
    return Transfer(*known, *_decided(tx, loaded.definition, case))


def _elsewhere(loaded: Loaded, item: Row, path: Definition) -> Sentence | None:
    """What speaks against a transfer whatever the history of the item is."""
    if path.definition != loaded.definition.definition:
        return sentence("it is on another path: {path}", path=path.definition)
    if item["definition_hash"] == loaded.hash:
        return sentence("it is on this version already")
    if _at_end(path, item):
        return sentence(
            "the item is at its end: {state}", state=path.states[item["state"]]
        )
    return None


def _at_end(path: Definition, item: Row) -> bool:
    if item["state"] not in path.states:
        raise damaged_row(item["reference"])
    return path.states[item["state"]].final


def _decided(
    tx: Transaction, new: Definition, case: _Case
) -> tuple[str | None, Sentence | None]:
    """The state on the new version, or why the item cannot stand on it."""
    try:
        after = walk(new, case.entries)
        check_days(after.steps)
    except Impossible as broken:
        why = sentence(
            "entry {seq} ({event}): {reason}",
            seq=broken.entry.item_seq,
            event=broken.event,
            reason=broken.reason,
        )
        return None, why
    reason = next(_against(tx, new, case, after), None)
    return (after.state, None) if reason is None else (None, reason)


def _against(
    tx: Transaction, new: Definition, case: _Case, after: Walk
) -> Iterator[Sentence]:
    """What the walk alone does not see."""
    yield from _outside(new, after.steps[0])
    for before, step in zip(case.walked.steps, after.steps, strict=True):
        if (before.outcome, before.body) != (step.outcome, step.body):
            yield sentence(
                "entry {seq} ({event}) would say something else: {then} instead of"
                " {now}",
                seq=step.entry.item_seq,
                event=step.event,
                then=_says(step),
                now=_says(before),
            )
    for each in after.beside:
        if each.entry.kind == "planned" and each.entry.event not in new.events:
            yield sentence(
                "entry {seq} plans {event}, which this version does not have",
                seq=each.entry.item_seq,
                event=each.entry.event,
            )
    lapsed = displaced(derive(new, after, Books.of(tx)), after)
    if lapsed is not None:
        yield sentence(
            "{deadline} would end on {due} there, and entry {seq} says what its end"
            " brought about on another day",
            deadline=lapsed.rule,
            due=lapsed.due or "?",
            seq=lapsed.closed,
        )
    for term in tx.all("terms_of", item=case.item["id"]):
        if term["status"] == "open" and term["role"] not in new.roles:
            yield sentence(
                "the office term {name} reminds {role}, a role that this version does"
                " not have",
                name=term["name"],
                role=term["role"],
            )


def _outside(new: Definition, opening: Step) -> Iterator[Sentence]:
    """A version takes the items that were opened while it was valid."""
    if is_outside(new, opening.day):
        yield sentence(
            "it was opened on {day}, and the version is for items opened from {begin}"
            " to {end}",
            day=str(opening.day),
            begin=new.valid_from,
            end=new.valid_to or sentence("open end"),
        )


def _says(step: Step) -> tuple[str, ...]:
    return tuple(filter(None, (step.outcome, step.body))) or ("–",)


def _refused(transfer: Transfer) -> Sentence:
    return sentence(
        "{reference} cannot go over: {reason}. Nothing was recorded.",
        reference=transfer.reference,
        reason=transfer.reason,
    )
