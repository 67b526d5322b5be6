"""What the entries read so far add up to: items, rights, people, definitions.

And the acts of the entries that belong to no item.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from definitions.loader import from_content, hash_of
from definitions.model import Definition
from definitions.sentences import sentence
from workflow import wording
from workflow.access import ADMIN, covers
from workflow.books import Books, Sat, Stored, needed, stored
from workflow.deputies import Away, away_of, circle, overlap
from workflow.entries import GENESIS, need
from workflow.history import DISPATCHED, EXPIRY, Entry
from workflow.publicity import Life
from workflow.series import recorders, series_of
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
    sittings: dict[tuple[str, date], Row] = field(default_factory=dict)
    supplements: dict[str, Row] = field(default_factory=dict)
    calendar_rows: Mapping[int, Row] = field(default_factory=dict)  # of the database
    calendars: dict[str, list[Stored]] = field(default_factory=dict)
    sat: list[Sat] = field(default_factory=list)
    contacts: dict[str, Row] = field(default_factory=dict)  # by subject
    absences: dict[int, Row] = field(default_factory=dict)
    away: dict[str, list[Away]] = field(default_factory=dict)  # not ended, by person
    offices: dict[tuple[str, date], Row] = field(default_factory=dict)
    releases: dict[str, Life] = field(default_factory=dict)
    release_entries: dict[int, Row] = field(default_factory=dict)

    @property
    def books(self) -> Books:
        """The calendars and sittings of the entries read so far."""
        return Books(self._calendar, lambda: self.sat)

    def _calendar(self, name: str, seq: int) -> Stored | None:
        versions = self.calendars.get(name, [])
        kept = [each for each in versions if each.seq <= seq] or versions[:1]
        return kept[-1] if kept else None

    def need_role(self, person: str, by: Iterable[str]) -> None:
        """The person must have held one of the roles when the entry was written.

        What the clock records is proved by the term that ended (`check_expiry`).
        """
        if person == EXPIRY:
            return
        roles = {
            row["role"]
            for row in self.grants.values()
            if row["person_id"] == person and row["revoked_seq"] is None
        }
        need(
            covers(roles, by),
            sentence("its author held no role that allows it"),
        )


def person(replay: Replay, entry: Entry) -> None:
    """Somebody became known to the record."""
    if replay.people:
        replay.need_role(entry.actor, (ADMIN,))
    person = entry.content["facts"]["person"]
    replay.people[person] = {"id": person, "seq": entry.seq, **entry.words}


def granted(replay: Replay, entry: Entry) -> None:
    """A role was given."""
    if replay.grants:  # the first grant is the founding of the record
        replay.need_role(entry.actor, (ADMIN,))
    facts = entry.content["facts"]
    replay.grants[entry.seq] = {
        "granted_seq": entry.seq,
        "person_id": facts["person"],
        "role": facts["role"],
        "revoked_seq": None,
    }


def revoked(replay: Replay, entry: Entry) -> None:
    """A role was taken."""
    replay.need_role(entry.actor, (ADMIN,))
    facts = entry.content["facts"]
    for row in replay.grants.values():
        named = (row["person_id"], row["role"]) == (facts["person"], facts["role"])
        if named and row["revoked_seq"] is None:
            row["revoked_seq"] = entry.seq


def defined(replay: Replay, entry: Entry) -> None:
    """A version of a path was stored."""
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


def sitting(replay: Replay, entry: Entry) -> None:
    """What is told of a sitting of a body."""
    facts, day = entry.content["facts"], entry.day.day
    paths = [from_content(replay.stored[each]["content"]) for each in replay.named]
    replay.need_role(entry.actor, recorders(paths, facts["sittings"]))
    need(day is not None, sentence("a sitting has its day"))
    assert day is not None
    sat = [path for path in paths if facts["sittings"] in series_of(path)]
    need(
        facts["status"] == "cancelled"
        or any(day <= today_in(path, entry.recorded_at) for path in sat),
        sentence("its day lies after the instant of its recording"),
    )
    replay.sat.append((entry.seq, facts["sittings"], day, facts["status"]))
    replay.sittings[facts["sittings"], day] = {
        "sittings": facts["sittings"],
        "day": day,
        "status": facts["status"],
        "seq": entry.seq,
    }


def contact(replay: Replay, entry: Entry) -> None:
    """Where somebody is written to was entered, or entered anew."""
    replay.need_role(entry.actor, (ADMIN,))
    facts, words = entry.content["facts"], entry.words
    kind, _, name = facts["subject"].partition(":")
    need(
        kind in {"role", "body", "press"}
        or (kind == "person" and name in replay.people),
        sentence("it names nobody who could be written to"),
    )
    need(
        facts["language"] in wording.LANGUAGES and wording.is_address(words["address"]),
        sentence("its address or its language is none"),
    )
    replay.contacts[facts["subject"]] = {
        "subject": facts["subject"],
        "name": words.get("name"),
        "address": words["address"],
        "language": facts["language"],
        "seq": entry.seq,
    }


def contact_dropped(replay: Replay, entry: Entry) -> None:
    """An address was taken back."""
    replay.need_role(entry.actor, (ADMIN,))
    del replay.contacts[entry.content["facts"]["subject"]]


def absence(replay: Replay, entry: Entry) -> None:
    """Somebody is away on some days; one's own absence takes no role."""
    facts = entry.content["facts"]
    last = date.fromisoformat(facts["last"]) if "last" in facts else None
    row = {
        "seq": entry.seq,
        "person_id": facts["person"],
        "first": date.fromisoformat(facts["first"]),
        "last": last,
        "deputy_id": facts.get("deputy"),
        "ended_seq": None,
    }
    _need_own_or_admin(replay, entry.actor, row)
    need(
        row["deputy_id"] is None or row["deputy_id"] in replay.people,
        sentence("its deputy is unknown"),
    )
    new = away_of(row)
    need(
        new.first <= new.until
        and overlap(replay.away, new) is None
        and not circle(replay.away, new),
        sentence("its days or its deputy contradict what was entered before"),
    )
    replay.absences[entry.seq] = row
    replay.away.setdefault(new.person, []).append(new)


