"""The facts of a release, taken from the record; what is missing is named at once.

Every fact comes from a step as it stands after corrections, so that a release can be
bound to the hashes of the steps that bear it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from definitions.sentences import sentence
from notifications.facts import Earlier, Facts, Stated
from notifications.grammar import (
    Kind,
    StepKind,
    called_a_law,
    english_law,
    headed_as_law,
)
from notifications.lookout import authority_of, before_parliament
from notifications.makers import MAKERS, Announced, Head
from notifications.reading import Reading
from workflow.course import Step
from workflow.docket import Slip
from workflow.errors import Refused
from workflow.portfolios import Office


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a release and what bears them.

    `steps` in the order of the record, the opening first; `entry_hashes` are those of
    all entries that the text states, with their corrections; `seq` is the announced
    entry, counted per item, or None where none is.
    """

    kind: Kind
    facts: Stated
    steps: tuple[Step, ...]
    seq: int | None
    entry_hashes: tuple[str, ...]


def gather(
    slip: Slip,
    step: Step,
    kind: StepKind,
    release_day: date,
    head: Head,
    *,
    earlier: tuple[Earlier, ...] = (),
    offices: Mapping[str, Office] | None = None,
) -> Gathered:
    """The facts of the release `kind` of `step`, as of the day of the release.

    `earlier` are the published releases of the item, oldest first; `offices` the
    directory as it stood on the day of the step. Raises Refused with one sentence for
    every fact that the record lacks.
    """
    reading = Reading(slip, release_day, earlier, offices)
    facts, told, besides = MAKERS[kind](Announced(reading, kind, step, head))
    _no_law_yet(reading, step, facts)
    if reading.gaps:
        raise Refused(*reading.gaps)
    steps = (slip.steps[0], *told, step)
    authority = authority_of(slip, step, release_day)
    bearing = (*steps, *([authority] if authority else []))
    hashes = dict.fromkeys(
        (*(each for one in bearing for each in one.hashes), *besides)
    )
    return Gathered(kind, facts, steps, step.entry.item_seq, tuple(hashes))


def _no_law_yet(reading: Reading, step: Step, facts: Facts) -> None:
    """A bill is not called a law before a parliament has voted on it."""
    if not before_parliament(reading.slip, step):
        return
    document, english = facts.item.document, facts.item.english
    if word := called_a_law(document.nom) or headed_as_law(document.akk_bare):
        reading.gaps.append(
            sentence(
                "{reference} is called a law (“{word}”), and no vote of a parliament "
                "on it is on record. Call it a bill (“der Entwurf des …”): laufzettel "
                "item titles {reference}",
                reference=reading.slip.reference,
                word=word,
            )
        )
    if english and english_law(english):
        reading.gaps.append(
            sentence(
                "{reference} is called a law in English (“{title}”), and no vote of a "
                "parliament on it is on record. Call it a bill there (`english: "
                "title`), and the law under `english: law`: laufzettel correct "
                "{reference} 1 --reason TEXT --particulars FILE",
                reference=reading.slip.reference,
                title=english,
            )
        )
