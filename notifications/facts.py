"""What a release states: typed, frozen facts of each kind, taken from the record.

A fact that the record does not hold is named before anything is written. Every fact
comes from a step as it stands after corrections, so that a release can be bound to the
hashes of the steps.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from definitions.sentences import Sentence, sentence
from notifications.grammar import (
    BODIES,
    Body,
    Document,
    Kind,
    Phrase,
    broken_off,
    phrase,
    untitled,
)
from notifications.particulars import Particulars, restored
from notifications.typography import quoted
from workflow.bounds import EXACT
from workflow.course import Step
from workflow.docket import Slip
from workflow.errors import Refused

_TOLD_BEFORE: Mapping[Kind, frozenset[str]] = {
    "first_approval": frozenset({"council_position"}),
    "council_position": frozenset({"first_approval"}),
    "formal_decision": frozenset({"first_approval", "council_position"}),
    "publication": frozenset({"formal_decision"}),
}
_NEEDED: Mapping[str, tuple[Sentence, str]] = {  # and what of `correct` adds it
    "title": (sentence("the title"), "--title TEXT"),
    "lead": (sentence("the lead department"), "--lead NAME"),
    "outcome": (sentence("the outcome"), "--outcome OUTCOME"),
    "field:medium": (sentence("the medium of publication"), "--field medium=TEXT"),
}
Head = tuple[str, int | None]  # hash and number of the last entry of the record
_BEFORE_THE_DECISION = frozenset({"first_approval", "council_position"})


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who submitted the item: office in the genitive, and person."""

    gen: str
    person: str


@dataclass(frozen=True, slots=True)
class Item:
    """The item as its releases speak of it; `lead` is the lead department."""

    reference: str
    title: str
    lead: str
    document: Document
    proposers: tuple[Submitter, ...]
    background: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a body did. `day` only if known exactly; `today`: the release's own day."""

    kind: str
    body: Body
    day: date | None
    today: bool
    phrase: Phrase
    wording: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What every release states. `head` is the hash of the record's last entry."""

    item: Item
    release_day: date
    head: str
    head_seq: int | None


@dataclass(frozen=True, slots=True)
class Vote(Facts):
    """What a body did: first approval, Council position, formal decision.

    `decides_later` and `heard_later` are the bodies that have still to act on the path;
    None where they have acted, where the path asks for none, or where it is not known.
    """

    passage: Passage
    before: tuple[Passage, ...]
    decides_later: Body | None
    heard_later: Body | None


