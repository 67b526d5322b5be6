"""On what law a decision rests and from when on it holds, as recorded or as typed.

The record goes before: an entry into force that has come, a plan, a term that brings
it about. Where the particulars say another day, both are named and nothing is written.
What was only planned stays expected; a day gone by is told as past, or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from definitions.sentences import Sentence, sentence
from notifications.annexes import EffectGiven
from notifications.facts import Effect
from notifications.reading import Reading, done_by, exact, line
from workflow.bounds import EXACT
from workflow.course import Step
from workflow.docket import Slip

Hashes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What the record says of the entry into force, and which entries bear it.

    `day` None: it has come, and nobody knows exactly when. `event` is what records it.
    """

    event: str
    day: date | None
    entered: bool = False
    expected: bool = False
    hashes: Hashes = ()


def effect_of(reading: Reading, step: Step) -> tuple[Effect, Hashes]:
    """The effect that a release of `step` tells, and hashes of entries that bear it."""
    given = reading.particulars.effect if reading.particulars else None
    typed, hashes = _published(reading, step, _typed(given) if given else Effect())
    found = _recorded(reading.slip, step, reading.release_day)
    if found is None:
        return _ending(reading, _in_time(reading, typed)), hashes
    effect = _ending(reading, _as_recorded(reading, typed, found))
    return effect, (*hashes, *found.hashes)


def _as_recorded(reading: Reading, typed: Effect, found: _Recorded) -> Effect:
    """What was typed, with the day that the record says."""
    certain = typed.in_force if not typed.expected else None
    if found.day is None:
        past = certain is not None and certain <= reading.release_day
        return _from(typed, certain if past else None, entered=past)
    if typed.in_force not in (None, found.day):
        reading.gaps.append(_two_days(reading.slip, typed.in_force, found))
    if found.entered or certain == found.day:
        entered = found.entered or found.day < reading.release_day
        return _from(typed, found.day, entered=entered)
    _not_over(reading, found, found.day)
    return _from(typed, found.day, expected=found.expected)


def _two_days(slip: Slip, given: date | None, found: _Recorded) -> Sentence:
    """A day that was counted gives way to one that is planned, and to nothing else."""
    named = {"recorded": found.day, "given": given, "reference": slip.reference}
    if found.entered or found.expected:
        return sentence(
            "The record says that it enters into force on {recorded}, its "
            "particulars say {given}: set right which of them is wrong. See: "
            "laufzettel history {reference}",
            **named,
        )
    return sentence(
        "By the term of its path it enters into force on {recorded}, its particulars "
        "say {given}. Correct them, or, if it names that day itself, plan it: "
        "laufzettel plan {reference} --event {event} --on {given}",
        **named,
        event=found.event,
    )


def _not_over(reading: Reading, found: _Recorded, day: date) -> None:
    """Nobody has recorded that it has come: it may be told as coming, not as past."""
    today = reading.release_day
    if day < today or (found.expected and day == today):
        reading.gaps.append(
            sentence(
                "It was to enter into force on {day}, the release bears {today}, and "
                "that it did is not on record. Record it: laufzettel advance "
                "{reference} {event} --on {day}",
                day=day,
                today=today,
                reference=reading.slip.reference,
                event=found.event,
            )
        )


def _from(
    typed: Effect, day: date | None, *, entered: bool = False, expected: bool = False
) -> Effect:
    return replace(
        typed, in_force=day, entered=entered, expected=expected, after_publication=None
    )


def _in_time(reading: Reading, typed: Effect) -> Effect:
    """What was only expected and is past by now cannot be said either way."""
    day, today = typed.in_force, reading.release_day
    if day is None or day > today:
        return typed
    if typed.expected:
        reading.gaps.append(
            sentence(
                "The entry into force was expected for {day}, and the release bears "
                "{today}. Say in the particulars what came of it: laufzettel "
                "correct {reference} 1 --reason TEXT --particulars FILE",
                day=day,
                today=today,
                reference=reading.slip.reference,
            )
        )
    return replace(typed, entered=day < today)


def _ending(reading: Reading, effect: Effect) -> Effect:
    """A last day that is over: what holds since then, nobody has said."""
    today = reading.release_day
    for day in (effect.until, effect.extended_until):
        if day is not None and day < today:
            reading.gaps.append(
                sentence(
                    "It was to hold until {day}, and the release bears {today}. Say in "
                    "the particulars until when it holds, or leave that away: "
                    "laufzettel correct {reference} 1 --reason TEXT --particulars FILE",
                    day=day,
                    today=today,
                    reference=reading.slip.reference,
                )
            )
    replaced = effect.replaced_until is not None and effect.replaced_until < today
    return replace(effect, replaced=replaced)


def _typed(given: EffectGiven) -> Effect:
    return Effect(
        in_force=given.in_force,
        expected=given.expected,
        after_publication=given.after_publication,
        until=given.until,
        extended_until=given.extended_until,
        replaces=begun(given.replaces) if given.replaces else None,
        replaces_several=given.replaces_several,
        replaced_until=given.replaced_until,
    )


def begun(text: str) -> str:
    """A text that begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def _published(reading: Reading, step: Step, typed: Effect) -> tuple[Effect, Hashes]:
    """Of days after the publication, the day, once that is on record.

    If its own day is not known exactly, neither is the day on which it takes effect.
    """
    done = _publication(reading.slip, step, reading.release_day)
    if typed.after_publication is None or done is None:
        return typed, ()
    day = exact(done)
    began = day + timedelta(days=typed.after_publication) if day else None
    return replace(typed, in_force=began, after_publication=None), done.hashes


def _publication(slip: Slip, step: Step, today: date) -> Step | None:
    for each in slip.steps[slip.steps.index(step) :]:
        if "publication" in slip.definition.announced(each.event):
            return each if done_by(each, today) else None
    return None


def _recorded(slip: Slip, step: Step, today: date) -> _Recorded | None:
    """What the record says: that it has come, or when it is to come; None: nothing."""
    beginning = {
        rule.begins for rule in slip.definition.deadlines.values() if rule.begins
    }
    later = slip.steps[slip.steps.index(step) :]
    for each in later:
        if each.event in beginning and done_by(each, today):
            return _Recorded(each.event, exact(each), True, hashes=each.hashes)
    for plan in slip.walk.plans:
        event, day = plan.entry.event, plan.day
        if event in beginning and day.day is not None and day.precision == EXACT:
            return _Recorded(event, day.day, expected=True, hashes=(plan.entry.hash,))
    return _running(slip, later)


def _running(slip: Slip, later: Sequence[Step]) -> _Recorded | None:
    """The last day of a term that brings the entry into force about.

    It runs from the announced step or an earlier one; a later one was not known then.
    One that was ended on another day has not brought it about.
    """
    after = {each.entry.item_seq for each in later[1:]}
    for each in slip.deadlines:
        event = each.rule.begins
        known = each.due is not None and each.precision == EXACT
        other = each.met_on is not None and each.met_on.day != each.due
        if event and known and not other and each.started not in after:
            return _Recorded(event, each.due)
    return None


def basis_of(reading: Reading, bearing: Step | None) -> tuple[str, ...]:
    """The law of the matter: recorded with a step, or given with the particulars."""
    if bearing is not None:
        return (line(bearing.words.get("field:authority")),)
    return reading.particulars.basis if reading.particulars else ()


def procedure_of(slip: Slip, step: Step, today: date) -> tuple[str, ...]:
    """What the path rests the step on, as it stood on its day."""
    sources = slip.definition.basis_of(step.event, step.day.day or today)
    return tuple(source.text for source in sources)
