"""Which entry is announced in which kind of release, and why one is refused.

A release announces an entry, not a state: by default the latest that has a kind. It
cannot be written for what the record does not hold, nor for a day on which that had
not yet happened, nor once it was undone or the item was given up.
"""

from datetime import date

from definitions.sentences import Sentence, sentence
from notifications.certainty import given_up
from notifications.fitting import (
    borne_out,
    kinds_of,
    misfit,
    phrase_of,
)
from notifications.grammar import STEP_KINDS, StepKind
from notifications.lookout import announceable
from notifications.reading import done_by
from notifications.undoing import undone_since
from workflow.bounds import AT_LATEST, UNKNOWN, Day
from workflow.course import Step
from workflow.docket import Slip
from workflow.errors import Refused
from workflow.history import Entry


def chosen(
    slip: Slip,
    *,
    kind: str | None = None,
    entry_seq: int | None = None,
    release_day: date,
) -> tuple[Step, StepKind]:
    """The step that a release announces, and in which kind.

    Without `kind` and `entry_seq` (per item, as `history` prints it) it is the latest
    step that has a kind, and the first of its kinds. Raises Refused if there is no such
    entry, if it or a step before it is not known to have happened by `release_day`, if
    its outcome does not fit the kind, if a later step undid it, or if the item was
    given up.
    """
    _not_given_up(slip)
    step, found = _announced(slip, kind, entry_seq)
    known = _known(found)
    if kind is None and entry_seq is None:
        _not_rejected(slip, step, release_day)
    _not_too_early(slip, step, release_day)
    _not_undone(slip, step, known, release_day)
    return step, known


def _announced(slip: Slip, kind: str | None, entry_seq: int | None) -> tuple[Step, str]:
    if entry_seq is None:
        return _latest(slip, kind)
    step = _of_entry(slip, entry_seq)
    found = kinds_of(slip, step)
    if not found or (kind is not None and kind not in found):
        raise Refused(_no_such_release(slip, step, kind, entry_seq))
    return step, kind or found[0]


def _no_such_release(slip: Slip, step: Step, kind: str | None, seq: int) -> Sentence:
    """Of a kind that the path declares for the event, what does not fit it."""
    event = slip.definition.station(step.event)
    declared = slip.definition.announced(step.event)
    for each in declared if kind is None else (kind,):
        why = misfit(slip, step, each) if each in declared else None
        if why is not None:
            return sentence(
                "Entry {seq} records {event}; it has no release of the kind {kind}: "
                "{why}.",
                seq=seq,
                event=event,
                kind=each,
                why=why,
            )
    return sentence(
        "Entry {seq} records {event}; it has no such release.", seq=seq, event=event
    )


def _latest(slip: Slip, kind: str | None) -> tuple[Step, str]:
    """The latest step of a kind, or of any kind."""
    if kind is not None:
        _in_use(slip, kind)
    for step in reversed(slip.steps):
        found = kinds_of(slip, step)
        if found and (kind is None or kind in found):
            return step, kind or found[0]
    raise _not_reached(slip, kind)


def _in_use(slip: Slip, kind: str) -> None:
    told = slip.definition.announcements.values()
    used = tuple(dict.fromkeys(each for kinds in told for each in kinds))
    if kind not in used:
        raise Refused(
            sentence(
                "The path {path} has no release of the kind {kind}. "
                "Its kinds are: {kinds}.",
                path=slip.definition.name,
                kind=repr(kind),
                kinds=used,
            )
        )


def _not_reached(slip: Slip, kind: str | None) -> Refused:
    """What is missing, and the next command that is permitted."""
    definition = slip.definition
    telling = [
        event
        for event in definition.announcements
        if kind is None or kind in definition.announced(event)
    ]
    allowed = [
        event
        for event in definition.events_from(slip.state)
        if event in definition.announcements
    ]
    commands = [f"laufzettel advance {slip.reference} {event}" for event in allowed]
    return Refused(
        sentence(
            "Not recorded yet, and so not to be announced: {missing}. Next: {commands}",
            missing=tuple(definition.events[event] for event in telling),
            commands=tuple(commands) or f"laufzettel next {slip.reference}",
        ),
        *_misfits(slip, kind),
    )


def _misfits(slip: Slip, kind: str | None) -> list[Sentence]:
    """The last entry of the path that the kind is declared for and does not fit."""
    for step in reversed(slip.steps):
        if kind is not None and kind in slip.definition.announced(step.event):
            seq = step.entry.item_seq
            return [_no_such_release(slip, step, kind, seq)]
    return []


