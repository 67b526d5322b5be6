"""Verify: does the record prove itself?

Reads every entry from the first to the last, checks the chains, the columns and the
texts against what the entries say, replays every item and every right, and compares all
derived rows with the result. Small on purpose, so that it can be written again in 2050.
What it cannot find is named in docs/security.md: a forged entry by someone who holds
the role and writes correct hashes, and a rewritten or shortened record for which no
older head hash is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from definitions.canonical import parsed
from definitions.sentences import Sentence, sentence
from workflow.deadlines import derive, row_of
from workflow.entries import (
    ALGORITHM,
    GENESIS,
    UNREADABLE,
    VERSION,
    Wrong,
    check_columns,
    checked_words,
    entry_of,
    need,
    unreadable,
)
from workflow.history import BY_EXPIRY, EXPIRY
from workflow.publicity import row_of as row_of_life
from workflow.replay import ACTS
from workflow.store import Row, Transaction
from workflow.tally import File, Replay
from workflow.walk import Impossible, standing_of, walk
from workflow.witness import Witness

SHOWN = 10  # faults of the database that are told
_NOT_BY_THE_CLOCK = sentence("no end of a term brings such an entry about")
_UNTOLD = sentence("deadlines moved with the last entry, and no entry says so")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not prove itself; `seq` is None for derived rows."""

    seq: int | None
    what: Sentence


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying found; `head` is the hash of the last entry.

    `founded` is False for a schema in which nothing stands yet.
    """

    entries: int
    items: int
    head: str
    findings: tuple[Finding, ...]
    founded: bool = True

    @property
    def sound(self) -> bool:
        """Whether the record proves itself."""
        return not self.findings


def verify(tx: Transaction, known: Mapping[int, str] | None = None) -> Report:
    """Verify the whole record inside one snapshot. Never changes anything.

    `known` are heads that were kept elsewhere (in a letter, in a release): per entry
    the first digits of its hash. They find what a chain alone cannot: a record that was
    cut off, or rewritten from some entry on.
    """
    head = next(iter(tx.found("head")), None)
    stored = {row["hash"]: row for row in tx.found("definitions")}
    texts: dict[int, list[Row]] = {}
    for row in tx.found("words"):
        texts.setdefault(row["seq"], []).append(row)
    kept = {row["seq"]: row for row in tx.found("calendars")}
    replay = Replay(stored, head["log"] if head else "", calendar_rows=kept)
    witness = Witness()
    findings: list[Finding] = []
    hashes: dict[int, str] = {}
    for row in tx.found("entries"):
        findings += _read(replay, witness, row, texts.pop(row["seq"], []))
        hashes[row["seq"]] = row["hash"]
    findings += _against(known or {}, hashes)
    if witness.owed:
        findings.append(Finding(None, _UNTOLD))
    loose = sentence("the database holds texts for an entry that is not there")
    findings += [Finding(seq, loose) for seq in texts]
    faults = tx.faults()[:SHOWN]
    findings += [Finding(None, _faulty(fault)) for fault in faults]
    findings += [Finding(None, what) for what in _compare(tx, replay, head)]
    findings.sort(key=_place)  # stable
    files, found = len(replay.files), tuple(findings)
    founded = head is not None or replay.seq > 0 or len(found) > 1
    return Report(replay.seq, files, replay.hash, found, founded)


def _faulty(fault: str) -> Sentence:
    return sentence("the database itself is faulty: {fault}", fault=fault)


def _against(known: Mapping[int, str], hashes: Mapping[int, str]) -> Iterator[Finding]:
    """Heads kept elsewhere against the entries that are there."""
    for seq, start in known.items():
        if seq not in hashes:
            missing = sentence("it is missing, though its hash was once given out")
            yield Finding(seq, missing)
        elif not str(hashes[seq]).startswith(start):
            other = sentence("its hash is not the one that was once given out")
            yield Finding(seq, other)


def _place(finding: Finding) -> tuple[bool, int]:
    """By entry, derived rows last; a damaged number is none."""
    if isinstance(finding.seq, int):
        return False, finding.seq
    return True, 0


def _read(
    replay: Replay, witness: Witness, row: Row, texts: list[Row]
) -> Iterator[Finding]:
    """Take one entry into the replay; whatever is wrong with it is a finding."""
    seq = row["seq"]
    try:
        content = parsed(row["content"])
        _check_place(replay, row, content)
        words = checked_words(content, texts)
        entry = entry_of(row, words, content)
        need(entry.kind in ACTS, sentence("its kind is unknown"))
        by_clock = entry.actor == EXPIRY
        need(not by_clock or entry.kind in BY_EXPIRY, _NOT_BY_THE_CLOCK)
        ACTS[entry.kind](replay, entry)
        witness.watch(replay, entry)
    except Wrong as wrong:
        yield Finding(seq, wrong.what)
    except Impossible as broken:
        yield Finding(seq, sentence("the path forbids it: {why}", why=broken.reason))
    except UNREADABLE as odd:
        yield Finding(seq, unreadable(odd))
    replay.seq, replay.hash = seq, row["hash"]
    replay.recorded_at = row["recorded_at"]


def _check_place(replay: Replay, row: Row, content: Mapping[str, Any]) -> None:
    """The entry's hash, its columns, its place in the chain and in time."""
    check_columns(row, content)
    form = (content["v"], content["alg"], content["log"])
    need(
        form == (VERSION, ALGORITHM, replay.log),
        sentence("it is of another form or from another record"),
    )
    need(
        row["seq"] == replay.seq + 1,
        sentence("the entries between {last} and it are missing", last=replay.seq),
    )
    need(row["prev"] == replay.hash, sentence("it does not name the entry before it"))
    need(
        row["recorded_at"] > replay.recorded_at,
        sentence("it was recorded before the entry that precedes it"),
    )


