"""One unit of work: who acts, under which command, on which item; all of it or nothing.

Look up the command id, load, decide, write, commit: `procedure` decides, this room
knows the order. A repeated command id returns the first answer; the same id with other
arguments is refused.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from definitions.loader import from_content, hash_of
from definitions.model import Definition
from definitions.sentences import Problem, Sentence, sentence, shortened
from workflow import wording
from workflow.access import Identity, Standing, require, standing
from workflow.entries import entry_of, instant_text
from workflow.errors import ItemMoved, Misconfigured, RecordDamaged, Refused
from workflow.history import Entry
from workflow.ledger import Draft, Pen
from workflow.store import Row, Store, Transaction
from workflow.told import moved_by, moved_too

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts and when (`now`: the instant of recording, aware UTC).

    `command_id` makes a repeat harmless; `expect` is the item's entry number that the
    person was shown.
    """

    identity: Identity
    now: datetime
    command_id: str | None = None
    expect: int | None = None


class Answered(Exception):
    """The command was carried out before; this is the answer it got."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__("answered before")


class Unit:
    """An open unit of work."""

    def __init__(
        self, tx: Transaction, act: Act, verb: str, asked: Mapping[str, Any]
    ) -> None:
        self.tx, self.act = tx, act
        self.retold = False  # what an old file tells is taken as it tells it
        if act.command_id is not None:
            wording.clean_command_id(act.command_id)
        self.asked = _fingerprint(verb, asked) if act.command_id else None
        self._unnamed = act.command_id is not None
        try:
            self._pen = Pen(tx, act.now)
        except LookupError:
            raise headless(tx) from None
        self.held: Standing = standing(tx, act.identity)
        if act.command_id is not None:
            self._answer_repeated(act.command_id)

    def _answer_repeated(self, command_id: str) -> None:
        row = self.tx.one("entry_of_command", command=command_id)
        if row is None:
            return
        words = {
            each["field"]: each["text"]
            for each in self.tx.all("words_at", seq=row["seq"])
        }
        entry = entry_of(row, words)
        same = entry.content.get("asked") == self.asked
        if not same or entry.actor != self.held.person:
            raise Refused(
                sentence(
                    "The command id {id} stands for another command (entry {seq} of the"
                    " record). Nothing was recorded; take a new id.",
                    id=command_id,
                    seq=entry.seq,
                )
            )
        said = answer(reference_of(self.tx, row["item_id"]), entry)
        raise Answered(moved_too(said, moved_by(self.tx, entry.seq)))

    def require(self, by: Sequence[str], definition: Definition | None = None) -> str:
        """The acting person's id; NotPermitted unless one of the roles is held."""
        return require(self.held, by, definition)

    def item(self, reference: str) -> tuple[Row, Definition]:
        """The item's row and definition; Refused if unknown, ItemMoved if it moved."""
        row = find_item(self.tx, reference)
        expected = self.act.expect
        if expected is not None and expected != row["version"]:
            raise ItemMoved(_moved(self.tx, row, expected))
        path = definition_of(self.tx, row["definition_hash"])
        if row["state"] not in path.states:
            raise damaged_row(reference)
        return row, path

    def path_of(self, item: Row) -> Definition:
        """The definition that the item is on."""
        return definition_of(self.tx, item["definition_hash"])

    def again(self, item: Row) -> Row:
        """The item's row as it stands now, after entries of this very unit."""
        return self.tx.one("item_by_id", item=item["id"]) or item

    def write(self, kind: str, actor: str, *, named: bool = True, **said: Any) -> Entry:
        """Record an entry.

        `named`: it may be the one that the command id stands for; the first is.
        """
        named = named and self._unnamed
        self._unnamed = self._unnamed and not named
        return self._pen.write(
            Draft(
                kind=kind,
                actor=actor,
                identified=self.act.identity.how,
                command_id=self.act.command_id if named else None,
                asked=self.asked if named else None,
                **said,
            )
        )

    def move(
        self, item: Row, entry: Entry, *, state: str, not_before: date | None
    ) -> None:
        """Set the item's row to what its entries now say; compare-and-swap."""
        self.tx.change(
            "move_item",
            item=item["id"],
            before=item["version"],
            from_state=item["state"],
            state=state,
            version=entry.item_seq,
            head=entry.hash,
            not_before=not_before,
        )

    def beside(self, kind: str, person: str, item: Row, **said: Any) -> Entry:
        """Record an entry beside the path: the item's state stays as it is."""
        state = item["state"]
        places = {"item": item, "from_state": state, "to_state": state}
        entry = self.write(kind, person, **places, **said)
        self.move(item, entry, state=state, not_before=item["not_before"])
        return entry


