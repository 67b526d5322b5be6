"""Deadlines by law and office terms: in a few words, and as data for JSON."""

from typing import TYPE_CHECKING, Any

from commands.answers import day_of, label
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from definitions.model import Definition
    from workflow.bounds import Day
    from workflow.deadlines import Legal
    from workflow.docket import Term

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
