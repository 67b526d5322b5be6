"""In which kinds of release a step can be announced: what its path declares, and fits.

A step that put the matter off, or gave it up, has none. A kind that demands an outcome
does not fit another: taking note is no decision, and a decision is no taking note.
"""

from collections.abc import Mapping

from definitions.sentences import Sentence, sentence
from notifications.certainty import given_up
from notifications.phrases import PUT_OFF, Phrase, phrase, suits
from workflow.bounds import UNKNOWN, Day
from workflow.course import Step
from workflow.docket import Slip
from workflow.unit import today_in

_REFERRED = frozenset({"to_committee", "to_committees"})
_UNSUITED: Mapping[str, Sentence] = {
    "report_noted": sentence(
        "a report that was noted has the outcome “zur Kenntnis genommen”"
    ),
    "formal_decision": sentence("taking note is no decision"),
    "appointment": sentence("an appointment has to be decided"),
}
_NOTHING = sentence("it put the matter off, and nothing is to be announced")
_STANDS_STILL = frozenset({"council_position", "publication", "to_parliament"})


def kinds_of(slip: Slip, step: Step) -> tuple[str, ...]:
    """The kinds in which a step can be announced; the first is meant by default."""
    if given_up(slip.definition, step.to_state):
        return ()
    declared = slip.definition.announced(step.event)
    return tuple(kind for kind in declared if misfit(slip, step, kind) is None)


def misfit(slip: Slip, step: Step, kind: str) -> Sentence | None:
    """Why a step cannot be announced in a declared kind, or None if it can.

    A step that left the item where it stood announces nothing new, except where it is
    a statement, a publication or a handing over: these leave the item where it is on
    some paths.
    """
    said = phrase_of(slip, step)
    code = said.code if said else ""
    stays = step.from_state == step.to_state
    if (stays or code in PUT_OFF) and kind not in _STANDS_STILL:
        return _NOTHING
    if stays and said is not None and said.result is not None:  # no quorum
        return sentence("nothing came of it that is to be announced")
    return None if suits(kind, code) else _UNSUITED.get(kind, _NOTHING)


def borne_out(slip: Slip, step: Step) -> tuple[Day, Step]:
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


def without_statement(slip: Slip, step: Step) -> bool:
    """Whether a body that is heard put the matter off or referred it."""
    said = phrase_of(slip, step)
    return said is not None and said.code in PUT_OFF | _REFERRED


def phrase_of(slip: Slip, step: Step) -> Phrase | None:
    """How the outcome of a step is said, if it has one."""
    labelled = slip.definition.outcomes.get(step.outcome or "")
    return phrase(labelled.de) if labelled else None
