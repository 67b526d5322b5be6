"""Corrections: a new entry names the wrong one, the reason and the new facts.

Nothing is overwritten. The item's present state is what the corrected history says; a
correction after which a later step would be impossible is refused with the reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.access import correctors
from workflow.days import check_validity, day_or_today
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.history import (
    CORRECTABLE,
    Day,
    Entry,
    Impossible,
    Standing,
    Step,
    check_days,
    floor,
    root_of,
    standings,
    steps,
)
from workflow.machine import judge
from workflow.store import Store
from workflow.unit import (
    Act,
    Answer,
    Answered,
    Unit,
    answer,
    unit,
)

_OF_OPENING = frozenset({"title", "lead", "particulars"})


@dataclass(frozen=True, slots=True)
class Changes:
    """The new facts of a corrected entry; None means: as it was.

    `void`: it never happened.     `words` by field: title, lead, particulars (opening),
    note, outcome_text, `field:<name>`.
    """

    event: str | None = None
    day: Day | None = None
    outcome: str | None = None
    void: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> dict[str, Any]:
        """The changes as an entry holds them; texts are in its words."""
        found: dict[str, Any] = {"event": self.event, "outcome": self.outcome}
        if self.void:
            found["void"] = True
        if self.day is not None:
            found["on"] = self.day.day.isoformat() if self.day.day else None
            found["on_precision"] = self.day.precision
        return {name: value for name, value in found.items() if value is not None}


def correct(
    store: Store, act: Act, reference: str, seq: int, *, reason: str, changes: Changes
) -> Answer:
    """Correct entry `seq` of an item: a step, or an earlier correction.

    It takes a role that may record the step. Raises Refused if the entry cannot be
    corrected so, if nothing would change, or if a step would become impossible.
    """
    words = wording.clean_words({**changes.words, "reason": reason})
    clean = {name: text for name, text in words.items() if name != "reason"}
    changes = replace(changes, words=clean)
    asked = {"reference": reference, "seq": seq, "changes": changes.said()}
    try:
        with unit(store, act, "correct", {**asked, "words": words}) as work:
            return _correct(work, reference, seq, changes, words)
    except Answered as done:
        return done.answer


def _correct(
    work: Unit, reference: str, seq: int, changes: Changes, words: Mapping[str, str]
) -> Answer:
    item, path = work.item(reference)
    entries = entries_of(work.tx, item["id"])
    target = _target(entries, seq, reference)
    root = root_of(entries, target)
    for by in correctors(path, entries, target, changes.event):
        person = work.require(by, path)
    standing = standings(entries)
    _check_changes(path, target, root, standing, changes)
    if changes.day is not None:
        day_or_today(changes.day, path, work.act.now)
        if root.kind == "opened":
            check_validity(path, changes.day)
    before = steps(path, entries)
    after = _afterwards(path, entries, target, changes, reference)
    if not _differs(before, after):
        raise Refused(_says_so_already(reference, seq))
    stands = next((step for step in after if step.entry is root), None)
    gone = standing[root.item_seq].facts
    entry = work.write(
        "corrected",
        person,
        item=item,
        event="correct",
        from_state=item["state"],
        to_state=after[-1].to_state,
        day=stands.day if stands else gone.day,
        body=stands.body if stands else None,
        outcome=stands.outcome if stands else None,
        corrects=seq,
        facts=changes.said(),
        words=words,
    )
    work.move(item, entry, state=after[-1].to_state, not_before=floor(after))
    return answer(reference, entry)


def _target(entries: Sequence[Entry], seq: int, reference: str) -> Entry:
    for entry in entries:
        if entry.item_seq == seq and entry.kind in CORRECTABLE:
            return entry
    if 0 < seq <= len(entries):
        raise Refused(
            sentence(
                "Entry {seq} of {reference} is no step and no correction; an office"
                " term is closed with `laufzettel deadline done`. Nothing was"
                " recorded.",
                reference=reference,
                seq=seq,
            )
        )
    raise Refused(
        sentence(
            "{reference} has no entry {seq}; `laufzettel history {reference}` shows"
            " them. Nothing was recorded.",
            reference=reference,
            seq=seq,
        )
    )


def _check_changes(
    path: Definition,
    target: Entry,
    root: Entry,
    standing: Mapping[int, Standing],
    changes: Changes,
) -> None:
    """Refuse what cannot be said of this entry, whatever the other steps are."""
    if reason := _misfit(path, target, root, standing, changes):
        raise Refused(
            sentence(
                "Entry {seq} cannot be corrected so: {reason}. Nothing was recorded.",
                seq=target.item_seq,
                reason=reason,
            )
        )


def _misfit(
    path: Definition,
    target: Entry,
    root: Entry,
    standing: Mapping[int, Standing],
    changes: Changes,
) -> Sentence | None:
    stand = standing[target.item_seq]
    if stand.undone:
        return sentence("a later correction has struck it; correct that one")
    if stand.facts.void and not changes.void:
        return sentence(
            "it strikes entry {seq}; only `--void` can undo that", seq=target.corrects
        )
    if root.kind == "opened":
        if changes.event or changes.outcome or (changes.void and target is root):
            return sentence("it opens the item; `laufzettel withdraw` ends an item")
        return _foreign(root.event, _OF_OPENING, changes)
    event = changes.event or stand.facts.event
    event = event or standing[root.item_seq].facts.event or root.event
    if reason := _unknown(path, event, changes.outcome):
        return reason
    fields = (wording.FIELD + name for name in path.events[event].fields)
    return _foreign(event, {"outcome_text", *fields}, changes)


def _unknown(path: Definition, event: str, outcome: str | None) -> Sentence | None:
    """What the path says against event and outcome, wherever the item stands."""
    known = event in path.events
    state = next(iter(path.moves_of(event))) if known else path.initial_state
    return judge(path, state, event, outcome).reason


def _foreign(event: str, own: Collection[str], changes: Changes) -> Sentence | None:
    """Texts that an entry of this kind does not have."""
    names = tuple(name for name in changes.words if name not in {"note", *own})
    if not names:
        return None
    fields = tuple(name.removeprefix(wording.FIELD) for name in names)
    if _OF_OPENING.issuperset(names):
        return sentence("{words} belong to the opening of the item", words=fields)
    return sentence("{event} records no field {unknown}", event=event, unknown=fields)


def _afterwards(
    path: Definition,
    entries: Sequence[Entry],
    target: Entry,
    changes: Changes,
    reference: str,
) -> tuple[Step, ...]:
    """The steps as they would stand; Refused if the path or the days forbid them."""
    trial = _trial(len(entries) + 1, target, changes)
    try:
        after = steps(path, (*entries, trial))
        check_days(after)
    except Impossible as broken:
        if broken.step.entry is root_of(entries, target):
            raise Refused(_not_here(reference, target.item_seq, broken)) from None
        raise Refused(
            sentence(
                "Entry {seq} of {reference} cannot be corrected so: {event} (entry"
                " {other}) would become impossible: {reason}. Nothing was recorded. The"
                " way is backwards: `laufzettel correct {reference} {other} --void"
                " --reason TEXT` first, and record that step again afterwards.",
                seq=target.item_seq,
                reference=reference,
                event=broken.step.event,
                other=broken.step.entry.item_seq,
                reason=broken.reason,
            )
        ) from None
    return after


def _not_here(reference: str, seq: int, broken: Impossible) -> Sentence:
    return sentence(
        "Entry {seq} of {reference} cannot be corrected so: {reason}. Nothing was"
        " recorded.",
        seq=seq,
        reference=reference,
        reason=broken.reason,
    )


def _trial(seq: int, target: Entry, changes: Changes) -> Entry:
    """The correction as an entry that is not recorded yet."""
    return Entry(
        seq=0,
        item_seq=seq,
        hash="",
        kind="corrected",
        event="correct",
        from_state=None,
        to_state=None,
        day=Day(None, "unknown"),
        recorded_at=datetime.min.replace(tzinfo=UTC),
        actor="",
        body=None,
        outcome=None,
        corrects=target.item_seq,
        command_id=None,
        content={"facts": changes.said()},
        words=changes.words,
    )


def _differs(before: Sequence[Step], after: Sequence[Step]) -> bool:
    def plain(taken: Sequence[Step]) -> list[Step]:
        return [replace(step, hashes=()) for step in taken]

    return plain(before) != plain(after)


def _says_so_already(reference: str, seq: int) -> Sentence:
    return sentence(
        "Entry {seq} of {reference} says so already: nothing would change. "
        "Nothing was recorded.",
        reference=reference,
        seq=seq,
    )
