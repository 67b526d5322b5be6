"""What lies before and after a step on its path, as a release may tell it. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from notifications import certainty
from notifications.bodies import BODIES, PARLIAMENTS, Body
from notifications.fitting import kinds_of, phrase_of, without_statement
from notifications.reading import body_of, done_by, label_of, line
from workflow.course import Step
from workflow.docket import Slip
from workflow.guards import Consulted

_ADOPTED = frozenset({"decided", "decided_changed", "agreed"})
_PUBLISHED = (  # how the label of the event begins, and what it is called then
    ("Verkündung", "verkündet"),
    ("öffentliche Bekanntmachung", "öffentlich bekannt gemacht"),
    ("Bekanntmachung", "bekannt gemacht"),
)


def looked_back_on(slip: Slip, step: Step, kinds: Collection[str]) -> dict[str, Step]:
    """The last step of each of these kinds before `step`, in the order of the record.

    What lies before the item came back to its beginning was about another draft.
    """
    found: dict[str, Step] = {}
    begun = begun_at(slip, slip.steps[: slip.steps.index(step)])
    for each in slip.steps[1 : slip.steps.index(step)]:
        if each.entry.item_seq <= begun:
            continue
        for kind in kinds_of(slip, each):
            if kind in kinds and not (kind in found and without_statement(slip, each)):
                found.pop(kind, None)
                found[kind] = each
                break
    return found


def heard_besides(slip: Slip, step: Step) -> list[Consulted]:
    """The consultations of bodies that sit, answered before `step` and since the start.

    Departments are asked too; of bodies without stored forms nothing is told.
    """
    begun = begun_at(slip, slip.steps[: slip.steps.index(step)])
    found = [
        each
        for each in slip.walk.consulted.values()
        if each.outcome is not None
        and begun < each.seq <= each.replied < step.entry.item_seq
        and label_of(slip, each.body) in BODIES
    ]
    return sorted(found, key=lambda each: each.replied)


def begun_at(slip: Slip, steps: Sequence[Step]) -> int:
    """The entry with which an item that went these steps last came to its beginning."""
    start = slip.definition.initial_state
    back = [each for each in steps if each.to_state == start != each.from_state]
    return back[-1].entry.item_seq if back else 0


def still_to_act(
    slip: Slip, step: Step, today: date
) -> tuple[Body | None, Body | None, Body | None]:
    """Who decides, who is heard before, and the parliament after; None: not certain.

    Later steps count as done unless their latest day lies after the release: what has
    happened or was given up since is not announced as coming.
    """
    at = slip.steps.index(step)
    done = [*slip.steps[: at + 1], *_done_later(slip, at, today)]
    path, state = slip.definition, done[-1].to_state
    decision = certainty.sure(path, state, "formal_decision")
    hearing = certainty.sure(path, state, "council_position")
    if decision and not hearing:
        begun = begun_at(slip, done)
        recorded = {each.event for each in done if each.entry.item_seq > begun}
        hearing = certainty.demanded(path, decision, recorded)
    onward = certainty.sure(path, state, "to_parliament")
    return (
        _acting(slip, decision),
        _acting(slip, hearing) if decision else None,
        parliament_of(slip) if onward else None,
    )


def _done_later(slip: Slip, at: int, today: date) -> list[Step]:
    return [each for each in slip.steps[at + 1 :] if done_by(each, today)]


def _acting(slip: Slip, event: str | None) -> Body | None:
    return body_of(slip, slip.definition.events[event].body) if event else None


def parliament_of(slip: Slip) -> Body | None:
    """The parliament of the path, by the labels of its bodies."""
    for name, labelled in slip.definition.bodies.items():
        if labelled.de in PARLIAMENTS and labelled.de in BODIES:
            return body_of(slip, name)
    return None


def adopted_in(slip: Slip, step: Step) -> Step | None:
    """The step before `step` by which a parliament made a law of the item, if any."""
    for each in slip.steps[: slip.steps.index(step)][::-1]:
        if (
            label_of(slip, each.body) in PARLIAMENTS
            and each.from_state != each.to_state
        ):
            said = phrase_of(slip, each)
            return each if said and said.code in _ADOPTED else None
    return None


def participle_of(slip: Slip, step: Step) -> str:
    """What the path calls a publication: "veröffentlicht", "verkündet" …"""
    label = slip.definition.events[step.event].de
    for begins, called in _PUBLISHED:
        if label.startswith(begins):
            return called
    return "veröffentlicht"


def medium_of(slip: Slip, step: Step) -> str | None:
    """The medium that the path itself names ("Verkündung im Gesetzblatt"), or None."""
    return line(slip.definition.events[step.event].de.partition(" im ")[2]) or None


def before_parliament(slip: Slip, step: Step) -> bool:
    """Whether no parliament has voted on the item when `step` was done."""
    voting = label_of(slip, step.body) in PARLIAMENTS
    return not voting and adopted_in(slip, step) is None


def in_order(step: Step) -> int:
    """Sorts steps as they stand in the record."""
    return step.entry.item_seq