def _of_entry(slip: Slip, seq: int) -> Step:
    """The step that an entry made or, if it is a correction, the one it corrected."""
    entry = next((each for each in slip.entries if each.item_seq == seq), None)
    if entry is None:
        raise Refused(
            sentence(
                "{reference} has no entry {seq}. See: laufzettel history {reference}",
                reference=slip.reference,
                seq=seq,
            )
        )
    for step in slip.steps:
        if entry.hash in step.hashes:
            return step
    raise _without_step(slip, entry)


def _without_step(slip: Slip, entry: Entry) -> Refused:
    moved = entry.kind in {"opened", "moved", "corrected"}
    text = (
        sentence(
            "Nothing of entry {seq} stands: it was undone by a correction, or undoes "
            "one. See: laufzettel history {reference}",
            seq=entry.item_seq,
            reference=slip.reference,
        )
        if moved
        else sentence(
            "Entry {seq} is not a step of the path: there is no release of it.",
            seq=entry.item_seq,
        )
    )
    return Refused(text)


def _known(kind: str) -> StepKind:
    for known in STEP_KINDS:
        if kind == known:
            return known
    raise Refused(
        sentence(
            "There is no template for releases of the kind {kind}. Known are: {kinds}.",
            kind=repr(kind),
            kinds=STEP_KINDS,
        )
    )


def _not_given_up(slip: Slip) -> None:
    """A path says nothing in public about an end that it does not tell of."""
    last = slip.steps[-1]
    if given_up(slip.definition, slip.state):
        raise Refused(
            sentence(
                "{reference} ended with {event} ({day}, entry {seq}): no release of it "
                "is drafted any more. See: laufzettel history {reference}",
                reference=slip.reference,
                event=slip.definition.station(last.event),
                day=str(last.day),
                seq=last.entry.item_seq,
            )
        )


def _not_too_early(slip: Slip, step: Step, release_day: date) -> None:
    """No release is older than what it rests on: its step and all steps before."""
    day, bearing = borne_out(slip, step)
    first = day.latest
    if release_day < first:
        raise Refused(
            sentence(
                "The release cannot bear the day {release_day}. From {first} on it can "
                "be drafted: {reason}.",
                release_day=release_day,
                first=first,
                reason=_why_from(slip, bearing, day),
            ),
            *filter(None, [announceable(slip, release_day)]),
        )


def _not_undone(slip: Slip, step: Step, kind: StepKind, release_day: date) -> None:
    """What an objection or a recall has undone is not announced as if it stood."""
    later = undone_since(slip, step, kind, release_day)
    if later is not None:
        raise Refused(
            sentence(
                "Entry {seq} ({event}) was undone by entry {later} ({undoing}, {day}): "
                "no release says that it stands. See: laufzettel history {reference}",
                seq=step.entry.item_seq,
                event=slip.definition.station(step.event),
                later=later.entry.item_seq,
                undoing=slip.definition.station(later.event),
                day=str(later.day),
                reference=slip.reference,
            )
        )


def _not_rejected(slip: Slip, step: Step, release_day: date) -> None:
    """Nobody means the handing over who asks for a release of what was rejected."""
    for each in slip.steps[slip.steps.index(step) + 1 :]:
        said = phrase_of(slip, each)
        ended = slip.definition.states[each.to_state].final
        if said and said.code == "rejected" and ended and done_by(each, release_day):
            raise Refused(
                sentence(
                    "After entry {seq} came {event} ({day}, entry {later}): rejected, "
                    "and the path has no release of it. Name what is to be announced "
                    "all the same.",
                    seq=step.entry.item_seq,
                    event=slip.definition.station(each.event),
                    day=str(each.day),
                    later=each.entry.item_seq,
                ),
                *filter(None, [announceable(slip, release_day)]),
            )


def _why_from(slip: Slip, step: Step, day: Day) -> Sentence:
    named = {
        "event": slip.definition.station(step.event),
        "seq": step.entry.item_seq,
    }
    if day.precision == UNKNOWN:
        return sentence(
            "{event} (entry {seq}) was recorded on that day, and no earlier day of it "
            "is known",
            **named,
        )
    if day.precision == AT_LATEST:
        return sentence(
            "{event} (entry {seq}) had taken effect by that day at the latest, and no "
            "earlier day of it is known",
            **named,
        )
    return sentence("{event} (entry {seq}) took effect on that day", **named)
