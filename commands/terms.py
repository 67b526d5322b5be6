"""Deadlines by law and office terms: which is meant, in a few words, as JSON data."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.answers import day_of, label
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from definitions.model import Definition
    from workflow.bounds import Day
    from workflow.deadlines import Legal
    from workflow.docket import Slip, Term

STATUS = {  # of deadlines by law and of office terms
    "open": sentence("open"),
    "done": sentence("done"),
    "suspended": sentence("suspended"),
    "met": sentence("met"),
    "met_late": sentence("met late"),
    "lapsed": sentence("lapsed"),
    "dropped": sentence("dropped"),
}


def term_data(term: "Term") -> dict[str, Any]:
    """An office term as JSON says it."""
    return {
        "kind": "office_term",
        "name": term.name,
        "due": term.due,
        "due_precision": "exact",
        "status": term.status,
        "reason": term.reason,
        "role": term.role,
        "remind_before": list(term.remind_before),
        "body": None,
        "basis": [],
        "started": None,
        "closed": None,
        "met_on": None,
    }


def legal_data(path: "Definition", legal: "Legal") -> dict[str, Any]:
    """A deadline by law as JSON says it."""
    return {
        "kind": "deadline",
        "name": legal.name,
        "due": legal.due,
        "due_precision": legal.precision,
        "status": legal.status,
        "reason": label(legal.rule),
        "role": ", ".join(legal.rule.remind),
        "remind_before": list(legal.rule.remind_before),
        "body": legal.body,
        "basis": basis_of(path, legal),
        "started": legal.started,
        "closed": legal.closed,
        "met_on": legal.met_on.day if legal.met_on else None,
    }


def basis_of(path: "Definition", legal: "Legal") -> list[str]:
    """The legal sources of a deadline as they stood when it began to run."""
    day = legal.start.day
    keys = legal.rule.basis
    if day is None:
        return [path.sources[key].text for key in keys]
    return [source.text for source in path.sources_of(keys, day)]


def called(path: "Definition", legal: "Legal") -> Sentence:
    """A deadline by its label, and the body whose it is."""
    if legal.body is None or legal.rule.before is not None:
        return sentence("{label}", label=legal.rule)
    return sentence("{label}, {body}", label=legal.rule, body=path.bodies[legal.body])


def due_said(legal: "Legal") -> Sentence:
    """The last day of a deadline as the slip says it, or why there is none."""
    if legal.status == "suspended":
        return sentence("suspended")
    if legal.due is None:
        return sentence("no last day known")
    return day_of(legal.due.isoformat(), legal.precision)


def day_told(day: "Day") -> Sentence:
    """A legal day as a file note tells it."""
    if day.day is None:
        return sentence("day unknown")
    if day.precision == "at_latest":
        return sentence("at the latest {day}", day=FullDay(day.day))
    return sentence("{day}", day=FullDay(day.day))


def due_on(day: date) -> Sentence:
    """The last day in full."""
    return sentence("The last day is {end}.", end=FullDay(day))


def left_said(number: int) -> Sentence:
    """How many days an open term still has, or since when it is over."""
    if number > 1:
        return sentence("{number} days are left.", number=number)
    if number >= 0:
        return sentence("It ends tomorrow.") if number else sentence("It ends today.")
    if number == -1:
        return sentence("It has been over for one day.")
    return sentence("It has been over for {number} days.", number=-number)


def days_late(legal: "Legal") -> int | None:
    """Days from the last day to the one on which it was met; None if not known."""
    met_on = legal.met_on
    if legal.status not in {"met", "met_late"} or met_on is None or met_on.day is None:
        return None
    if legal.due is None or {met_on.precision, legal.precision} != {"exact"}:
        return None
    return (met_on.day - legal.due).days


def chosen(
    slip: "Slip", name: str, body: str | None, seq: int | None
) -> "Legal | None":
    """The deadline by law that is meant; None: it is an office term.

    The one that runs; of several that ended the last. Refused if there is none.
    """
    from workflow.errors import Refused

    every = [each for each in slip.deadlines if each.name == name]
    terms = () if every or body or seq else slip.terms
    if any(term.name == name for term in terms):
        return None
    fitting = [
        each
        for each in every
        if body in (None, each.body) and seq in (None, each.started)
    ]
    found = [each for each in fitting if each.running] or fitting
    if not found:
        raise Refused(_unknown(slip, name, body, seq))
    if len(bodies := {each.body for each in found}) > 1 and body is None:
        raise Refused(
            sentence(
                "{reference}: {name} runs for several bodies; name one with --body:"
                " {bodies}.",
                reference=slip.reference,
                name=name,
                bodies=tuple(sorted(filter(None, bodies))),
            )
        )
    return found[-1]


def twins(slip: "Slip", legal: "Legal") -> Iterator["Legal"]:
    """The other deadlines of that name and body that run."""
    meant = legal.name, legal.body
    for each in slip.deadlines:
        same = (each.name, each.body) == meant
        if same and each.running and each.started != legal.started:
            yield each


def typed(slip: "Slip", legal: "Legal") -> str:
    """A deadline by the words that name it on the command line."""
    asks = legal.body is not None and legal.rule.before is None
    name = name_typed(slip, legal)
    return f"{name} --body {legal.body}" if asks else name


def name_typed(slip: "Slip", legal: "Legal") -> str:
    """Its name, with the entry where others of that name and body run."""
    several = any(twins(slip, legal))
    return f"{legal.name} --entry {legal.started}" if several else legal.name


def _unknown(slip: "Slip", name: str, body: str | None, seq: int | None) -> Sentence:
    rule = slip.definition.deadlines.get(name)
    if rule is not None and not any(each.name == name for each in slip.deadlines):
        return sentence(
            "{reference}: {deadline} ({name}) has not begun to run: nothing is on"
            " record that it runs from.",
            reference=slip.reference,
            deadline=rule,
            name=name,
        )
    names = [
        *(typed(slip, each) for each in slip.deadlines),
        *(each.name for each in slip.terms),
    ]
    asked = [name, *(["--body", body] if body else [])]
    asked += ["--entry", str(seq)] if seq else []
    return sentence(
        "{reference} has no deadline {name}; it has {names}.",
        reference=slip.reference,
        name=" ".join(asked),
        names=tuple(dict.fromkeys(names)) or sentence("none"),
    )
