"""Facts read from the steps of an item, as they stand after corrections.

What a release needs and the record does not hold is collected as a gap, so that all of
it can be named at once.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from definitions.sentences import Sentence, sentence
from notifications.bodies import BODIES, NOBODY, OF_BERLIN, Body
from notifications.facts import ISSUER, Earlier, Item, Passage, Submitter
from notifications.grammar import Document, Kind, broken_off, untitled
from notifications.particulars import Particulars, restored
from notifications.phrases import phrase
from notifications.proposers import resolved
from notifications.typography import quoted, weekday
from workflow.bounds import EXACT
from workflow.course import Step
from workflow.docket import Slip
from workflow.guards import Consulted
from workflow.portfolios import Office

_NEEDED: Mapping[str, tuple[Sentence, str]] = {  # and what of `correct` adds it
    "title": (sentence("the title"), "--title TEXT"),
    "lead": (sentence("the lead department"), "--lead NAME"),
    "outcome": (sentence("the outcome"), "--outcome OUTCOME"),
    "field:medium": (sentence("the medium of publication"), "--field medium=TEXT"),
}


class Reading:
    """Reads the facts of one release; `gaps` are what is missing, which reads as empty.

    `earlier` are the published releases of the item, `offices` those of the day of the
    announced step.
    """

    def __init__(
        self,
        slip: Slip,
        release_day: date,
        earlier: tuple[Earlier, ...] = (),
        offices: Mapping[str, Office] | None = None,
    ) -> None:
        self.slip, self.release_day = slip, release_day
        self.earlier, self.offices = earlier, offices or {}
        self.gaps: list[Sentence] = []
        given = slip.steps[0].words.get("particulars")
        self.particulars = restored(given) if given else None

    def needed(self, name: str, step: Step) -> str:
        """A text without which the release cannot be written."""
        found = line(step.outcome if name == "outcome" else step.words.get(name))
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

    def item(self, kind: Kind, step: Step, document: Document | None) -> Item:
        """The item in the forms stored at its opening, or else as "die Vorlage"."""
        opening = self.slip.steps[0]
        title = self.needed("title", opening)
        lead = self.needed("lead", opening)
        found = Item(self.slip.reference, title, lead, untitled(quoted(title)))
        if self.particulars is None:
            self._whole(title, opening)
            return found
        submitted = self._proposers(self.particulars, step)
        return self._described(found, self.particulars, kind, submitted, document)

    def mentioned(self, kind: Kind) -> Item:
        """The item by its name alone, for what is written by hand: no gap is found.

        Who submitted it is not told, so nobody need be known; whatever is missing must
        not keep a false release without its withdrawal.
        """
        words = self.slip.steps[0].words
        title = line(words.get("title")) or self.slip.reference
        lead = line(words.get("lead"))
        found = Item(self.slip.reference, title, lead, untitled(quoted(title)))
        if self.particulars is None:
            return found
        return self._described(found, self.particulars, kind, ())

    def passage(self, step: Step, kind: str) -> Passage:
        """What a body did in a step."""
        day = exact(step)
        outcome = self.needed("outcome", step)
        labelled = self.slip.definition.outcomes.get(outcome)
        told = labelled.de if labelled else outcome
        return Passage(
            kind=kind,
            body=self.body(step),
            day=day,
            weekday=weekday(day) if day else None,
            today=day == self.release_day,
            phrase=phrase(told),
            outcome=told,
            english=labelled.en if labelled else outcome,
            wording=line(step.words.get("outcome_text")) or None,
            release=self.release_of(step),
            in_writing=in_writing(self.slip, step),
        )

    def statement(self, asked: Consulted) -> Passage | None:
        """What a body said when it was consulted; None if no words are stored."""
        labelled = self.slip.definition.outcomes.get(asked.outcome or "")
        body = body_of(self.slip, asked.body)
        if labelled is None or body is None or phrase(labelled.de).result is not None:
            return None
        day = asked.answered.day if asked.answered.precision == EXACT else None
        return Passage(
            kind="council_position",
            body=body,
            day=day,
            weekday=weekday(day) if day else None,
            today=day == self.release_day,
            phrase=phrase(labelled.de),
            outcome=labelled.de,
            english=labelled.en,
        )

    def release_of(self, step: Step) -> Earlier | None:
        """The last release published of a step."""
        seq = step.entry.item_seq
        return next((each for each in self.earlier[::-1] if each.seq == seq), None)

    def body(self, step: Step) -> Body:
        """The body of a step in its forms."""
        body = body_of(self.slip, step.body)
        if body is None:
            self.gaps.append(
                sentence(
                    "No German forms are stored for the body “{body}” of entry {seq}: "
                    "a release about it cannot be written.",
                    body=label_of(self.slip, step.body) or step.body or "",
                    seq=step.entry.item_seq,
                )
            )
        return body or NOBODY

    def _whole(self, title: str, opening: Step) -> None:
        if word := broken_off(title):
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

    def _described(
        self,
        item: Item,
        given: Particulars,
        kind: Kind,
        proposers: tuple[Submitter, ...],
        document: Document | None = None,
    ) -> Item:
        return replace(
            item,
            document=document or given.document.document(),
            proposal=given.proposal,
            proposers=proposers,
            background=tuple(
                each.text
                for each in given.background
                if each.fits(kind, self.release_day)
            ),
            english=given.english.title if given.english else None,
        )

    def _proposers(self, given: Particulars, step: Step) -> tuple[Submitter, ...]:
        found, gaps = resolved(given.proposers, self.offices, exact(step))
        self.gaps += gaps
        return tuple(
            Submitter(each.gen, each.person, each.short, each.en) for each in found
        )


def issuer_of(slip: Slip | None) -> str | None:
    """Whose releases those of an item are, as it begins a sentence; None: not known.

    What is about no item comes from the office whose press work this is.
    """
    if slip is None:
        return ISSUER
    labels = {each.de for each in slip.definition.bodies.values()}
    return ISSUER if labels & OF_BERLIN else None


def label_of(slip: Slip, name: str | None) -> str | None:
    """The German label of a body of the path."""
    labelled = slip.definition.bodies.get(name or "")
    return labelled.de if labelled else None


def body_of(slip: Slip, name: str | None) -> Body | None:
    """The stored forms of a body of the path, found by its German label."""
    labelled = slip.definition.bodies.get(name or "")
    body = BODIES.get(labelled.de) if labelled else None
    return replace(body, english=labelled.en) if body and labelled else None


def in_writing(slip: Slip, step: Step) -> bool:
    """Whether a body acted by circulation, as the label of the event says."""
    label = slip.definition.events[step.event].de
    return any(word in label for word in ("Umlauf", "schriftlich", "Zirkular"))


def exact(step: Step) -> date | None:
    """The day of a step, where it is known exactly."""
    return step.day.day if step.day.precision == EXACT else None


def possible_days(slip: Slip, step: Step) -> tuple[date, date] | None:
    """The first and last day on which a step can have been taken; None: not bounded.

    It is no earlier than the exact days before it, no later than the days after it.
    """
    at = slip.steps.index(step)
    first = max(filter(None, map(exact, slip.steps[: at + 1])), default=None)
    known = (each.day.day for each in slip.steps[at:])
    last = min(filter(None, known), default=None)
    return (first, last) if first and last else None


def done_by(step: Step, today: date) -> bool:
    """Whether a step is taken as done on a day: unless its latest day lies after it.

    A release about the past must not announce as coming what has happened since.
    """
    return step.day.day is None or step.day.day <= today


def line(value: str | None) -> str:
    """A recorded text as one line; blanks that were typed twice are one."""
    return re.sub(r"[ \t\r\n]+", " ", value or "").strip()