def _compare(tx: Transaction, replay: Replay, head: Row | None) -> Iterator[Sentence]:
    """The derived rows against what the entries add up to."""
    ours = (replay.seq, replay.hash, replay.recorded_at)
    if head is None or (head["seq"], head["hash"], head["recorded_at"]) != ours:
        yield sentence(
            "the head names entry {seq}, the last entry is {last}: the end of the"
            " record is missing or was rewritten",
            seq=head["seq"] if head else 0,
            last=replay.seq,
        )
    for name in replay.stored.keys() - replay.named:
        yield sentence("the definition {hash} was stored by no entry", hash=name)
    terms = [row for file in replay.files.values() for row in file.terms.values()]
    yield from _rows("item", tx.found("items"), map(_item_row, replay.files.items()))
    yield from _rows("office_term", tx.found("terms"), terms)
    yield from _rows("role_grant", tx.found("all_grants"), replay.grants.values())
    yield from _rows("person", tx.found("people"), replay.people.values())
    yield from _rows("contact", tx.found("contacts"), replay.contacts.values())
    yield from _rows("absence", tx.found("absences"), replay.absences.values())
    yield from _rows("office", tx.found("offices"), replay.offices.values())
    lives = map(row_of_life, replay.releases.values())
    yield from _rows("release", tx.found("releases"), lives)
    told = replay.release_entries.values()
    yield from _rows("release_entry", tx.found("release_entries"), told)
    yield from _rows("sitting", tx.found("sittings"), replay.sittings.values())
    numbers = replay.supplements.values()
    yield from _rows("supplement", tx.found("supplements"), numbers)
    asked = [row for each in replay.files.items() for row in _consultations(*each)]
    yield from _rows("consultation", tx.found("consultations"), asked)
    terms = [row for each in replay.files.items() for row in _deadlines(replay, *each)]
    yield from _rows("deadline", tx.found("deadlines"), terms)
    brought = {each.seq for kept in replay.calendars.values() for each in kept}
    for seq in sorted(replay.calendar_rows.keys() - brought):
        yield sentence("the calendar of entry {seq} was stored by no entry", seq=seq)


def _item_row(named: tuple[str, File]) -> Row:
    item_id, file = named
    return {
        "id": item_id,
        "reference": file.reference,
        "definition_hash": file.definition_hash,
        "state": file.state,
        "version": len(file.entries),
        "head": file.entries[-1].hash if file.entries else GENESIS,
        "not_before": file.not_before,
        "opened_seq": file.opened_seq,
    }


def _consultations(item_id: str, file: File) -> Iterator[Row]:
    """The rows of an item's consultations; none where its path cannot be walked."""
    asked = [entry for entry in file.entries if entry.kind == "consulted"]
    try:
        found = walk(file.path, file.entries) if asked else None
    except (Impossible, *UNREADABLE):
        found = None  # the entry that breaks the walk is a finding already
    if found is None:
        return
    for entry in asked:
        facts = entry.content["facts"]
        status, outcome = standing_of(found, entry.item_seq)
        yield {
            "seq": entry.seq,
            "item_id": item_id,
            "name": facts["consultation"],
            "body": entry.body,
            "due": date.fromisoformat(facts["due"]) if "due" in facts else None,
            "status": status,
            "outcome": outcome,
        }


def _deadlines(replay: Replay, item_id: str, file: File) -> Iterator[Row]:
    """The rows of an item's deadlines; none where its path cannot be walked."""
    try:
        found = walk(file.path, file.entries) if file.path.deadlines else None
    except (Impossible, *UNREADABLE):
        found = None  # the entry that breaks the walk is a finding already
    if found is not None:
        for each in derive(file.path, found, replay.books):
            yield row_of(item_id, each)


def _rows(table: str, found: Iterable[Row], made: Iterable[Row]) -> Iterator[Sentence]:
    """Rows of a table that the entries do not bear out, and rows that are missing."""
    there, ours = ({_row_key(row) for row in rows} for rows in (found, made))
    for row in sorted(there - ours):
        yield sentence(
            "a row of {table} is not what the entries say: {row}", table=table, row=row
        )
    for row in sorted(ours - there):
        yield sentence("a row of {table} is missing: {row}", table=table, row=row)


def _row_key(row: Row) -> str:
    return ", ".join(f"{name}={row[name]}" for name in sorted(row))
