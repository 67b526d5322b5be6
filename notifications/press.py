"""Releases: which entry is announced, from which facts, bound to which hashes.

A release announces an entry, not a state: by default the latest that has a kind. It
cannot be written for what the record does not hold, nor for a day on which that had
not yet happened, nor once the item was withdrawn.
"""

from dataclasses import dataclass
from datetime import date

from definitions.sentences import Sentence, sentence
from notifications import letters
from notifications.facts import gather, kind_of
from notifications.grammar import KINDS, Kind
from workflow.bounds import AT_LATEST, UNKNOWN, Day
from workflow.course import Step
from workflow.docket import Slip
from workflow.errors import Refused
from workflow.history import Entry
from workflow.unit import today_in

__all__ = ["KINDS", "Release", "draft"]


@dataclass(frozen=True, slots=True)
class Release:
    """A draft. `seq` is the announced entry, counted per item.

    `entry_hashes` are those of all entries that the text states: opening, earlier
    passages, announced entry, each with its corrections.
    """

    kind: Kind
    headline: str
    text: str
    html: str
    seq: int
    entry_hashes: tuple[str, ...]


def draft(
    slip: Slip,
    *,
    kind: str | None = None,
    entry_seq: int | None = None,
    release_day: date,
    head: str,
    head_seq: int | None = None,
) -> Release:
    """The release of an entry, as text and as HTML.

    `head` and `head_seq` are hash and number of the last entry of the whole record: the
    footer names them, so that the state of the record at this moment can be proved.

    Without `kind` and `entry_seq` (per item, as `history` prints it) it is that of the
    latest entry that has a kind. Raises Refused if there is no such entry, if it or a
    step before it is not known to have happened by `release_day`, if the item was
    withdrawn, or if a fact is missing.
    """
    _not_withdrawn(slip)
    step = _announced(slip, kind, entry_seq)
    known = _known(slip, step)
    _not_too_early(slip, step, release_day)
    gathered = gather(slip, step, known, release_day, (head, head_seq))
    letter = letters.written(known, gathered.facts)
    hashes = dict.fromkeys(each for one in gathered.steps for each in one.hashes)
    return Release(
        kind=known,
        headline=letter.headline,
        text=letter.text,
        html=letter.html,
        seq=step.entry.item_seq,
        entry_hashes=tuple(hashes),
    )


def _announced(slip: Slip, kind: str | None, entry_seq: int | None) -> Step:
    if entry_seq is None:
        return _latest(slip, kind)
    step = _of_entry(slip, entry_seq)
    found = kind_of(slip, step)
    if found is None or kind not in {None, found}:
        raise Refused(
            sentence(
                "Entry {seq} records {event}; it has no such release.",
                seq=entry_seq,
                event=slip.definition.station(step.event),
            )
        )
    return step


def _latest(slip: Slip, kind: str | None) -> Step:
    """The latest step of a kind, or of any kind."""
    if kind is not None:
        _in_use(slip, kind)
    for step in reversed(slip.steps):
        found = kind_of(slip, step)
        if found is not None and kind in {None, found}:
            return step
    raise _not_reached(slip, kind)


def _in_use(slip: Slip, kind: str) -> None:
    used = tuple(dict.fromkeys(slip.definition.announcements.values()))
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
    missing = tuple(
        definition.events[event]
        for event, each in definition.announcements.items()
        if kind in {None, each}
    )
    allowed = [
        event
        for event in definition.events_from(slip.state)
        if event in definition.announcements
    ]
    commands = [f"laufzettel advance {slip.reference} {event}" for event in allowed]
    return Refused(
        sentence(
            "Not recorded yet, and so not to be announced: {missing}. Next: {commands}",
            missing=missing,
            commands=tuple(commands) or f"laufzettel next {slip.reference}",
        )
    )


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


def _known(slip: Slip, step: Step) -> Kind:
    kind = kind_of(slip, step)
    for known in KINDS:
        if kind == known:
            return known
    raise Refused(
        sentence(
            "There is no template for releases of the kind {kind}. Known are: {kinds}.",
            kind=repr(kind),
            kinds=KINDS,
        )
    )


def _not_withdrawn(slip: Slip) -> None:
    """A path says nothing in public about the end that it does not announce."""
    last = slip.steps[-1]
    if slip.at_end and kind_of(slip, last) is None:
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
    day, bearing = _borne_out(slip, step)
    first = day.latest
    if release_day < first:
        raise Refused(
            sentence(
                "The release cannot bear the day {release_day}. From {first} on it can "
                "be drafted: {reason}.",
                release_day=release_day,
                first=first,
                reason=_why_from(slip, bearing, day),
            )
        )


def _borne_out(slip: Slip, step: Step) -> tuple[Day, Step]:
    """The last of the days by which all steps had happened, and the step it is of.

    An unknown day adds nothing to the days before it; where no day is known at all, a
    step had happened by the day of its recording.
    """
    taken = slip.steps[: slip.steps.index(step) + 1]
    known = [each for each in reversed(taken) if each.day.day is not None]
    if known:
        bearing = max(known, key=lambda each: each.day.latest)
        return bearing.day, bearing
    recorded = today_in(slip.definition, step.entry.recorded_at)
    return Day(recorded, UNKNOWN), step


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
