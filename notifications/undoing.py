"""What a later step undid: an objection, a recall, a return to the beginning. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from definitions.model import Definition
from notifications import certainty
from notifications.fitting import phrase_of
from notifications.phrases import DECIDED
from notifications.reading import done_by
from workflow.course import Step
from workflow.docket import Slip

_SETTLED = DECIDED | {"rejected", "finally_discussed"}


def undone_since(slip: Slip, step: Step, kind: str, today: date) -> Step | None:
    """The step, done by `today`, that took the item back behind what `step` did."""
    after = slip.steps[slip.steps.index(step) + 1 :]
    return undone_by(slip, step, kind, [each for each in after if done_by(each, today)])


def undone_by(slip: Slip, step: Step, kind: str, later: Iterable[Step]) -> Step | None:
    """The first of these later steps that took the item back behind what `step` did.

    By an objection or a recall: it stands where it stood before, or where an act of
    this kind surely lies ahead again. An announced step (a rejection, a second handing
    over) goes on from what was done.
    """
    path, behind = slip.definition, _behind(slip, step)
    for each in later:
        state = each.to_state
        if each.from_state == state or state == step.to_state:
            continue
        if state in behind and not path.announced(each.event):
            return each
        if _settles(slip, step) and _again(path, step, kind, state):
            return each
    return None


def _behind(slip: Slip, step: Step) -> frozenset[str | None]:
    """The states that the item had been in; of what settled nothing, the first."""
    taken = slip.steps[: slip.steps.index(step) + 1]
    begun = begun_at(slip, taken)
    been = {each.from_state for each in taken if each.entry.item_seq > begun}
    if not _settles(slip, step) or step.to_state in been:
        been = {slip.definition.initial_state}
    return frozenset(been - {step.to_state})


def _settles(slip: Slip, step: Step) -> bool:
    """Whether something was decided or done; a passage or referral is what it was."""
    said = phrase_of(slip, step)
    moved = step.from_state != step.to_state
    return moved and (said is None or said.code in _SETTLED)


def _again(path: Definition, step: Step, kind: str, state: str) -> bool:
    ahead = certainty.sure(path, state, kind) is not None
    return ahead and certainty.sure(path, step.to_state, kind) is None


def begun_at(slip: Slip, steps: Sequence[Step]) -> int:
    """The entry with which an item that went these steps last came to its beginning."""
    start = slip.definition.initial_state
    back = [each for each in steps if each.to_state == start != each.from_state]
    return back[-1].entry.item_seq if back else 0
