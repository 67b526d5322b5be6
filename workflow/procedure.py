"""The acts of the procedure: each is one unit of work and leaves one entry.

Every act takes a Store and an Act (who, when), raises a Problem and records nothing if
a rule refuses, and returns its answer once the entry is durable.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from definitions.model import Definition, Loaded
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.books import Books
from workflow.bounds import EXACT, Day
from workflow.days import check_validity, day_or_today
from workflow.deadlines import derive, running
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.guards import Known
from workflow.judging import (
    WITHDRAWAL,
    Typed,
    check_fields,
    check_order,
    check_urgency,
    cited,
    number_of,
    verdict_on,
    whole_words,
)
from workflow.lapsing import bring_about, came_first, named_first
from workflow.machine import Verdict, any_outcome
from workflow.opening import free_reference, store_definition
from workflow.overturning import check_built_upon, strike_deemed
from workflow.projection import after_step, keep_needed, ready
from workflow.store import Row, Store
from workflow.told import moved_too
from workflow.unit import (
    Act,
    Answer,
    Answered,
    Unit,
    answer,
    today_in,
    unit,
)
from workflow.walk import walk, why_not

OPENING = "open"


def open_item(
    store: Store,
    act: Act,
    *,
    title: str,
    lead: str,
    definition: Loaded,
    day: Day | None = None,
    reference: str | None = None,
    note: str | None = None,
    particulars: str | None = None,
) -> Answer:
    """Open an item in the initial state of `definition`, which is stored with it.

    `day` is the day of the draft (today if not given). Without a `reference` the next
    free one of that year is taken (S-2021-0001). `particulars` is the canonical JSON of
    what releases need (stored word forms, background facts).
    """
    words = wording.clean_words(
        {"title": title, "lead": lead, "note": note, "particulars": particulars}
    )
    given = None if reference is None else wording.clean_reference(reference)
    asked = {"words": words, "reference": given, "definition": definition.hash}
    try:
        with unit(store, act, "new", asked | _asked_day(day)) as work:
            return open_in(work, definition, words, day, given)
    except Answered as done:
        return done.answer


def open_in(
    work: Unit,
    definition: Loaded,
    words: Mapping[str, str],
    day: Day | None,
    given: str | None,
) -> Answer:
    """Open an item inside a unit of work; `given` is the reference asked for."""
    path = definition.definition
    person = work.require(path.opened_by, path)
    taken = day_or_today(day, path, work.act.now)
    check_validity(path, taken)
    reference = free_reference(work, given, taken, work.act)
    store_definition(work, person, definition)
    keep_needed(work, path)
    item = {"id": secrets.token_hex(16), "version": 0, "head": "0" * 64}
    entry = work.write(
        "opened",
        person,
        item=item,
        event=OPENING,
        to_state=path.initial_state,
        day=taken,
        facts={"reference": reference, "definition": definition.hash},
        words=words,
    )
    work.tx.change(
        "add_item",
        id=item["id"],
        reference=reference,
        definition_hash=definition.hash,
        state=path.initial_state,
        version=entry.item_seq,
        head=entry.hash,
        not_before=taken.day if taken.precision == "exact" else None,
        opened_seq=entry.seq,
    )
    after_step(work, {**item, "definition_hash": definition.hash}, entry)
    return answer(reference, entry)


@dataclass(frozen=True, slots=True)
class Moved:
    """What is typed of an event: its outcome, its texts, the number of a supplement.

    Texts by field: note, outcome_text, urgency (the reason), approved_by, and
    `field:<name>` for what the event records.
    """

    event: str
    outcome: str | None = None
    number: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def advance(
    store: Store,
    act: Act,
    reference: str,
    event: str,
    *,
    day: Day | None = None,
    outcome: str | None = None,
    number: str | None = None,
    fields: Mapping[str, str] | None = None,
    **texts: str | None,
) -> Answer:
    """Record that `event` happened to the item on `day` (today if not given).

    Without an `outcome` the first one that the event allows is meant. `fields` are the
    further texts that the event records (medium, citation), `number` is the own number
    of a supplement (the next free one if none), `texts` as in `Moved`.
    """
    further = {wording.FIELD + name: text for name, text in (fields or {}).items()}
    words = wording.clean_words({**texts, **further})
    asked = {"reference": reference, "event": event, "outcome": outcome, "words": words}
    asked |= {} if number is None else {"number": number}
    try:
        with unit(store, act, "advance", asked | _asked_day(day)) as work:
            moved = Moved(event, outcome, number, words)
            return advance_in(work, reference, moved, day)
    except Answered as done:
        return done.answer


def advance_in(work: Unit, reference: str, moved: Moved, day: Day | None) -> Answer:
    """Record an event inside a unit of work."""
    item, path = work.item(reference)
    event, words = moved.event, moved.words
    rule = path.events.get(event)
    person = work.require(rule.by, path) if rule else ""
    meant = day or Day(today_in(path, work.act.now))
    said = Typed(event, meant, frozenset(words), person)
    item, ended, facts = _at_its_day(work, item, path, said, moved.outcome)
    verdict = verdict_on(work, item, path, said, moved.outcome)
    if rule is None or verdict.to is None:
        check_built_upon(work, item, path, said, moved.outcome)
        before = (came_first(path, each) for each in ended)
        raise Refused(*before, _not_now(work, item, path, event, verdict))
    check_fields(path, event, words)
    check_urgency(path, event, words)
    taken = day_or_today(day, path, work.act.now)
    check_order(work, item, path, taken)
    facts |= cited(work, path, event, taken)
    if number := number_of(work, rule, moved.number, taken):
        facts["number"] = number
    entry = work.write(
        "moved",
        person,
        item=item,
        event=event,
        from_state=item["state"],
        to_state=verdict.to,
        day=taken,
        body=rule.body,
        outcome=verdict.outcome,
        facts=facts,
        words=words,
    )
    work.move(item, entry, state=verdict.to, not_before=_bound(taken, item))
    if number:
        work.tx.change(
            "add_supplement", number=number, item_id=item["id"], seq=entry.seq
        )
    return moved_too(answer(item["reference"], entry), after_step(work, item, entry))


def _at_its_day(
    work: Unit, item: Row, path: Definition, typed: Typed, outcome: str | None
) -> tuple[Row, list[Answer], dict[str, Any]]:
    """The item as it stood on the day of an event, whenever that is recorded.

    Its row, what ended terms have brought about before, what the event reverses.
    """
    ended: list[Answer] = []
    item = ready(work, item, path)
    if typed.day.precision == EXACT:
        item, ended, _ = bring_about(work, item, path, typed.day.earliest)
    item, facts = strike_deemed(work, item, path, typed, outcome)
    return item, ended, facts | named_first(ended)


def _bound(taken: Day, item: Row) -> date | None:
    """The earliest day that the next step can have."""
    exact = taken.day if taken.precision == EXACT else None
    return max(filter(None, (exact, item["not_before"])), default=None)


def withdraw(
    store: Store,
    act: Act,
    reference: str,
    *,
    day: Day | None = None,
    note: str | None = None,
) -> Answer:
    """Withdraw the item: the event `withdraw` of its definition."""
    return advance(store, act, reference, WITHDRAWAL, day=day, note=note)


def record(
    store: Store, act: Act, kind: str, reference: str, payload_hash: str
) -> Answer:
    """Put the hash of something outside the record (a release) on the item's chain."""
    asked = {"kind": kind, "reference": reference, "payload": payload_hash}
    try:
        with unit(store, act, "record", asked) as work:
            item, path = work.item(reference)
            person = work.require(tuple(path.roles), path)
            said = {"event": kind, "facts": {"payload": payload_hash}}
            entry = work.beside("noted", person, item, **said)
            return answer(item["reference"], entry)
    except Answered as done:
        return done.answer


