"""Consultations (Beteiligungen): a body is asked beside the path, and answers.

What may be asked and answered stands in `asking`; here it is recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.asking import may_answer, may_ask, open_one, overturned
from workflow.bounds import EXACT, Day
from workflow.course import Walk
from workflow.days import day_or_today
from workflow.entries import entries_of
from workflow.errors import Refused
from workflow.guards import Consulted, Known
from workflow.lapsing import bring_about, named_first
from workflow.projection import after_step, set_rows
from workflow.reckoning import term_of
from workflow.store import Store
from workflow.told import moved_too
from workflow.unit import Act, Answer, Answered, Unit, answer, today_in, unit
from workflow.walk import walk


@dataclass(frozen=True, slots=True)
class Reply:
    """What a body answered; texts by field: outcome_text, evidence, note."""

    outcome: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def consult(
    store: Store,
    act: Act,
    reference: str,
    name: str,
    *,
    body: str | None = None,
    day: Day | None = None,
    due: date | None = None,
    note: str | None = None,
) -> Answer:
    """Ask a body for its statement, until `due` (the last day) if a term is set.

    `body` may be left out where the consultation asks one body only. Refused where the
    path does not ask it now, or where it has been asked and has not answered.
    """
    words = wording.clean_words({"note": note})
    asked = {"reference": reference, "name": name, "body": body, "words": words}
    asked |= {"on": str(day) if day else None, "due": due.isoformat() if due else None}
    try:
        with unit(store, act, "consult", asked) as work:
            return ask_in(work, reference, name, body, day, due, words)
    except Answered as done:
        return done.answer


def ask_in(
    work: Unit,
    reference: str,
    name: str,
    body: str | None,
    day: Day | None,
    due: date | None,
    words: Mapping[str, str],
) -> Answer:
    """Ask a body inside a unit of work."""
    item, path = work.item(reference)
    person = _person(work, path, name)
    meant = day or Day(today_in(path, work.act.now))
    chosen = body or _only_body(path, name)
    counted = {} if due else term_of(work, path, name, meant)
    due = due or counted.pop("until", None)
    item = work.again(item)
    asked = Consulted(name, chosen, meant, item["version"] + 1, due)
    found = walk(path, entries_of(work.tx, item["id"]))
    reason = may_ask(path, found.state, found.known(), asked)
    if reason is not None:
        raise Refused(_refused(reference, reason))
    taken = day_or_today(day, path, work.act.now)
    facts = {"consultation": name} | ({"due": due.isoformat()} if due else {})
    facts |= counted
    said = {"event": "consult", "body": chosen, "day": taken, "facts": facts}
    entry = work.beside("consulted", person, item, words=words, **said)
    work.tx.change(
        "add_consultation",
        seq=entry.seq,
        item_id=item["id"],
        name=name,
        body=chosen,
        due=due,
        status="open",
        outcome=None,
    )
    return moved_too(answer(item["reference"], entry), after_step(work, item, entry))


def reply(
    store: Store,
    act: Act,
    reference: str,
    name: str,
    *,
    outcome: str | None = None,
    body: str | None = None,
    day: Day | None = None,
    **texts: str | None,
) -> Answer:
    """Record what a body that was asked has answered (the first outcome if none).

    `texts` as in `Reply`. Refused if the body was not asked or has answered already, if
    the path has no such outcome, or if silence is claimed before the term is over.
    """
    words = wording.clean_words(texts)
    asked = {"reference": reference, "name": name, "body": body, "outcome": outcome}
    asked |= {"on": str(day) if day else None}
    try:
        with unit(store, act, "answer", {**asked, "words": words}) as work:
            return reply_in(work, reference, name, body, day, Reply(outcome, words))
    except Answered as done:
        return done.answer


def reply_in(
    work: Unit,
    reference: str,
    name: str,
    body: str | None,
    day: Day | None,
    given: Reply,
) -> Answer:
    """Record an answer inside a unit of work."""
    item, path = work.item(reference)
    person = _person(work, path, name)
    meant = day or Day(today_in(path, work.act.now))
    ended: list[Answer] = []
    if meant.precision == EXACT:
        item, ended, _ = bring_about(work, item, path, meant.earliest)
    found = walk(path, entries_of(work.tx, item["id"]))
    asked = _asked(found.known(), path, reference, name, body, meant)
    outcome = given.outcome or path.consultations[name].outcomes[0]
    evidence = "evidence" in given.words
    reason = may_answer(path, asked, outcome, meant, evidence=evidence)
    if reason is not None:
        raise Refused(_refused(reference, reason))
    entry = work.beside(
        "answered",
        person,
        item,
        event="answer",
        body=asked.body,
        outcome=outcome,
        day=day_or_today(day, path, work.act.now),
        facts={
            "consultation": name,
            "asked": asked.seq,
            **_reverses(asked, found),
            **named_first(ended),
        },
        words=given.words,
    )
    moved = set_rows(work, item, entry)
    return moved_too(answer(item["reference"], entry), moved)


def _person(work: Unit, path: Definition, name: str) -> str:
    rule = path.consultations.get(name)
    return work.require(rule.by if rule else tuple(path.roles), path)


def _only_body(path: Definition, name: str) -> str:
    asks: Sequence[str] = path.consultations[name].asks if name in _names(path) else ()
    if len(asks) > 1:
        raise Refused(
            sentence(
                "{name} asks several bodies: name one with --body: {bodies}. Nothing"
                " was recorded.",
                name=name,
                bodies=tuple(asks),
            )
        )
    return asks[0] if asks else ""


def _names(path: Definition) -> tuple[str, ...]:
    return tuple(path.consultations)


def _reverses(asked: Consulted, found: Walk) -> dict[str, Any]:
    """The deemed answer that this one undoes, and the steps that came after that."""
    if not asked.closed:
        return {}
    seqs = (step.entry.item_seq for step in found.steps)
    later = [seq for seq in seqs if seq > asked.replied]
    return {"reverses": asked.replied} | ({"later": later} if later else {})


def _asked(
    known: Known,
    path: Definition,
    reference: str,
    name: str,
    body: str | None,
    day: Day,
) -> Consulted:
    """The consultation that is meant: an open one, or one whose silence it undoes.

    Else Refused with those that are open.
    """
    waiting = [each for each in known.consulted if not each.closed]
    named = [each for each in waiting if each.name == name]
    if body is None and len(named) == 1:
        return named[0]
    found = open_one(known, name, body) if body is not None else None
    found = found or _deemed(known, path, name, body, day)
    if found is not None:
        return found
    if body is None and named:
        raise Refused(_several(reference, name, named))
    if late := _after_its_term(known, path, name, body):
        raise Refused(_too_late(reference, path, late))
    raise Refused(
        sentence(
            "{reference}: no answer of {name}{body} is waited for. Open are: {open}."
            " Nothing was recorded.",
            reference=reference,
            name=name,
            body=f" --body {body}" if body else "",
            open=tuple(f"{each.name} --body {each.body}" for each in waiting)
            or sentence("none"),
        )
    )


def _several(reference: str, name: str, named: Sequence[Consulted]) -> Sentence:
    return sentence(
        "{reference}: several answers to {name} are waited for: name one with"
        " --body: {bodies}. Nothing was recorded.",
        reference=reference,
        name=name,
        bodies=tuple(each.body for each in named),
    )


def _deemed(
    known: Known, path: Definition, name: str, body: str | None, day: Day
) -> Consulted | None:
    """The last consultation that silence closed though this day lies in its term."""
    found = [
        each
        for each in known.consulted
        if each.name == name
        and body in (None, each.body)
        and overturned(path, each, day)
    ]
    several = body is None and len({each.body for each in found}) > 1
    return found[-1] if found and not several else None


def _after_its_term(
    known: Known, path: Definition, name: str, body: str | None
) -> Consulted | None:
    """The last consultation of this name that silence has closed."""
    rule = path.consultations.get(name)
    found = [
        each
        for each in known.consulted
        if each.name == name and body in (None, each.body) and each.closed
    ]
    deemed = found and rule is not None and found[-1].outcome == rule.silence
    return found[-1] if deemed else None


def _too_late(reference: str, path: Definition, late: Consulted) -> Sentence:
    return sentence(
        "{reference}: the term of {body} ended on {due}, and its silence counts as"
        " {outcome}: an answer counts only if it took effect until then (`--on DATE`)."
        " Nothing was recorded.",
        reference=reference,
        body=path.bodies[late.body],
        due=late.due or "?",
        outcome=path.outcomes[late.outcome or ""],
    )


def _refused(reference: str, reason: Sentence) -> Sentence:
    return sentence(
        "{reference}: {reason}. Nothing was recorded;"
        " `laufzettel consultation list {reference}` shows what is open.",
        reference=reference,
        reason=reason,
    )
