"""Reckoning: which term is meant, and its last day before it is told to anybody."""

from datetime import date
from typing import Any

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.anchors import LAPSED
from workflow.books import Books
from workflow.bounds import Day
from workflow.deadlines import Legal
from workflow.errors import Refused
from workflow.periods import Uncountable, forwards
from workflow.projection import keep_needed
from workflow.spans import law_of
from workflow.store import Row
from workflow.unit import Unit


def term_of(work: Unit, path: Definition, name: str, opened: Day) -> dict[str, Any]:
    """The term that a path gives to a consultation: `until`, deadline and calendar.

    `until` is what the body is told, so it goes into the entry together with the hash
    of the calendar it was counted with. Empty where no rule sets a term, or where
    nobody can count it.
    """
    for deadline, rule in path.deadlines.items():
        if rule.after != name or not rule.may_hold(opened.earliest, opened.latest):
            continue
        keep_needed(work, path)
        days = Books.of(work.tx).days_off(rule.calendar) if rule.calendar else None
        until = None if opened.day is None else _end(path, rule, opened.day, days)
        if until is not None:
            counted = {"until": until, "deadline": deadline}
            return counted | ({"calendar": days.hash} if days else {})
    return {}


def _end(path: Definition, rule: Any, start: date, days: Any) -> date | None:
    try:
        return forwards(start, law_of(path, rule, start), days).end
    except Uncountable:
        return None


def check_by_law(work: Unit, item: Row, path: Definition, name: str) -> None:
    """Refused for an office term: the office sets it anew as it likes."""
    if name in path.deadlines:
        return
    terms = work.tx.all("terms_of", item=item["id"])
    if any((row["name"], row["status"]) == (name, "open") for row in terms):
        raise Refused(
            sentence(
                "{name} is an office term: no rule extends or suspends it, the office"
                " sets it anew. Nothing was recorded. `laufzettel deadline add"
                " {reference} --due DATE --reason TEXT --for ROLE` sets the new one,"
                " `laufzettel deadline done {reference} {name}` closes this one.",
                reference=item["reference"],
                name=name,
            )
        )


def chosen(
    terms: tuple[Legal, ...],
    path: Definition,
    reference: str,
    name: str,
    body: str | None,
) -> Legal:
    """The running deadline that is meant; else Refused with those that run."""
    running = [each for each in terms if each.running]
    named = [
        each for each in running if each.name == name and body in (None, each.body)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        raise Refused(
            sentence(
                "{reference}: {name} runs for several: name one with --body: {bodies}."
                " Nothing was recorded.",
                reference=reference,
                name=name,
                bodies=tuple(each.body or "-" for each in named),
            )
        )
    for each in reversed(terms):
        if (each.name, each.status) == (name, LAPSED) and body in (None, each.body):
            raise Refused(_lapsed(reference, each))
    raise Refused(_none(reference, name, body, running))


def _none(
    reference: str, name: str, body: str | None, running: list[Legal]
) -> Sentence:
    return sentence(
        "{reference}: no deadline {name}{body} is running. Running are: {running}."
        " Nothing was recorded.",
        reference=reference,
        name=name,
        body=f" --body {body}" if body else "",
        running=tuple(
            f"{each.name} --body {each.body}" if each.body else each.name
            for each in running
        )
        or sentence("none"),
    )


def _lapsed(reference: str, term: Legal) -> Sentence:
    """A term that has ended, and the way back for what was granted while it ran."""
    return sentence(
        "{reference}: {deadline} ended on {due}, and entry {seq} says what its end"
        " brought about. Nothing was recorded. If this was granted before that, strike"
        " the entry: `laufzettel correct {reference} {seq} --void --reason TEXT`; then"
        " record it.",
        reference=reference,
        deadline=term.rule,
        due=term.due or "?",
        seq=term.closed,
    )
