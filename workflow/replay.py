"""What the entries add up to, taken one by one: items, rights, people, terms.

Each kind of entry has its act, which checks that the entry could be recorded where it
stands and takes it in. Nothing here is shared with the acts that record (`procedure`),
but the judge of the path and the reading of corrections.
"""

from collections.abc import Callable
from datetime import date

from definitions.loader import from_content
from definitions.sentences import sentence
from definitions.vocabulary import Event
from workflow.access import ADMIN, beside_by, correctors
from workflow.bounds import EXACT, Day
from workflow.entries import GENESIS, Wrong, need
from workflow.history import CORRECTABLE, EXPIRY, Entry, root_of, standings, stated
from workflow.machine import judge
from workflow.order import check_days, floor
from workflow.proving import (
    check_expiry,
    check_extension,
    check_lapsed,
    check_sitting,
    check_told,
    check_was,
    known_at,
)
from workflow.publicity import RELEASE
from workflow.publicity_tally import PUBLICITY
from workflow.release_tally import release
from workflow.tally import OF_NO_ITEM, File, Replay
from workflow.unit import today_in
from workflow.walk import walk


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
    check_sitting(replay.sittings, file.path, entry, entry.event, entry.day)
    if entry.actor == EXPIRY:
        check_expiry(file.path, file.entries, entry, replay.books)
    known = known_at(file.path, file.entries, entry, replay.books)
    verdict = judge(file.path, file.state, entry.event, entry.outcome, known)
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
    _number(replay, rule, entry)
    if entry.day.precision == EXACT:
        file.not_before = max(filter(None, (bound, entry.day.day)))


def _corrected(replay: Replay, entry: Entry) -> None:
    file = replay.files[entry.content["item"]]
    if entry.corrects is None or not 0 < entry.corrects < entry.item_seq:
        raise Wrong(sentence("it corrects no earlier entry"))
    target = file.entries[entry.corrects - 1]
    need(target.kind in CORRECTABLE, sentence("it corrects what is no step"))
    event = entry.content.get("facts", {}).get("event")
    for by in _correctors(file, entry, target, event):
        replay.need_role(entry.actor, by)
    root = root_of(file.entries, target)
    if root.kind != "planned":
        _check_day(file, entry, stated(entry).day or entry.day)
    need(entry.from_state == file.state, sentence("it starts from another state"))
    before = standings(file.entries)[root.item_seq].facts
    stands, day = event or before.event, stated(entry).day or before.day
    check_sitting(replay.sittings, file.path, entry, stands, day)
    _take(file, entry)
    _check_steps(file, entry)
    check_lapsed(file.path, file.entries, replay.books)


def _correctors(
    file: File, entry: Entry, target: Entry, event: str | None
) -> tuple[tuple[str, ...], ...]:
    overturned = entry.content.get("facts", {}).get("overturned")
    if overturned is not None and target.actor == EXPIRY:
        return (tuple(file.path.events[overturned].by),)
    return correctors(file.path, file.entries, target, event)


def _check_steps(file: File, entry: Entry) -> None:
    """What an entry makes of the history must be possible, and what it says."""
    found = walk(file.path, file.entries)
    check_days(found.steps)
    file.state, file.not_before = found.state, floor(found.steps)
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


def _stands_beside(replay: Replay, entry: Entry) -> None:
    """A consultation, an answer, a document, a plan: the walk says if it could be."""
    if entry.actor == EXPIRY:
        file = replay.files[entry.content["item"]]
        check_expiry(file.path, file.entries, entry, replay.books)
    file = _beside(replay, entry)
    replay.need_role(entry.actor, beside_by(file.path, file.entries, entry))
    if entry.kind != "planned":
        _check_day(file, entry, entry.day)
    _check_steps(file, entry)
    facts = entry.content.get("facts", {})
    if entry.kind == "consulted" and "deadline" in facts:
        told = [{**facts, "started": entry.item_seq}]
        check_told(file.path, file.entries, told, replay.books)


def _term_changed(replay: Replay, entry: Entry) -> None:
    """A term was extended, suspended or resumed; its last day is told."""
    file = replay.files[entry.content["item"]]
    check_was(file.path, file.entries, entry, replay.books)
    if entry.kind == "extended":
        check_extension(file.path, file.entries, entry, replay.books)
    _stands_beside(replay, entry)
    told = [entry.content["facts"]]
    check_told(file.path, file.entries, told, replay.books)


def _rescheduled(replay: Replay, entry: Entry) -> None:
    """Running deadlines have another last day, because of an entry before."""
    file = replay.files[entry.content["item"]]
    facts = entry.content["facts"]
    need(
        facts["because"] < entry.seq
        and entry.from_state == entry.to_state == file.state,
        sentence("it names no cause before it"),
    )
    _take(file, entry)
    check_told(file.path, file.entries, facts["deadlines"], replay.books)


def _gap(replay: Replay, entry: Entry) -> None:
    file = replay.files[entry.content["item"]]
    replay.need_role(entry.actor, file.path.opened_by)
    need(entry.from_state == file.state, sentence("it starts from another state"))
    _take(file, entry)
    _check_steps(file, entry)


def _migrated(replay: Replay, entry: Entry) -> None:
    file = replay.files[entry.content["item"]]
    replay.need_role(entry.actor, (ADMIN,))
    facts = entry.content["facts"]
    need(
        facts["definition"] in replay.named,
        sentence("its definition is not part of the record"),
    )
    need(entry.from_state == file.state, sentence("it starts from another state"))
    path = from_content(replay.stored[facts["definition"]]["content"])
    said = (facts["from"], path.definition)
    need(
        said == (file.definition_hash, file.path.definition),
        sentence("it does not lead from the version that the item was on"),
    )
    file.definition_hash, file.path = facts["definition"], path
    _take(file, entry)
    _check_steps(file, entry)
    check_lapsed(file.path, file.entries, replay.books)


def _number(replay: Replay, rule: Event, entry: Entry) -> None:
    number = entry.content.get("facts", {}).get("number")
    need(
        (number is not None) == rule.supplement and number not in replay.supplements,
        sentence("the number of its supplement is missing, or was given before"),
    )
    if number is not None:
        item = entry.content["item"]
        row = {"number": number, "item_id": item, "seq": entry.seq}
        replay.supplements[number] = row


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
    **OF_NO_ITEM,
    **PUBLICITY,
    RELEASE: release,
    "opened": _opened,
    "moved": _moved,
    "corrected": _corrected,
    "term": _term,
    "term_done": _term_done,
    "noted": _noted,
    "consulted": _stands_beside,
    "answered": _stands_beside,
    "document": _stands_beside,
    "planned": _stands_beside,
    "gap": _gap,
    "extended": _term_changed,
    "suspended": _term_changed,
    "resumed": _term_changed,
    "rescheduled": _rescheduled,
    "migrated": _migrated,
}
