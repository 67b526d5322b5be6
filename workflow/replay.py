"""What the entries add up to, taken one by one: items, rights, people, terms.

Each kind of entry has its act, which checks that the entry could be recorded where it
stands and takes it in. Nothing here is shared with the acts that record (`procedure`),
but the judge of the path and the reading of corrections.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from definitions.loader import from_content, hash_of
from definitions.model import Definition
from definitions.sentences import sentence
from workflow.access import ADMIN, EVERY_ROLE, correctors
from workflow.entries import GENESIS, Wrong, need
from workflow.history import (
    CORRECTABLE,
    EXACT,
    Day,
    Entry,
    check_days,
    floor,
    stated,
    steps,
)
from workflow.machine import judge
from workflow.store import Row
from workflow.unit import today_in

_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class File:
    """An item as its entries add up."""

    reference: str
    definition_hash: str
    opened_seq: int
    path: Definition
    entries: list[Entry] = field(default_factory=list)
    state: str = ""
    not_before: date | None = None
    terms: dict[str, Row] = field(default_factory=dict)


@dataclass(slots=True)
class Replay:
    """Everything that the entries read so far add up to."""

    stored: Mapping[str, Row]  # the definitions of the database, by hash
    log: str
    seq: int = 0
    hash: str = GENESIS
    recorded_at: datetime = _BEGINNING
    files: dict[str, File] = field(default_factory=dict)
    people: dict[str, Row] = field(default_factory=dict)
    grants: dict[int, Row] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)  # definitions that an entry names

    def need_role(self, person: str, by: Iterable[str]) -> None:
        """The person must have held one of the roles when the entry was written."""
        roles = {
            row["role"]
            for row in self.grants.values()
            if row["person_id"] == person and row["revoked_seq"] is None
        }
        need(
            EVERY_ROLE in roles or not roles.isdisjoint(by),
            sentence("its author held no role that allows it"),
        )


def _person(replay: Replay, entry: Entry) -> None:
    if replay.people:
        replay.need_role(entry.actor, (ADMIN,))
    person = entry.content["facts"]["person"]
    replay.people[person] = {"id": person, "seq": entry.seq, **entry.words}


def _granted(replay: Replay, entry: Entry) -> None:
    if replay.grants:  # the first grant is the founding of the record
        replay.need_role(entry.actor, (ADMIN,))
    facts = entry.content["facts"]
    replay.grants[entry.seq] = {
        "granted_seq": entry.seq,
        "person_id": facts["person"],
        "role": facts["role"],
        "revoked_seq": None,
    }


def _revoked(replay: Replay, entry: Entry) -> None:
    replay.need_role(entry.actor, (ADMIN,))
    facts = entry.content["facts"]
    for row in replay.grants.values():
        named = (row["person_id"], row["role"]) == (facts["person"], facts["role"])
        if named and row["revoked_seq"] is None:
            row["revoked_seq"] = entry.seq


def _defined(replay: Replay, entry: Entry) -> None:
    facts = entry.content["facts"]
    row = replay.stored.get(facts["hash"])
    need(
        row is not None
        and hash_of(row["content"]) == facts["hash"]
        and hash_of(row["source"]) == facts["source"]
        and (row["name"], row["version"]) == (facts["name"], facts["version"]),
        sentence("the definition that it stored is missing or was changed"),
    )
    replay.named.add(facts["hash"])


def _opened(replay: Replay, entry: Entry) -> None:
    facts = entry.content["facts"]
    need(
        facts["definition"] in replay.named,
        sentence("its definition is not part of the record"),
    )
    path = from_content(replay.stored[facts["definition"]]["content"])
    replay.need_role(entry.actor, path.opened_by)
    file = File(facts["reference"], facts["definition"], entry.seq, path)
    need(
        entry.content["item"] not in replay.files, sentence("its item is there already")
    )
    replay.files[entry.content["item"]] = file
    _take(file, entry)
    _check_steps(file, entry)


def _moved(replay: Replay, entry: Entry) -> None:
    file = replay.files[entry.content["item"]]
    rule = file.path.events[entry.event]
    replay.need_role(entry.actor, rule.by)
    verdict = judge(file.path, file.state, entry.event, entry.outcome)
    if verdict.reason is not None:
        raise Wrong(verdict.reason)
    said = (entry.from_state, entry.to_state, entry.body, entry.outcome)
    need(
        said == (file.state, verdict.to, rule.body, verdict.outcome),
        sentence("it does not say what the path makes of the event"),
    )
    _check_day(file, entry, entry.day)
    bound = file.not_before
    need(
        bound is None or entry.day.latest >= bound,
        sentence("its day lies before that of an earlier step"),
    )
    _take(file, entry)
    file.state = verdict.to or ""
    if entry.day.precision == EXACT:
        file.not_before = max(filter(None, (bound, entry.day.day)))


def _corrected(replay: Replay, entry: Entry) -> None:
    file = replay.files[entry.content["item"]]
    if entry.corrects is None or not 0 < entry.corrects < entry.item_seq:
        raise Wrong(sentence("it corrects no earlier entry"))
    target = file.entries[entry.corrects - 1]
    need(target.kind in CORRECTABLE, sentence("it corrects what is no step"))
    event = entry.content.get("facts", {}).get("event")
    for by in correctors(file.path, file.entries, target, event):
        replay.need_role(entry.actor, by)
    _check_day(file, entry, stated(entry).day or entry.day)
    need(entry.from_state == file.state, sentence("it starts from another state"))
    _take(file, entry)
    _check_steps(file, entry)


def _check_steps(file: File, entry: Entry) -> None:
    """What a correction makes of the history must be possible, and what it says."""
    standing = steps(file.path, file.entries)
    check_days(standing)
    file.state, file.not_before = standing[-1].to_state, floor(standing)
    need(
        entry.to_state == file.state,
        sentence("it names another state than the corrected history has"),
    )


def _check_day(file: File, entry: Entry, day: Day) -> None:
    today = today_in(file.path, entry.recorded_at)
    need(
        day.day is None or day.day <= today,
        sentence("its day lies after the instant of its recording"),
    )


def _term(replay: Replay, entry: Entry) -> None:
    file = _beside(replay, entry)
    facts = entry.content["facts"]
    file.terms[facts["name"]] = {
        "item_id": entry.content["item"],
        "name": facts["name"],
        "due": date.fromisoformat(facts["due"]),
        "role": facts["role"],
        "remind_before": ",".join(str(each) for each in facts["remind_before"]),
        "status": "open",
        "seq": entry.seq,
        "closed_seq": None,
    }


def _term_done(replay: Replay, entry: Entry) -> None:
    file = _beside(replay, entry)
    row = file.terms[entry.content["facts"]["name"]]
    row["status"], row["closed_seq"] = "done", entry.seq


def _noted(replay: Replay, entry: Entry) -> None:
    _beside(replay, entry)


def _beside(replay: Replay, entry: Entry) -> File:
    """An entry beside the path: it leaves the state as it is."""
    file = replay.files[entry.content["item"]]
    replay.need_role(entry.actor, file.path.roles)
    need(
        entry.from_state == entry.to_state == file.state,
        sentence("it claims to move the item"),
    )
    _take(file, entry)
    return file


def _take(file: File, entry: Entry) -> None:
    """The entry's place in the chain of its item."""
    last = file.entries[-1].hash if file.entries else GENESIS
    need(
        entry.item_seq == len(file.entries) + 1 and entry.content["item_prev"] == last,
        sentence("it does not name the entry before it in its item"),
    )
    file.entries.append(entry)


ACTS: dict[str, Callable[[Replay, Entry], None]] = {
    "person": _person,
    "role_granted": _granted,
    "role_revoked": _revoked,
    "definition": _defined,
    "opened": _opened,
    "moved": _moved,
    "corrected": _corrected,
    "term": _term,
    "term_done": _term_done,
    "noted": _noted,
}
