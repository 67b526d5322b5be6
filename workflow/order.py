"""The order of days along the path: which choice of days fits the recorded bounds."""

from collections.abc import Iterable, Sequence
from datetime import date

from definitions.sentences import Sentence, sentence
from workflow.bounds import EXACT, Day
from workflow.course import Step
from workflow.walk import Impossible


def floor(taken: Iterable[Step]) -> date | None:
    """The earliest day that the next step can have: the latest exact day so far."""
    exact = [step.day.earliest for step in taken if step.day.precision == EXACT]
    return max(exact, default=None)


def check_days(taken: Sequence[Step]) -> None:
    """Raise Impossible if no choice of days inside the recorded bounds fits the order.

    Going along the path, each step can be no earlier than the latest exact day before
    it; bounds that are open below never stand in the way.
    """
    bound = None
    for step in taken:
        if bound is not None and step.day.latest < bound.day.earliest:
            raise Impossible(step.entry, step.event, out_of_order(step.day, bound))
        if bound is None or step.day.earliest > bound.day.earliest:
            bound = step


def out_of_order(day: Day, before: Step) -> Sentence:
    """Why a day cannot stand: an earlier step took effect later."""
    return sentence(
        "the day {day} lies before {before}, the day of the earlier step {event} (entry"
        " {seq})",
        day=str(day),
        before=before.day.day,
        event=before.event,
        seq=before.entry.item_seq,
    )
