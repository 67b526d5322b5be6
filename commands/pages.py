"""An approval path on a page, for those who know the law and not the file."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from commands.answers import label
from commands.picture import PAGE, drawn
from commands.printing import Text, shown
from definitions.sentences import sentence

if TYPE_CHECKING:
    from definitions.model import Definition
    from definitions.vocabulary import Consultation, Deadline, Event, Source


def page(path: "Definition", hash: str) -> Iterator[Text]:
    """The lines of the page, none wider than a terminal."""
    for line in _page(path, hash):
        yield from folded(line)


def folded(line: Text) -> Iterator[str]:
    """A line in the language in use, broken where a terminal ends."""
    text = shown(line)
    indent = " " * (len(text) - len(text.lstrip()) + 4)
    yield from textwrap.wrap(
        text, PAGE, subsequent_indent=indent, break_on_hyphens=False
    ) or [""]


def _page(path: "Definition", hash: str) -> Iterator[Text]:
    from definitions.phrases import role_said

    yield label(path.title)
    yield sentence(
        "{name}, version {version}, valid from {day}",
        name=path.name,
        version=path.version,
        day=path.valid_from,
    )
    if path.valid_to is not None:
        yield sentence(
            "  to {day}, the last day on which it is used", day=path.valid_to
        )
    yield sentence(
        "  its days are days in {zone}; hash {hash}", zone=path.zone, hash=hash[:8]
    )
    opened = tuple(role_said(path, each) for each in path.opened_by)
    yield sentence("  opened by: {roles}", roles=opened)
    yield ""
    yield from drawn(path, "", (), label) or moves(path)
    for name in path.events_along_the_path():
        yield ""
        yield from _event(path, name, path.events[name])
    for name, consultation in path.consultations.items():
        yield ""
        yield from _consultation(path, name, consultation)
    yield from _documents(path)
    yield from _deadlines(path)
    yield from _sources(path)


def moves(path: "Definition") -> Iterator[Text]:
    """Every move, state by state, where a picture would not fit."""
    from definitions.arrows import arrows
    from definitions.phrases import event_said, state_said
    from definitions.values import EVERY_OPEN_STATE

    known = list(arrows(path))
    for state in (*path.states_along_the_path(), EVERY_OPEN_STATE):
        leaving = [each for each in known if each.source == state]
        if leaving:
            yield sentence("{state}", state=state_said(path, state))
        for each in leaving:
            yield sentence(
                "  {event} ─▶ {target}",
                event=event_said(path, each),
                target=state_said(path, each.target),
            )


def _event(path: "Definition", name: str, event: "Event") -> Iterator[Text]:
    from definitions.phrases import moves_said, outcomes_said, role_said, validity_said

    yield f"{name}: {label(event)}"
    if event.body is not None:
        yield sentence("  by the body: {body}", body=path.bodies[event.body])
    roles = tuple(role_said(path, role) for role in event.by)
    yield sentence("  recorded by: {roles}", roles=roles)
    if event.outcomes:
        outcomes = outcomes_said(path, event.outcomes)
        yield sentence("  outcomes: {outcomes}", outcomes=outcomes)
    for move in moves_said(path, name):
        yield sentence("  leads: {move}", move=move)
    yield from _details(path, name, event)
    yield from _basis(path, event.basis)
    if span := validity_said(event.valid_from, event.valid_to):
        yield sentence("  {when}", when=span)


def _details(path: "Definition", name: str, event: "Event") -> Iterator[Text]:
    """What an event asks for, what it records, and what is said of it."""
    from definitions.phrases import requirement_said

    for each in event.requires:
        yield sentence("  requires: {what}", what=requirement_said(path, each, name))
    if event.fields:
        fields = tuple(
            sentence("{label} ({name})", label=each, name=key)
            for key, each in event.fields.items()
        )
        yield sentence("  records: {fields}", fields=fields)
    if told := path.announced(name):
        yield sentence("  announced as: {kind}", kind=told)
    if event.supplement:
        yield sentence("  brings a number of its own (a supplement)")


def _basis(path: "Definition", keys: Iterable[str]) -> Iterator[Text]:
    from definitions.phrases import source_text

    for key in keys:
        yield sentence("  legal basis: {basis}", basis=source_text(path, key))


def _consultation(
    path: "Definition", name: str, rule: "Consultation"
) -> Iterator[Text]:
    from definitions.phrases import (
        asks_said,
        outcomes_said,
        role_said,
        validity_said,
    )

    yield sentence("{name}: {label} (consultation)", name=name, label=rule)
    yield sentence("  {what}", what=asks_said(path, rule))
    roles = tuple(role_said(path, role) for role in rule.by)
    yield sentence("  recorded by: {roles}", roles=roles)
    outcomes = outcomes_said(path, rule.outcomes)
    yield sentence("  outcomes: {outcomes}", outcomes=outcomes)
    if rule.keeps_open:
        still = outcomes_said(path, rule.keeps_open)
        yield sentence("  stays open after: {outcomes}", outcomes=still)
    if rule.silence is not None:
        (silence,) = outcomes_said(path, (rule.silence,))
        yield sentence("  no answer by the end of its term: {outcome}", outcome=silence)
    if rule.evidence:
        yield sentence("  an answer names its evidence")
    yield from _asked_by_hand(path, name, rule)
    yield from _basis(path, rule.basis)
    if span := validity_said(rule.valid_from, rule.valid_to):
        yield sentence("  {when}", when=span)


def _asked_by_hand(
    path: "Definition", name: str, rule: "Consultation"
) -> Iterator[Text]:
    """Who is reminded of a last day that was set by hand; a deadline says it itself."""
    from definitions.phrases import role_said
    from definitions.reminding import asking_said

    if all(each.after != name for each in path.deadlines.values()):
        roles = tuple(role_said(path, each) for each in rule.remind or rule.by)
        yield sentence(
            "  reminded, where a last day is set: {roles}: {when}",
            roles=roles,
            when=asking_said(rule),
        )


def _documents(path: "Definition") -> Iterator[Text]:
    if path.documents:
        yield ""
        yield sentence("Documents:")
    for name, document in path.documents.items():
        yield sentence("  {label} ({name})", label=document, name=name)


def _deadlines(path: "Definition") -> Iterator[Text]:
    if path.deadlines:
        yield ""
        yield sentence("Deadlines:")
    for name, rule in path.deadlines.items():
        yield from _deadline(path, name, rule)


def _deadline(path: "Definition", name: str, rule: "Deadline") -> Iterator[Text]:
    from definitions.phrases import step_named
    from definitions.reckoning import deadline_said

    yield sentence(
        "  {name}: {label}: {term}",
        name=name,
        label=rule,
        term=deadline_said(path, rule),
    )
    if rule.met_by:
        events = tuple(step_named(path, each) for each in rule.met_by)
        yield sentence("    kept by: {events}", events=events)
    yield from _told(path, rule)
    yield from _moved(path, rule)
    if rule.lapses is not None:
        event = step_named(path, rule.lapses)
        yield sentence("    at its end comes: {event}", event=event)
    if rule.begins is not None:
        event = step_named(path, rule.begins)
        yield sentence("    on its last day comes: {event}", event=event)
        if rule.period is not None:
            yield sentence("    if it is planned for a day, on that day instead")


def _told(path: "Definition", rule: "Deadline") -> Iterator[Text]:
    """Who hears of a term, and when."""
    from definitions.phrases import role_said
    from definitions.reminding import escalation_said, reminding_said

    if rule.remind:
        roles = tuple(role_said(path, each) for each in rule.remind)
        said = reminding_said(path, rule)
        yield sentence("    reminded: {roles}: {when}", roles=roles, when=said)
    if (told := escalation_said(path, rule)) is not None:
        yield sentence("    escalation: {what}", what=told)


def _moved(path: "Definition", rule: "Deadline") -> Iterator[Text]:
    """How a term can be extended, and whether it can stand still."""
    from definitions.reckoning import extension_said, suspension_said

    if rule.extension is not None:
        extended = extension_said(path, rule.extension)
        yield sentence("    extension: {what}", what=extended)
    if rule.suspension is not None:
        stopped = suspension_said(path, rule.suspension)
        yield sentence("    suspension: {what}", what=stopped)


def _sources(path: "Definition") -> Iterator[Text]:
    yield ""
    yield sentence("Sources:")
    for source in path.sources.values():
        yield from _source(path, source)


def _source(path: "Definition", source: "Source") -> Iterator[Text]:
    from definitions.phrases import source_text, validity_said

    yield f"  {source.text}"
    if span := validity_said(source.valid_from, source.valid_to):
        yield sentence("    {when}", when=span)
    if source.replaced_by is not None:
        after = source_text(path, source.replaced_by)
        yield sentence("    replaced by: {source}", source=after)