@dataclass(frozen=True, slots=True)
class Publication(Facts):
    """The publication as recorded; `day` only where it is known exactly."""

    day: date | None
    medium: str
    citation: str | None
    decision: Passage | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a release and the steps that bear them, the opening first."""

    facts: Facts
    steps: tuple[Step, ...]


def kind_of(slip: Slip, step: Step) -> str | None:
    """The kind of release that announces a step, if the path has one for it.

    None where the step left the item where it stood (adjourned, no quorum, a statement
    after the decision): what a release says of the next step would not be true then.
    """
    if step.from_state == step.to_state:
        return None
    return slip.definition.announcements.get(step.event)


def gather(
    slip: Slip, step: Step, kind: Kind, release_day: date, head: Head
) -> Gathered:
    """The facts of the release `kind` of `step`, as of the day of the release.

    Raises Refused with one sentence for every fact that the record lacks.
    """
    reading = _Reading(slip, release_day)
    told = _told_before(slip, step, kind)
    item = reading.item(kind)
    before = tuple(reading.passage(each) for each in told)
    common = (item, release_day, *head)
    facts: Facts
    if kind == "publication":
        medium = reading.needed("field:medium", step)
        citation = _line(step.words.get("field:citation")) or None
        decision = before[0] if before else None
        facts = Publication(*common, _exact(step), medium, citation, decision)
    else:
        passage = reading.passage(step)
        facts = Vote(*common, passage, before, *_still_to_act(slip, step, release_day))
    if reading.gaps:
        raise Refused(*reading.gaps)
    return Gathered(facts, (slip.steps[0], *told, step))


class _Reading:
    """Reads facts from steps, and collects the gaps: what is missing reads as empty."""

    def __init__(self, slip: Slip, release_day: date) -> None:
        self.slip, self.release_day = slip, release_day
        self.gaps: list[Sentence] = []

    def needed(self, name: str, step: Step) -> str:
        """A text without which the release cannot be written."""
        found = _line(step.outcome if name == "outcome" else step.words.get(name))
        if not found:
            what, option = _NEEDED[name]
            self.gaps.append(
                sentence(
                    "The record does not hold {what} (entry {seq}). "
                    "Add it: laufzettel correct {reference} {seq} --reason TEXT "
                    "{option}",
                    what=what,
                    seq=step.entry.item_seq,
                    reference=self.slip.reference,
                    option=option,
                )
            )
        return found

    def item(self, kind: Kind) -> Item:
        """The item in the forms stored at its opening, or else as "die Vorlage"."""
        opening = self.slip.steps[0]
        title = self.needed("title", opening)
        lead = self.needed("lead", opening)
        given = opening.words.get("particulars")
        particulars = restored(given) if given else None
        if particulars is None and (word := broken_off(title)):
            self.gaps.append(
                sentence(
                    "The title breaks off with “{word}” (entry {seq}). "
                    "Complete it: laufzettel correct {reference} {seq} --reason TEXT "
                    "--title TEXT",
                    word=word,
                    seq=opening.entry.item_seq,
                    reference=self.slip.reference,
                )
            )
        return self._described(title, lead, kind, particulars)

    def passage(self, step: Step) -> Passage:
        """What a body did in a step."""
        day = _exact(step)
        outcome = self.needed("outcome", step)
        labelled = self.slip.definition.outcomes.get(outcome)
        return Passage(
            kind=kind_of(self.slip, step) or "",
            body=self._body(step),
            day=day,
            today=day == self.release_day,
            phrase=phrase(labelled.de if labelled else outcome),
            wording=_line(step.words.get("outcome_text")) or None,
        )

    def _body(self, step: Step) -> Body:
        body = body_of(self.slip, step.body)
        if body is None:
            self.gaps.append(
                sentence(
                    "No German forms are stored for the body “{body}” of entry {seq}: "
                    "a release about it cannot be written.",
                    body=step.body or "",
                    seq=step.entry.item_seq,
                )
            )
        return body or Body("", "", "", "", "")

    def _described(
        self, title: str, lead: str, kind: Kind, particulars: Particulars | None
    ) -> Item:
        reference = self.slip.reference
        if particulars is None:
            return Item(reference, title, lead, untitled(quoted(title)), (), ())
        return Item(
            reference=reference,
            title=title,
            lead=lead,
            document=particulars.document.document(),
            proposers=tuple(
                Submitter(each.gen, each.person) for each in particulars.proposers
            ),
            background=tuple(
                each.text
                for each in particulars.background
                if each.fits(kind, self.release_day)
            ),
        )


def body_of(slip: Slip, name: str | None) -> Body | None:
    """The stored forms of a body of the path, found by its German label."""
    labelled = slip.definition.bodies.get(name or "")
    return BODIES.get(labelled.de) if labelled else None


def _told_before(slip: Slip, step: Step, kind: Kind) -> tuple[Step, ...]:
    """The last step of each kind that the release looks back on, as recorded."""
    earlier = slip.steps[: slip.steps.index(step)]
    last = {kind_of(slip, each): each for each in earlier}
    wanted = [each for found, each in last.items() if found in _TOLD_BEFORE[kind]]
    return tuple(sorted(wanted, key=lambda each: each.entry.item_seq))


def _still_to_act(
    slip: Slip, step: Step, today: date
) -> tuple[Body | None, Body | None]:
    """The body that decides and the one that is heard, where they have still to act.

    Later steps count as done unless their latest day lies after the release: a release
    about the past must not announce as coming what has happened or was given up.
    """
    at = slip.steps.index(step)
    later = [each for each in slip.steps[at + 1 :] if _done_by(each, today)]
    done = [kind_of(slip, each) for each in (*slip.steps[:at], step, *later)]
    if set(done[at + 1 :]) - _BEFORE_THE_DECISION or "formal_decision" in done:
        return None, None
    heard = None if "council_position" in done else _acting(slip, "council_position")
    return _acting(slip, "formal_decision"), heard


def _done_by(step: Step, today: date) -> bool:
    return step.day.day is None or step.day.day <= today


def _acting(slip: Slip, kind: Kind) -> Body | None:
    """The body whose step is announced by a kind."""
    definition = slip.definition
    events = [event for event, each in definition.announcements.items() if each == kind]
    return body_of(slip, definition.events[events[0]].body) if events else None


def _exact(step: Step) -> date | None:
    return step.day.day if step.day.precision == EXACT else None


def _line(value: str | None) -> str:
    """A recorded text as one line; blanks that were typed twice are one."""
    return re.sub(r"[ \t\r\n]+", " ", value or "").strip()
