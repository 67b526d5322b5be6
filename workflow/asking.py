"""Consultations: who may be asked when, and which answers count.

Pure rules of the path. A consultation stands beside the state: it is opened for one
body, several are open at the same time, an answer closes it or leaves it open.
"""

from collections.abc import Iterator

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.vocabulary import Consultation
from workflow.bounds import Day
from workflow.guards import Consulted, Known


def may_ask(
    path: Definition, state: str, known: Known, asked: Consulted
) -> Sentence | None:
    """Why a body cannot be asked now, or None."""
    rule = path.consultations.get(asked.name)
    if rule is None:
        return sentence(
            "the path {path} has no consultation {name}; it has {names}",
            path=path.definition,
            name=asked.name,
            names=tuple(path.consultations) or sentence("none"),
        )
    return next(_against_asking(path, rule, state, known, asked), None)


def _against_asking(
    path: Definition, rule: Consultation, state: str, known: Known, asked: Consulted
) -> Iterator[Sentence]:
    named = sentence("{label} ({name})", label=rule, name=asked.name)
    if asked.body not in rule.asks:
        yield sentence(
            "{consultation} does not ask {body}; it asks {bodies}",
            consultation=named,
            body=asked.body,
            bodies=rule.asks,
        )
        return
    if path.states[state].final:
        yield sentence("the item is at its end: {state}", state=path.states[state])
    elif rule.during and state not in rule.during:
        yield sentence(
            "{consultation} is opened in the state {states}, and the item stands at"
            " {state}",
            consultation=named,
            states=tuple(path.states[each] for each in rule.during),
            state=path.states[state],
        )
    if not rule.may_hold(asked.opened.earliest, asked.opened.latest):
        yield sentence(
            "{consultation} exists only from {begin} to {end}",
            consultation=named,
            begin=rule.valid_from or sentence("the beginning"),
            end=rule.valid_to or sentence("open end"),
        )
    if open_one(known, asked.name, asked.body) is not None:
        yield sentence(
            "{body} has been asked already and has not answered",
            body=path.bodies[asked.body],
        )
    if asked.due is not None and asked.due < asked.opened.earliest:
        yield sentence(
            "the term would end on {due}, before it begins on {day}",
            due=asked.due,
            day=str(asked.opened),
        )


def open_one(known: Known, name: str, body: str) -> Consulted | None:
    """The open consultation of this name and body; there is at most one."""
    for each in known.consulted:
        if (each.name, each.body, each.closed) == (name, body, False):
            return each
    return None


def may_answer(
    path: Definition, asked: Consulted, outcome: str, day: Day, *, evidence: bool
) -> Sentence | None:
    """Why an answer cannot count, or None. `evidence`: the answer names its own."""
    rule = path.consultations[asked.name]
    if asked.closed and (outcome == rule.silence or not overturned(path, asked, day)):
        return sentence(
            "{body} has answered already ({day})",
            body=path.bodies[asked.body],
            day=str(asked.answered),
        )
    if outcome not in rule.outcomes:
        return sentence(
            "{outcome} is no outcome of {consultation}; allowed are {outcomes}",
            outcome=outcome,
            consultation=asked.name,
            outcomes=rule.outcomes,
        )
    if day.latest < asked.opened.earliest:
        return sentence(
            "the day {day} lies before {opened}, on which {body} was asked",
            day=str(day),
            opened=str(asked.opened),
            body=path.bodies[asked.body],
        )
    if outcome == rule.silence:
        return _no_silence(path, asked, day)
    if rule.evidence and not evidence:
        return sentence(
            "an answer names its evidence here: `--evidence TEXT`, the file sign or"
            " where it can be found"
        )
    return None


def overturned(path: Definition, asked: Consulted, day: Day) -> bool:
    """Whether an answer of this day undoes a deemed outcome.

    One that took effect inside the term does, whenever it is recorded.
    """
    silence = path.consultations[asked.name].silence
    deemed = asked.closed and silence is not None and asked.outcome == silence
    return deemed and asked.due is not None and day.latest <= asked.due


def _no_silence(path: Definition, asked: Consulted, day: Day) -> Sentence | None:
    """Silence counts only once the term is over."""
    if asked.stopped:
        return sentence(
            "silence means nothing now: the term of {body} is suspended",
            body=path.bodies[asked.body],
        )
    if asked.due is None:
        return sentence(
            "silence means nothing here: no term was set for {body}",
            body=path.bodies[asked.body],
        )
    if day.day is None:
        return sentence(
            "silence counts from the day after the term ({due}): give its day, `--on"
            " DATE`",
            due=asked.due,
        )
    if day.latest <= asked.due:
        return sentence(
            "the term of {body} runs until {due}: silence counts from the day after",
            body=path.bodies[asked.body],
            due=asked.due,
        )
    return None


def closes(path: Definition, name: str, outcome: str) -> bool:
    """Whether this outcome ends the consultation."""
    return outcome not in path.consultations[name].keeps_open
