"""How the facts of each kind of release are put together from what is read.

A maker gives the facts, the steps that bear them besides the opening and the announced
one, and the hashes of other entries that do.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from definitions.sentences import sentence
from notifications.appointing import appointed
from notifications.bodies import NOBODY, Body
from notifications.certainty import is_bill
from notifications.effects import basis_of, effect_of, procedure_of
from notifications.facts import (
    Appointment,
    CouncilPosition,
    CouncilTo,
    Effect,
    Facts,
    FirstApproval,
    FormalDecision,
    Passage,
    Publication,
    ReportNoted,
    ToParliament,
    Vote,
)
from notifications.grammar import Document, StepKind, called_a_law
from notifications.lookout import (
    adopted_in,
    announceable,
    authority_of,
    brought_before,
    heard_besides,
    house_of,
    in_order,
    looked_back_on,
    medium_of,
    parliament_of,
    participle_of,
    settled_before,
    still_to_act,
    takes_effect,
)
from notifications.reading import Reading, exact, issuer_of, line
from notifications.typography import weekday
from workflow.course import Step
from workflow.docket import Slip

Stated = TypeVar("Stated", bound=Facts)
Head = tuple[str, int | None]  # hash and number of the last entry of the record
_TOLD_BEFORE: Mapping[StepKind, frozenset[str]] = {
    "first_approval": frozenset({"council_position"}),
    "council_position": frozenset({"first_approval", "formal_decision"}),
    "formal_decision": frozenset(
        {"first_approval", "report_noted", "council_position"}
    ),
    "appointment": frozenset({"first_approval", "council_position"}),
    "to_parliament": frozenset({"first_approval", "council_position"}),
}
_DECISIONS = frozenset({"formal_decision", "appointment"})


@dataclass(frozen=True, slots=True)
class Announced:
    """What all kinds start from: what is read, announced, and common to the facts."""

    reading: Reading
    kind: StepKind
    step: Step
    head: Head

    @property
    def slip(self) -> Slip:
        """The slip of the item."""
        return self.reading.slip

    @property
    def day(self) -> date:
        """The day of the release."""
        return self.reading.release_day

    def facts(self, document: Document | None = None, *, law: bool = False) -> Facts:
        """What all releases of an item state; of a `law` also its English title."""
        item = self.reading.item(self.kind, self.step, document)
        given = self.reading.particulars
        if law:
            named = given.english.law if given and given.english else None
            item = replace(item, english=named)
        bearing = authority_of(self.slip, self.step, self.day)
        return Facts(
            item=replace(item, bill=is_bill(self.slip.definition)),
            release_day=self.day,
            head=self.head[0],
            head_seq=self.head[1],
            basis=basis_of(self.reading, bearing),
            procedure=procedure_of(self.slip, self.step, self.day),
            earlier=self.reading.earlier,
        )


Made = tuple[
    Facts, tuple[Step, ...], tuple[str, ...]
]  # and the steps and entries told besides


def _grown(kind: type[Stated], base: Facts, **more: Any) -> Stated:
    """The facts of `base`, and more, as those of a kind that has them all."""
    common = {each.name: getattr(base, each.name) for each in fields(base)}
    return kind(**common, **more)


def _voted(told: Announced) -> tuple[Vote, tuple[Step, ...], tuple[str, ...]]:
    """What a body did, the steps that the release looks back on, and other entries."""
    kinds = _TOLD_BEFORE.get(told.kind, frozenset())
    back = looked_back_on(told.slip, told.step, kinds)
    if told.kind in _DECISIONS:
        back |= settled_before(told.slip, told.step)
    before = {
        step.entry.item_seq: told.reading.passage(step, kind)
        for kind, step in back.items()
    }
    if told.kind in _DECISIONS:
        before |= _statements(told)
    decides, heard, parliament = still_to_act(told.slip, told.step, told.day)
    vote = _grown(
        Vote,
        told.facts(),
        passage=told.reading.passage(told.step, told.kind),
        before=tuple(before[seq] for seq in sorted(before)),
        decides_later=decides,
        heard_later=heard,
        parliament_later=parliament,
    )
    besides = set(before) - {step.entry.item_seq for step in back.values()}
    steps = sorted(back.values(), key=in_order)
    return vote, tuple(steps), _hashes(told.slip, besides)


def _statements(told: Announced) -> dict[int, Passage]:
    """What was said beside the steps, by the entry that answered."""
    heard = heard_besides(told.slip, told.step)
    said = {each.replied: told.reading.statement(each) for each in heard}
    return {seq: passage for seq, passage in said.items() if passage is not None}


def _hashes(slip: Slip, seqs: Collection[int]) -> tuple[str, ...]:
    """The hashes of these entries of the item and of their corrections."""
    return tuple(
        each.hash
        for each in slip.entries
        if each.item_seq in seqs or each.corrects in seqs
    )


def _plainly(kind: type[Vote]) -> Callable[[Announced], Made]:
    """Of kinds that state nothing besides what a body did."""

    def made(told: Announced) -> Made:
        vote, steps, besides = _voted(told)
        return _grown(kind, vote), steps, besides

    return made


def _council_to(told: Announced) -> Made:
    vote, steps, besides = _voted(told)
    council = brought_before(told.slip, told.step, told.day)
    if council is None:
        told.reading.gaps.append(
            sentence(
                "Entry {seq} brings the item before no other body, or that body has "
                "dealt with it by {day}.",
                seq=told.step.entry.item_seq,
                day=told.day,
            )
        )
        other = announceable(told.slip, told.day)
        told.reading.gaps += [other] if other else []
    return _grown(CouncilTo, vote, council=council or NOBODY), steps, besides


def _formal_decision(told: Announced) -> Made:
    vote, steps, besides = _voted(told)
    effect, hashes = _effect(told, takes_effect(told.slip, told.step, told.day))
    return _grown(FormalDecision, vote, effect=effect), steps, (*besides, *hashes)


def _effect(told: Announced, holds: object) -> tuple[Effect, tuple[str, ...]]:
    """From when on it holds; of what was rejected or is only a bill, nothing."""
    return effect_of(told.reading, told.step) if holds else (Effect(), ())


def _appointment(told: Announced) -> Made:
    vote, steps, besides = _voted(told)
    return _grown(Appointment, vote, **appointed(told.reading)), steps, besides


def _to_parliament(told: Announced) -> Made:
    reading, step = told.reading, told.step
    back = looked_back_on(told.slip, step, _TOLD_BEFORE["to_parliament"])
    decided = looked_back_on(told.slip, step, _DECISIONS)
    decision = _last_passage(reading, decided)
    paper = step.words.get("field:number") or step.words.get("field:printed_matter")
    day = exact(step)
    facts = _grown(
        ToParliament,
        told.facts(),
        body=decision.body if decision else reading.body(step),
        parliament=parliament_of(told.slip) or _unknown_parliament(reading, step),
        day=day,
        weekday=weekday(day) if day else None,
        today=day == told.day,
        paper=line(paper) or None,
        decision=decision,
        before=tuple(reading.passage(each, kind) for kind, each in back.items()),
        issuer=issuer_of(told.slip),
    )
    return facts, (*back.values(), *list(decided.values())[-1:]), ()


def _publication(told: Announced) -> Made:
    reading, step, slip = told.reading, told.step, told.slip
    path = slip.definition
    decided = looked_back_on(slip, step, _DECISIONS)
    decided = decided or looked_back_on(slip, step, {"report_noted"})
    vote = adopted_in(slip, step)
    promulgated = participle_of(slip, step) == "verkündet"
    law = vote is not None and promulgated
    holding = [each for each in decided.values() if takes_effect(slip, each, told.day)]
    effect, hashes = _effect(told, holding or (promulgated and law is is_bill(path)))
    asked = "medium" in slip.definition.events[step.event].fields
    day = exact(step)
    facts = _grown(
        Publication,
        told.facts(_law_of(reading) if law else None, law=law),
        day=day,
        weekday=weekday(day) if day else None,
        participle=participle_of(slip, step),
        medium=reading.needed("field:medium", step) if asked else medium_of(slip, step),
        citation=line(step.words.get("field:citation")) or None,
        decision=_last_passage(reading, decided),
        law=law,
        adopted=reading.passage(vote, "adoption") if vote else None,
        effect=effect,
        issuer=issuer_of(slip),
        house=house_of(slip),
    )
    steps = (*list(decided.values())[-1:], *([vote] if vote else []))
    return facts, tuple(sorted(steps, key=in_order)), hashes


MAKERS: Mapping[StepKind, Callable[[Announced], Made]] = {
    "first_approval": _plainly(FirstApproval),
    "council_to": _council_to,
    "council_position": _plainly(CouncilPosition),
    "formal_decision": _formal_decision,
    "to_parliament": _to_parliament,
    "publication": _publication,
    "report_noted": _plainly(ReportNoted),
    "appointment": _appointment,
}


def _last_passage(reading: Reading, back: Mapping[str, Step]) -> Passage | None:
    found = list(back.items())[-1:]
    return reading.passage(found[0][1], found[0][0]) if found else None


def _law_of(reading: Reading) -> Document | None:
    """The forms of the law that parliament has made of the bill."""
    given = reading.particulars
    if given and given.law:
        return given.law.document()
    if given and called_a_law(given.document.nom):
        return None  # it was called one all along, and is one now
    reading.gaps.append(
        sentence(
            "How the law is called that parliament has made of {reference} is not "
            "stored. Add `law` with its forms to the particulars: laufzettel correct "
            "{reference} 1 --reason TEXT --particulars FILE",
            reference=reading.slip.reference,
        )
    )
    return None


def _unknown_parliament(reading: Reading, step: Step) -> Body:
    reading.gaps.append(
        sentence(
            "Entry {seq} hands the item to a parliament, and the path names none among "
            "its bodies: a release about it cannot be written.",
            seq=step.entry.item_seq,
        )
    )
    return NOBODY
