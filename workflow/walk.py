"""The walk of an item: its entries, replayed on the path in the order of recording.

Pure. Steps, consultations, documents, plans and gaps as they stand after corrections,
and what is known of the item at the end of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.asking import closes, may_answer, may_ask
from workflow.bounds import Day
from workflow.errors import RecordDamaged
from workflow.gaps import hidden_between, no_way
from workflow.guards import OPENING, Consulted, Known
from workflow.history import Entry, Facts, Standing, standings
from workflow.machine import Verdict, judge


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the path as it stands after all corrections.

    `hashes` are those of the entry and of every correction that shaped it: a text that
    states the step is bound to them.
    """

    entry: Entry
    event: str
    day: Day
    from_state: str | None
    to_state: str
    body: str | None
    outcome: str | None
    words: Mapping[str, str]
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the steps after corrections: an answer, a document, a plan.

    Its `entry.kind` says which.
    """

    entry: Entry
    day: Day
    outcome: str | None
    words: Mapping[str, str]


@dataclass(slots=True)
class Walk:
    """What the entries of an item add up to on its path."""

    path: Definition
    state: str = ""
    steps: list[Step] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    consulted: dict[int, Consulted] = field(default_factory=dict)  # by item_seq
    recorded: dict[str, str] = field(default_factory=dict)
    attached: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def known(
        self,
        day: Day | None = None,
        actor: str | None = None,
        said: frozenset[str] | None = None,
        *,
        sitting: bool = False,
    ) -> Known:
        """What is known now; `said` None: of an event that nobody has typed yet."""
        return Known(
            recorded=self.recorded,
            consulted=tuple(self.consulted.values()),
            attached=frozenset(self.attached),
            hidden=frozenset(self.hidden),
            **({} if day is None else {"day": day}),
            actor=actor,
            said=said,
            sitting=sitting,
        )

    @property
    def plans(self) -> list[Beside]:
        """What is planned and has not happened since."""
        last = {step.event: step.entry.item_seq for step in self.steps}
        return [
            each
            for each in self.beside
            if each.entry.kind == "planned"
            and last.get(each.entry.event, 0) < each.entry.item_seq
        ]


class Impossible(RecordDamaged):
    """A history that the path does not allow: the entry that fails, and why.

    Nobody can record one; where it is met in the record, the record is damaged.
    """

    def __init__(self, entry: Entry, event: str, reason: Sentence) -> None:
        self.entry, self.event, self.reason = entry, event, reason
        super().__init__(
            sentence(
                "The record is damaged: entry {seq} ({event}) is not possible on its"
                " path: {reason}. `laufzettel verify` names the first bad entry.",
                seq=entry.item_seq,
                event=event,
                reason=reason,
            )
        )


def walk(path: Definition, entries: Sequence[Entry]) -> Walk:
    """The walk that the entries add up to.

    Raises Impossible with the first entry that the path does not allow.
    """
    standing = standings(entries)
    found = Walk(path)
    for entry in entries:
        stand = standing[entry.item_seq]
        if entry.kind in _TAKEN and not stand.undone:
            _TAKEN[entry.kind](found, entry, stand)
    return found


def steps(path: Definition, entries: Sequence[Entry]) -> tuple[Step, ...]:
    """The steps that stand, in the order in which they were recorded.

    Raises Impossible with the first entry that the path does not allow.
    """
    return tuple(walk(path, entries).steps)


def said_with(entry: Entry, facts: Facts) -> frozenset[str]:
    """The names of the texts that an entry was given, also where one was erased."""
    return frozenset(entry.content.get("words", ())) | facts.words.keys()


def _step(of: Walk, entry: Entry, stand: Standing) -> None:
    facts = stand.facts
    assert facts.event is not None
    assert facts.day is not None
    before = of.state if of.state else None
    verdict = Verdict(to=of.path.initial_state)
    if before is not None:
        known = of.known(
            facts.day,
            entry.actor,
            said_with(entry, facts),
            sitting=facts.sitting is not None,
        )
        verdict = judge(of.path, before, facts.event, facts.outcome, known)
    if verdict.reason is not None or verdict.to is None:
        raise Impossible(entry, facts.event, verdict.reason or sentence("no way"))
    rule = of.path.events.get(facts.event)
    of.steps.append(
        Step(
            entry=entry,
            event=facts.event,
            day=facts.day,
            from_state=before,
            to_state=verdict.to,
            body=rule.body if rule else None,
            outcome=verdict.outcome,
            words=facts.words,
            hashes=stand.hashes,
        )
    )
    if verdict.to == of.path.initial_state != before and before is not None:
        # A recalled item begins anew: what was recorded before opens no gate.
        of.recorded = {OPENING: of.recorded[OPENING]}
        of.hidden.clear()
    of.state = verdict.to
    of.recorded[facts.event] = entry.actor


def _consulted(of: Walk, entry: Entry, stand: Standing) -> None:
    facts = entry.content["facts"]
    due = facts.get("due")
    asked = Consulted(
        name=facts["consultation"],
        body=entry.body or "",
        opened=stand.facts.day or entry.day,
        seq=entry.item_seq,
        due=date.fromisoformat(due) if due else None,
    )
    reason = may_ask(of.path, of.state, of.known(), asked)
    if reason is not None:
        raise Impossible(entry, asked.name, reason)
    of.consulted[entry.item_seq] = asked


def _answered(of: Walk, entry: Entry, stand: Standing) -> None:
    asked = of.consulted.get(entry.content["facts"]["asked"])
    if asked is None:
        gone = sentence("the consultation that it answers has been struck")
        raise Impossible(entry, entry.event, gone)
    outcome, day = stand.facts.outcome or "", stand.facts.day or entry.day
    evidence = "evidence" in said_with(entry, stand.facts)
    reason = may_answer(of.path, asked, outcome, day, evidence=evidence)
    if reason is not None:
        raise Impossible(entry, asked.name, reason)
    if asked.due and outcome == of.path.consultations[asked.name].silence:
        day = Day(max(asked.due + timedelta(1), day.earliest))  # never before the term
    of.consulted[asked.seq] = replace(
        asked,
        outcome=outcome,
        answered=day,
        closed=closes(of.path, asked.name, outcome),
    )
    _beside(of, entry, stand)


def _document(of: Walk, entry: Entry, stand: Standing) -> None:
    kind = entry.content["facts"]["document"]
    if kind not in of.path.documents:
        raise Impossible(entry, kind, unknown_document(of.path, kind))
    of.attached.add(kind)
    _beside(of, entry, stand)


def unknown_document(path: Definition, kind: str) -> Sentence:
    """What to say of a kind of document that the path does not know."""
    return sentence(
        "the path {path} has no document {name}; it has {names}",
        path=path.definition,
        name=kind,
        names=tuple(path.documents) or sentence("none"),
    )


def _gap(of: Walk, entry: Entry, stand: Standing) -> None:
    to = entry.to_state or ""
    reason = no_way(of.path, of.state, to)
    if reason is not None:
        raise Impossible(entry, "gap", reason)
    of.hidden |= hidden_between(of.path, of.state, to)
    of.state = to
    _beside(of, entry, stand)


def _beside(of: Walk, entry: Entry, stand: Standing) -> None:
    facts = stand.facts
    day = facts.day or entry.day
    of.beside.append(Beside(entry, day, facts.outcome, facts.words))


_TAKEN = {
    "opened": _step,
    "moved": _step,
    "consulted": _consulted,
    "answered": _answered,
    "document": _document,
    "planned": _beside,
    "gap": _gap,
}


def standing_of(found: Walk, item_seq: int) -> tuple[str, str | None]:
    """Status and last outcome of the consultation that an entry opened."""
    asked = found.consulted.get(item_seq)
    if asked is None:
        return "struck", None
    return ("closed" if asked.closed else "open"), asked.outcome


def why_not(taken: Sequence[Step], event: str, verdict: Verdict) -> Sentence | None:
    """Why an event may not fire now; for one that has happened, when it did."""
    done = [step for step in taken if step.event == event]
    if not verdict.gone or not done:
        return verdict.reason
    return sentence(
        "{event} was recorded already ({day}, entry {seq})",
        event=event,
        day=str(done[-1].day),
        seq=done[-1].entry.item_seq,
    )