def absence_ended(replay: Replay, entry: Entry) -> None:
    """Somebody is back, or does not go after all."""
    row = replay.absences[entry.content["facts"]["absence"]]
    _need_own_or_admin(replay, entry.actor, row)
    need(row["ended_seq"] is None, sentence("it ends an absence that had ended"))
    row["ended_seq"] = entry.seq
    replay.away[row["person_id"]].remove(away_of(row))


def _need_own_or_admin(replay: Replay, actor: str, row: Row) -> None:
    need(row["person_id"] in replay.people, sentence("its person is unknown"))
    if actor != row["person_id"]:
        replay.need_role(actor, (ADMIN,))


def dispatch(replay: Replay, entry: Entry) -> None:
    """A decision about messages or the clock; messages are no part of the record."""
    replay.need_role(entry.actor, (ADMIN,))
    need(
        entry.content["facts"]["verb"] in DISPATCHED,
        sentence("it tells of no decision that is known"),
    )


def imported(_: Replay, __: Entry) -> None:
    """What an import brought follows as entries of their own."""


def calendar(replay: Replay, entry: Entry) -> None:
    """A version of a calendar was stored; the first one by whoever needed it."""
    facts = entry.content["facts"]
    name, row = facts["calendar"], replay.calendar_rows.get(entry.seq)
    need(
        row is not None
        and (row["name"], row["hash"]) == (name, facts["hash"])
        and hash_of(row["content"]) == facts["hash"],
        sentence("the calendar that it stored is missing or was changed"),
    )
    assert row is not None
    if name in replay.calendars:
        paths = [from_content(replay.stored[each]["content"]) for each in replay.named]
        replay.need_role(entry.actor, keepers(paths, name))
    else:
        known = entry.actor == EXPIRY or entry.actor in replay.people
        need(known, sentence("its author is unknown"))
    replay.calendars.setdefault(name, []).append(stored(**row))


def keepers(paths: Iterable[Definition], name: str) -> tuple[str, ...]:
    """The roles that may change a calendar.

    Those that record the sittings of the series, those that open items which count
    with it, and `admin`.
    """
    paths = tuple(paths)
    by = dict.fromkeys(recorders(paths, name))
    for path in paths:
        if name in needed(path):
            by |= dict.fromkeys(path.opened_by)
    return (*by, ADMIN)


OF_NO_ITEM: dict[str, Callable[[Replay, Entry], None]] = {
    "person": person,
    "role_granted": granted,
    "role_revoked": revoked,
    "definition": defined,
    "sitting": sitting,
    "calendar": calendar,
    "imported": imported,
    "contact": contact,
    "contact_dropped": contact_dropped,
    "absence": absence,
    "absence_ended": absence_ended,
    "dispatch": dispatch,
}
