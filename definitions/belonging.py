"""Names that must belong to an event or to a consultation: outcomes, fields, bodies."""

from collections.abc import Collection
from functools import partial

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY, Choice, Remark, Remarks, undeclared
from definitions.sentences import Sentence, sentence
from definitions.values import OTHERWISE
from definitions.vocabulary import Consultation, Event, Requirement


def belonging(path: Definition) -> Remarks:
    """Every rule about names that belong to an event or to a consultation."""
    for name, event in path.events.items():
        yield from _moves(name, event)
        yield from _body_decides(name, event)
        for at, each in enumerate(event.requires):
            place = ("events", name, "requires", at)
            yield from _required(path, event, each, place)
    for name, consultation in path.consultations.items():
        yield from _consultation(name, consultation)


def _moves(name: str, event: Event) -> Remarks:
    for start, move in event.moves.items():
        if isinstance(move, str):
            continue
        place: Path = ("events", name, "moves", start)
        relies = (("events", name, "outcomes", ANY), (*place, ANY))
        remark = partial(Remark, relies=relies)
        if not event.outcomes:
            what = sentence("the event has no outcomes that could choose")
            hint = sentence("list its `outcomes`, or write one state after the colon")
            yield remark(place, what, hint)
            continue
        for outcome in move:
            if outcome not in (*event.outcomes, OTHERWISE):
                what = sentence(
                    "{event} has no outcome {name}", event=name, name=outcome
                )
                meant = Choice(outcome, (*event.outcomes, OTHERWISE))
                yield remark((*place, outcome), what, meant, at_key=True)
        lost = tuple(each for each in event.outcomes if each not in move)
        if lost and OTHERWISE not in move:
            what = sentence("no state follows the outcome {names}", names=lost)
            hint = sentence("add a line for it, or one for `otherwise`")
            yield remark(place, what, hint)
        if not lost and OTHERWISE in move:
            what = sentence("every outcome has a line of its own here")
            hint = sentence("take {key} out", key=OTHERWISE)
            yield remark((*place, OTHERWISE), what, hint, "warning", True)


def _body_decides(name: str, event: Event) -> Remarks:
    if event.body is not None and not event.outcomes:
        what = sentence("a body decides here, and no outcome is allowed")
        hint = sentence("list what it may do: outcomes: [approved]")
        yield Remark(("events", name, "outcomes"), what, hint)


def _required(
    path: Definition, event: Event, each: Requirement, place: Path
) -> Remarks:
    name = str(place[1])
    listed = ("events", name, "outcomes", ANY)
    for at, outcome in enumerate(each.only_for):
        what = sentence("{event} has no outcome {name}", event=name, name=outcome)
        yield from undeclared(
            (*place, "only_for", at), outcome, event.outcomes, what, listed
        )
    if each.field is not None:
        what = sentence("{event} has no field {name}", event=name, name=each.field)
        fields = ("events", name, "fields", ANY)
        yield from undeclared((*place, "field"), each.field, event.fields, what, fields)
    if each.consultation is None:
        yield from _nobody_answers(each, place)
    elif each.consultation in path.consultations:
        yield from _answers(path.consultations[each.consultation], each, place)


def _nobody_answers(each: Requirement, place: Path) -> Remarks:
    for key in ("bodies", "outcomes"):
        if getattr(each, key):
            what = sentence("{key} belongs to `consultation` alone", key=key)
            relies = (*place, "consultation")
            hint = sentence("take it out")
            yield Remark((*place, key), what, hint, at_key=True, relies=(relies,))


def _answers(asked: Consultation, each: Requirement, place: Path) -> Remarks:
    name = each.consultation or ""
    owner: Path = ("consultations", name)
    for at, body in enumerate(each.bodies):
        what = sentence(
            "{consultation} does not ask {name}", consultation=name, name=body
        )
        yield from undeclared(
            (*place, "bodies", at), body, asked.asks, what, (*owner, "asks", ANY)
        )
    for at, outcome in enumerate(each.outcomes):
        yield from _closing(asked, name, outcome, (*place, "outcomes", at))


def _closing(asked: Consultation, name: str, outcome: str, place: Path) -> Remarks:
    """The outcome is one of the consultation, and closes it."""
    owner: Path = ("consultations", name)
    what = sentence(
        "{consultation} has no outcome {name}", consultation=name, name=outcome
    )
    yield from undeclared(
        place, outcome, asked.outcomes, what, (*owner, "outcomes", ANY)
    )
    if outcome in asked.outcomes and outcome in asked.keeps_open:
        what = sentence(
            "the outcome {name} keeps {consultation} open",
            name=outcome,
            consultation=name,
        )
        yield Remark(place, what, _one_of(set(asked.outcomes) - {*asked.keeps_open}))


def _one_of(names: Collection[str]) -> Sentence:
    if names:
        return sentence("use one of: {names}", names=tuple(sorted(names)))
    return sentence("take it out")


def _consultation(name: str, asked: Consultation) -> Remarks:
    place: Path = ("consultations", name)
    listed = (*place, "outcomes", ANY)
    for at, outcome in enumerate(asked.keeps_open):
        what = sentence(
            "{consultation} has no outcome {name}", consultation=name, name=outcome
        )
        yield from undeclared(
            (*place, "keeps_open", at), outcome, asked.outcomes, what, listed
        )
    if asked.silence is not None:
        yield from _closing(asked, name, asked.silence, (*place, "silence"))
    if set(asked.outcomes) <= set(asked.keeps_open):
        what = sentence("every outcome keeps the consultation open: it is never closed")
        hint = sentence("take an outcome out of keeps_open, or add one that closes it")
        relies = (listed, (*place, "keeps_open", ANY))
        yield Remark((*place, "keeps_open"), what, hint, relies=relies)
