"""What lies before and after a step on its path, as a release may tell it. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from definitions.sentences import Sentence, sentence
from notifications import certainty
from notifications.bodies import BODIES, JOINT, PARLIAMENTS, Body
from notifications.fitting import (
    borne_out,
    kinds_of,
    phrase_of,
    without_statement,
)
from notifications.phrases import DECIDED
from notifications.reading import body_of, done_by, label_of, line
from notifications.undoing import begun_at, undone_by, undone_since
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
            if kind not in kinds or undone_by(
                slip, each, kind, between(slip, each, step)
            ):
                continue
            if not (kind in found and without_statement(slip, each)):
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


def between(slip: Slip, step: Step, until: Step) -> Sequence[Step]:
    """The steps after `step` and before `until`."""
    return slip.steps[slip.steps.index(step) + 1 : slip.steps.index(until)]


def announceable(slip: Slip, day: date) -> Sentence | None:
    """What a release of that day can announce, as options; None if there is nothing."""
    found = [
        f"--kind {kind} --entry {step.entry.item_seq}"
        for step in slip.steps
        if borne_out(slip, step)[0].latest <= day
        for kind in kinds_of(slip, step)
        if undone_since(slip, step, kind, day) is None
        and (kind != "council_to" or brought_before(slip, step, day))
    ]
    if not found:
        return None
    return sentence(
        "On {day} can be announced: laufzettel announce draft {reference} --on {day},"
        " and one of: {options}.",
        day=day,
        reference=slip.reference,
        options=tuple(found),
    )


def takes_effect(slip: Slip, step: Step, today: date) -> bool:
    """Whether from a decision on something holds: not if a parliament has to decide."""
    said = phrase_of(slip, step)
    if said is None or said.code not in DECIDED:
        return False
    return not _up_to_parliament(slip, step, today)


def _up_to_parliament(slip: Slip, step: Step, today: date) -> bool:
    if certainty.is_bill(slip.definition):
        return True
    handed = any(
        "to_parliament" in slip.definition.announced(each.event)
        for each in present(slip, step, today)
    )
    return handed and adopted_in(slip, step) is None


def present(slip: Slip, step: Step, today: date) -> list[Step]:
    """The steps of the draft that `step` was about, as done by a day."""
    at = slip.steps.index(step)
    done = [*slip.steps[: at + 1], *_done_later(slip, at, today)]
    begun = begun_at(slip, slip.steps[: at + 1])
    return [each for each in done if each.entry.item_seq > begun]


def authority_of(slip: Slip, step: Step, today: date) -> Step | None:
    """The step that the law of the matter was recorded with, if one was.

    The announced step goes before the others; what was undone does not count.
    """
    found = [
        each
        for each in (*present(slip, step, today), step)
        if line(each.words.get("field:authority"))
        and undone_since(slip, each, "formal_decision", today) is None
    ]
    return found[-1] if found else None


def house_of(slip: Slip) -> Body | None:
    """The body that decides on the path, if it is one and has stored forms."""
    path = slip.definition
    deciding = {
        path.events[event].body
        for event in path.announcements
        if "formal_decision" in path.announced(event)
    }
    return body_of(slip, deciding.pop()) if len(deciding) == 1 else None


def brought_before(slip: Slip, step: Step, today: date) -> Body | None:
    """The body that a step brings the item before, unless that has had it by a day.

    Alone or with another, and in vain too: what was put off, or discussed jointly, is
    before the body already.
    """
    _, heard, _ = still_to_act(slip, step, today)
    return None if heard and _has_had(slip, step, heard, today) else heard


def _has_had(slip: Slip, step: Step, body: Body, today: date) -> bool:
    later = _done_later(slip, slip.steps.index(step), today)
    labels = [label_of(slip, each.body) or "" for each in later]
    names = {BODIES[each].name for each in labels if each in BODIES}
    return any(body.name in JOINT.get(each, {each}) for each in names)


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


def settled_before(slip: Slip, step: Step) -> dict[str, Step]:
    """What a final passage comes after: the first decision, a parliament's vote."""
    vote = adopted_in(slip, step)
    if vote is None:
        return {}
    return {**looked_back_on(slip, vote, {"formal_decision"}), "adoption": vote}


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