def _asked_day(day: Day | None) -> dict[str, str | None]:
    if day is None:
        return {}
    return {"on": str(day.day), "on_precision": day.precision}


def _not_now(
    work: Unit, item: Row, path: Definition, event: str, verdict: Verdict
) -> Sentence:
    """The rule that refuses, what is missing, and the commands that are permitted."""
    walked = walk(path, entries_of(work.tx, item["id"]))
    known = walked.known(
        actor=work.held.person,
        terms=running(derive(path, walked, Books.of(work.tx))),
        today=today_in(path, work.act.now),
    )
    return sentence(
        "{reference}: by the path {path} {version}, {reason}. Nothing was recorded."
        " Permitted to you now: {permitted}.",
        reference=item["reference"],
        path=path.definition,
        version=path.version,
        reason=why_not(walked.steps, event, verdict),
        permitted=tuple(_permitted(work, item, path, known)) or sentence("nothing"),
    )


def _permitted(
    work: Unit, item: Row, path: Definition, known: Known
) -> Iterator[Sentence]:
    """The commands that are open to this person now."""
    for name in path.events_along_the_path():
        found = any_outcome(path, item["state"], name, known)
        if found is not None and work.held.may(path.events[name].by):
            words = whole_words(path, item["reference"], name, found.outcome)
            yield sentence("`{command}`", command=" ".join(("laufzettel", *words)))
