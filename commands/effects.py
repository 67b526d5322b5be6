"""What the end of a deadline does, who is told of it, and what can still move it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.deadlines import Legal
    from workflow.docket import Slip


def at_its_end(slip: "Slip", legal: "Legal") -> Iterator[Sentence]:
    """What the end of a running term does, who is to be told, what can move it."""
    if legal.running:
        yield _effect(slip, legal)
        yield from _told_of(slip, legal)
        yield from _can_move(slip, legal)


def _effect(slip: "Slip", legal: "Legal") -> Sentence:
    path, rule = slip.definition, legal.rule
    asked = path.consultations.get(rule.after or "")
    if asked is not None and asked.silence and legal.body:
        return sentence(
            "Without an answer the statement of {body} counts as: {outcome}. That is"
            " recorded by expiry, on the day after the last day.",
            body=path.bodies[legal.body],
            outcome=path.outcomes[asked.silence],
        )
    if rule.lapses is not None:
        return sentence(
            "Its end brings about: {event}. That is recorded by expiry, on the day"
            " after the last day.",
            event=path.events[rule.lapses],
        )
    if rule.begins is not None:
        return sentence(
            "On that day takes place: {event}. That is recorded by expiry, as the day"
            " begins. Where the text names another day: `laufzettel plan {reference}"
            " --event {name} --on DATE`.",
            event=path.events[rule.begins],
            reference=slip.reference,
            name=rule.begins,
        )
    return sentence("Its end brings about nothing by itself: it is then overdue.")


def _told_of(slip: "Slip", legal: "Legal") -> Iterator[Sentence]:
    from definitions.reminding import escalation_said, reminding_said

    path, rule = slip.definition, legal.rule
    if rule.remind:
        yield sentence(
            "Reminded by the scheduler: {roles}: {when}.",
            roles=_roles(slip, rule.remind),
            when=reminding_said(path, rule),
        )
    if (told := escalation_said(path, rule)) is not None:
        yield sentence("Escalation: {what}.", what=told)


def _can_move(slip: "Slip", legal: "Legal") -> Iterator[Sentence]:
    from workflow.periods import Period

    rule, allowed = legal.rule, legal.rule.extension
    bodies = allowed.bodies if allowed else ()
    done = sum(each.entry.kind == "extended" for each in legal.changes)
    if allowed and done < allowed.times and (not bodies or legal.body in bodies):
        yield sentence(
            "It can be extended by {most} at most; times: {times}; by: {roles}.",
            most=Period.parse(allowed.at_most).said,
            times=allowed.times - done,
            roles=_roles(slip, allowed.by),
        )
    if rule.suspension is not None:
        roles = _roles(slip, rule.suspension.by)
        if legal.status == "suspended":
            yield sentence("It can be resumed; by: {roles}.", roles=roles)
        else:
            yield sentence("It can be suspended; by: {roles}.", roles=roles)


def _roles(slip: "Slip", names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(slip.definition.roles.get(name, name) for name in names)
