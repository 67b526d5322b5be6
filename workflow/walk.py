"""The walk of an item: its entries, replayed on the path in the order of recording.

Pure. Steps, consultations, documents, plans, gaps and what was done to running terms,
as they stand after corrections, and what is known of the item at the end of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.asking import closes, may_answer, may_ask
from workflow.bounds import Day
from workflow.course import Beside, Changed, Step, Walk
from workflow.errors import RecordDamaged
from workflow.gaps import hidden_between, no_way
from workflow.guards import OPENING, Consulted
from workflow.history import Entry, Facts, Standing, standings
from workflow.machine import Verdict, judge
from workflow.stopping import may_change


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
    found = Walk(path, entries)
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
    # a day that was counted follows the day of asking: it never stands against it
    meant = replace(asked, due=None) if "deadline" in facts else asked
    reason = may_ask(of.path, of.state, of.known(), meant)
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
        replied=entry.item_seq,
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


def _term_changed(of: Walk, entry: Entry, stand: Standing) -> None:
    facts, day = entry.content["facts"], stand.facts.day or entry.day
    key = facts["deadline"], facts["started"]
    reason = may_change(of.path, of.changed.get(key, ()), entry.kind, facts, day)
    if reason is not None:
        raise Impossible(entry, entry.event, reason)
    of.changed.setdefault(key, []).append(Changed(entry, day))
    _set_due(of, facts["started"], facts.get("due"), entry.kind == "suspended")
    _beside(of, entry, stand)


def _rescheduled(of: Walk, entry: Entry, _: Standing) -> None:
    for each in entry.content["facts"]["deadlines"]:
        _set_due(of, each["started"], each.get("due"), None)


def _set_due(of: Walk, started: int, due: str | None, stopped: bool | None) -> None:
    """The last day of a consultation's term is what was last told of it."""
    asked = of.consulted.get(started)
    if asked is None:
        return
    of.consulted[started] = replace(
        asked,
        due=date.fromisoformat(due) if due else None,
        stopped=asked.stopped if stopped is None else stopped,
    )


_TAKEN = {
    "opened": _step,
    "moved": _step,
    "consulted": _consulted,
    "answered": _answered,
    "document": _document,
    "planned": _beside,
    "gap": _gap,
    "extended": _term_changed,
    "suspended": _term_changed,
    "resumed": _term_changed,
    "rescheduled": _rescheduled,
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