@contextmanager
def unit(store: Store, act: Act, verb: str, asked: Mapping[str, Any]) -> Iterator[Unit]:
    """A unit of work on `store`; committed when the block ends without an exception."""
    with store.writing() as tx:
        yield Unit(tx, act, verb, asked)


def answer(reference: str | None, entry: Entry) -> Answer:
    """What a command answers: from the entry alone, so a repeat answers the same."""
    said = {
        "reference": reference,
        "seq": entry.item_seq or None,
        "entry": entry.seq,
        "event": entry.event,
        "from": entry.from_state,
        "to": entry.to_state,
        "state": entry.to_state,
        "on": entry.day.day.isoformat() if entry.day.day else None,
        "on_precision": entry.content.get("on_precision"),
        "recorded_at": instant_text(entry.recorded_at),
        "body": entry.body,
        "outcome": entry.outcome,
        "corrects": entry.corrects,
        "hash": entry.hash,
    }
    return dict(entry.content.get("facts", {})) | said


def find_item(tx: Transaction, reference: str) -> Row:
    """The row of an item, or Refused with the references that come near."""
    row = None
    if wording.is_reference(reference):  # the driver takes no text of any other kind
        row = tx.one("item", reference=reference)
        row = row or tx.one("supplement", number=reference)
    if row is not None:
        return row
    known = [each["reference"] for each in tx.all("references")]
    near = get_close_matches(reference, known, n=3)
    if near:
        raise Refused(
            sentence(
                "There is no item {reference}. Near it: {near}.",
                reference=shortened(reference),
                near=tuple(near),
            )
        )
    raise Refused(
        sentence(
            "There is no item {reference}. `laufzettel list` shows all items.",
            reference=shortened(reference),
        )
    )


def reference_of(tx: Transaction, item_id: str | None) -> str | None:
    """The reference of an item by its id."""
    row = tx.one("item_by_id", item=item_id) if item_id else None
    return row["reference"] if row else None


_definitions: dict[str, Definition] = {}


def definition_of(tx: Transaction, content_hash: str) -> Definition:
    """The stored definition with this content hash, kept once it was read."""
    if content_hash not in _definitions:
        row = tx.one("definition", hash=content_hash)
        if row is None:
            raise Misconfigured(
                sentence("The database lacks the definition {hash}.", hash=content_hash)
            )
        if hash_of(row["content"]) != content_hash:
            raise RecordDamaged(
                sentence(
                    "The stored definition {hash} was changed. Nothing was recorded;"
                    " `laufzettel verify` tells what else is wrong.",
                    hash=content_hash,
                )
            )
        _definitions[content_hash] = from_content(row["content"])
    return _definitions[content_hash]


def today_in(definition: Definition, now: datetime) -> date:
    """The legal day of an instant, in the definition's zone."""
    return now.astimezone(ZoneInfo(definition.zone)).date()


def damaged_row(reference: str) -> RecordDamaged:
    """What to say where the row of an item is not what its entries add up to."""
    return RecordDamaged(
        sentence(
            "The row of {reference} is not what its entries say. Nothing was recorded;"
            " `laufzettel verify` tells more.",
            reference=reference,
        )
    )


def _fingerprint(verb: str, asked: Mapping[str, Any]) -> str:
    said = {name: value for name, value in asked.items() if value is not None}
    text = json.dumps({"verb": verb, "asked": said}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _moved(tx: Transaction, item: Row, shown: int) -> Sentence:
    last = tx.all("entries_of", item=item["id"])[-1]
    return sentence(
        "{reference} has moved since it was shown: you saw entry {shown}, the last one"
        " is {seq} ({event}, recorded {at}). Nothing was recorded; look again with"
        " `laufzettel show {reference}`.",
        reference=item["reference"],
        shown=shown,
        seq=last["item_seq"],
        event=last["event"] or last["kind"],
        at=instant_text(last["recorded_at"]),
    )


def headless(tx: Transaction) -> Problem:
    """What to say where the head is missing: of a record, or of nothing at all."""
    if tx.one("latest") is None:
        return Misconfigured(
            sentence("The database holds no record yet. `laufzettel init` founds one.")
        )
    return RecordDamaged(
        sentence(
            "The record is damaged: its head is missing. Nothing was recorded;"
            " `laufzettel verify` tells more."
        )
    )


def head_of(tx: Transaction) -> Row:
    """The head of the record; RecordDamaged or Misconfigured if there is none."""
    head = tx.one("head")
    if head is None:
        raise headless(tx)
    return head
