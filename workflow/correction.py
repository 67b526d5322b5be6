"""Corrections: a new entry names the wrong one, the reason and the new facts.

Nothing is overwritten. The item's present state is what the corrected history says; a
correction after which a later step would be impossible is refused with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.access import correctors
from workflow.changes import Changes, misfit
from workflow.consequences import check_terms
from workflow.course import Walk
from workflow.days import check_validity, day_or_today
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.history import (
    BESIDE,
    CORRECTABLE,
    Entry,
    Standing,
    not_yet,
    root_of,
    standings,
)
from workflow.judging import cited
from workflow.order import check_days, floor
from workflow.projection import after_step, ready, set_rows
from workflow.store import Store
from workflow.told import moved_too
from workflow.unit import (
    Act,
    Answer,
    Answered,
    Unit,
    answer,
    unit,
)
from workflow.walk import Impossible, walk


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
    item = ready(work, item, path)
    entries = entries_of(work.tx, item["id"])
    target = _target(entries, seq, reference)
    root = root_of(entries, target)
    for by in correctors(path, entries, target, changes.event):
        person = work.require(by, path)
    standing = standings(entries)
    changes = _with_sitting(work, path, standing[root.item_seq], changes)
    if reason := misfit(path, target, root, standing, changes):
        raise Refused(_unfit(seq, reason))
    _check_day(work, path, root, changes)
    found = _afterwards(path, entries, target, changes, reference)
    check_terms(work, path, walk(path, entries), found, reference, seq)
    if not _differs(walk(path, entries), found):
        raise Refused(_says_so_already(reference, seq))
    stands = next((step for step in found.steps if step.entry is root), None)
    gone = standing[root.item_seq].facts
    entry = work.write(
        "corrected",
        person,
        item=item,
        event="correct",
        from_state=item["state"],
        to_state=found.state,
        day=stands.day if stands else changes.day or gone.day,
        body=stands.body if stands else None,
        outcome=stands.outcome if stands else None,
        corrects=seq,
        facts=changes.said(),
        words=words,
    )
    work.move(item, entry, state=found.state, not_before=floor(found.steps))
    beside = root.kind in BESIDE
    moved = set_rows(work, item, entry) if beside else after_step(work, item, entry)
    return moved_too(answer(item["reference"], entry), moved)


def _unfit(seq: int, reason: Sentence) -> Sentence:
    return sentence(
        "Entry {seq} cannot be corrected so: {reason}. Nothing was recorded.",
        seq=seq,
        reason=reason,
    )


def _check_day(work: Unit, path: Definition, root: Entry, changes: Changes) -> None:
    """Refused for a day in the future (a plan may have one) or outside the path."""
    if changes.day is None or root.kind == "planned":
        return
    day_or_today(changes.day, path, work.act.now)
    if root.kind == "opened":
        check_validity(path, changes.day)


def _with_sitting(
    work: Unit, path: Definition, stand: Standing, changes: Changes
) -> Changes:
    """The changes, citing the sitting where a new day or event asks for one."""
    day, event = changes.day or stand.facts.day, changes.event or stand.facts.event
    same = changes.day is None and changes.event is None
    if same or day is None or event is None or event not in path.events:
        return changes
    return replace(changes, sitting=cited(work, path, event, day).get("sitting"))


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


def _afterwards(
    path: Definition,
    entries: Sequence[Entry],
    target: Entry,
    changes: Changes,
    reference: str,
) -> Walk:
    """The item as it would stand; Refused if the path or the days forbid it."""
    trial = not_yet(
        "corrected",
        changes.said(),
        item_seq=len(entries) + 1,
        corrects=target.item_seq,
        words=changes.words,
    )
    try:
        after = walk(path, (*entries, trial))
        check_days(after.steps)
    except Impossible as broken:
        if broken.entry is root_of(entries, target):
            raise Refused(_not_here(reference, target.item_seq, broken)) from None
        raise Refused(
            sentence(
                "Entry {seq} of {reference} cannot be corrected so: {event} (entry"
                " {other}) would become impossible: {reason}. Nothing was recorded. The"
                " way is backwards: `laufzettel correct {reference} {other} --void"
                " --reason TEXT` first, and record that step again afterwards.",
                seq=target.item_seq,
                reference=reference,
                event=broken.event,
                other=broken.entry.item_seq,
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


def _differs(before: Walk, after: Walk) -> bool:
    def plain(found: Walk) -> tuple[object, ...]:
        taken = [replace(step, hashes=()) for step in found.steps]
        return taken, found.beside, found.consulted

    return plain(before) != plain(after)


def _says_so_already(reference: str, seq: int) -> Sentence:
    return sentence(
        "Entry {seq} of {reference} says so already: nothing would change. "
        "Nothing was recorded.",
        reference=reference,
        seq=seq,
    )
