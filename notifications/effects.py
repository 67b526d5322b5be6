"""On what law a decision rests and from when on it holds, as recorded or as typed.

The record goes before: an entry into force that has come, a term that brings it about,
a plan. Where the particulars say another day, both are named and nothing is written.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from definitions.sentences import sentence
from notifications.annexes import EffectGiven
from notifications.facts import Effect
from notifications.reading import Reading, done_by, exact, line
from workflow.course import Step
from workflow.docket import Slip


def effect_of(reading: Reading, step: Step) -> tuple[Effect, tuple[str, ...]]:
    """The effect that a release of `step` tells, and hashes of entries that bear it."""
    given = reading.particulars.effect if reading.particulars else None
    typed = _typed(given) if given else Effect()
    day, entered, expected, hashes = _recorded(reading.slip, step, reading.release_day)
    if day is None:
        return _in_time(reading, typed), ()
    if typed.in_force is not None and typed.in_force != day and not typed.expected:
        reading.gaps.append(
            sentence(
                "The record says that it enters into force on {recorded}, its "
                "particulars say {given}: set right which of them is wrong. See: "
                "laufzettel history {reference}",
                recorded=day,
                given=typed.in_force,
                reference=reading.slip.reference,
            )
        )
    found = replace(
        typed,
        in_force=day,
        entered=entered,
        expected=expected,
        after_publication=None,
    )
    return found, hashes


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


_Found = tuple[date | None, bool, bool, tuple[str, ...]]


def _recorded(slip: Slip, step: Step, today: date) -> _Found:
    """The day, whether it has come, whether it is only planned, and who bears it."""
    beginning = {
        rule.begins for rule in slip.definition.deadlines.values() if rule.begins
    }
    later = slip.steps[slip.steps.index(step) :]
    for each in later:
        if each.event in beginning and done_by(each, today) and exact(each):
            return exact(each), True, False, each.hashes
    if found := _running(slip, later):
        return found, False, False, ()
    for plan in slip.walk.plans:
        if plan.entry.event in beginning and plan.day.day is not None:
            return plan.day.day, False, True, (plan.entry.hash,)
    return None, False, False, ()


def _running(slip: Slip, later: Sequence[Step]) -> date | None:
    """The last day of a term that brings the entry into force about.

    It runs from the announced step or an earlier one; a later one was not known then.
    """
    after = {each.entry.item_seq for each in later[1:]}
    for each in slip.deadlines:
        if each.rule.begins and each.due is not None and each.started not in after:
            return each.due
    return None


def basis_of(reading: Reading, step: Step) -> tuple[str, ...]:
    """The law of the matter: recorded with the step, or given with the particulars."""
    recorded = line(step.words.get("field:authority"))
    if recorded:
        return (recorded,)
    return reading.particulars.basis if reading.particulars else ()


def procedure_of(slip: Slip, step: Step, today: date) -> tuple[str, ...]:
    """What the path rests the step on, as it stood on its day."""
    sources = slip.definition.basis_of(step.event, step.day.day or today)
    return tuple(source.text for source in sources)
