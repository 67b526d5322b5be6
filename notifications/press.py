"""The door to releases: which entry is announced, from which facts, bound to what.

What may be announced is `choosing`, what is stated `gathering`, how it is said stands
in the templates.
"""

from collections.abc import Mapping
from datetime import date

from notifications.choosing import chosen
from notifications.facts import Earlier
from notifications.fitting import kinds_of
from notifications.gathering import Gathered, gather
from notifications.grammar import KINDS, STEP_KINDS
from notifications.handwritten import noticed, withdrawing
from workflow.docket import Slip
from workflow.portfolios import Office

__all__ = [
    "KINDS",
    "STEP_KINDS",
    "Earlier",
    "Gathered",
    "chosen",
    "gathered",
    "kinds_of",
    "noticed",
    "withdrawing",
]


def gathered(
    slip: Slip,
    *,
    kind: str | None = None,
    entry_seq: int | None = None,
    release_day: date,
    head: str,
    head_seq: int | None = None,
    earlier: tuple[Earlier, ...] = (),
    offices: Mapping[str, Office] | None = None,
) -> Gathered:
    """The facts of a release and what bears them.

    `head` and `head_seq` are hash and number of the last entry of the whole record, so
    that its state at this moment can be proved. `earlier` are the published releases of
    the item, oldest first; `offices` the directory on the day of the announced step
    (`workflow.offices.offices_throughout`).

    Raises Refused as `chosen` does, and if a fact is missing.
    """
    step, known = chosen(slip, kind=kind, entry_seq=entry_seq, release_day=release_day)
    return gather(
        slip,
        step,
        known,
        release_day,
        (head, head_seq),
        earlier=earlier,
        offices=offices,
    )
