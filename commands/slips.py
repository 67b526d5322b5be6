"""The routing slip on paper.

Stations with their days, what may come next, what is due.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.answers import day_said, instant_said, label
from commands.besides import beside_data, beside_lines
from commands.language import said
from commands.picture import picture
from commands.printing import Text, table
from commands.terms import called, due_said, legal_data, term_data
from definitions.sentences import sentence

if TYPE_CHECKING:
    from workflow.course import Step
    from workflow.docket import Choice, Slip


def slip_lines(
    slip: "Slip", choices: Sequence["Choice"], today: date
) -> Iterator[Text]:
    """The slip as lines to print."""
    path = slip.definition
    yield slip.title
    yield f"{slip.reference} · {slip.lead} · {path.name} {path.version}"
    yield ""
    headings = [sentence("station"), sentence("day"), sentence("recorded")]
    yield from table(headings, [_station(slip, name) for name in path.stations])
    if ended := _ended_elsewhere(slip):
        yield sentence(
            "{event}: {day}", event=path.events[ended.event], day=day_said(ended.day)
        )
    yield ""
    yield from picture(path, slip.state, [step.to_state for step in slip.steps], label)
    yield from beside_lines(slip, today)
    yield from _open_terms(slip)
    for choice in choices:
        if choice.allowed:
            yield ""
            yield from choice_lines(slip, choice)


def choice_lines(slip: "Slip", choice: "Choice") -> Iterator[Text]:
    """An event of the path: allowed, with the command that records it, or why not."""
    from workflow.judging import step_words

    event = slip.definition.events[choice.event]
    if choice.reason is not None:
        yield sentence(
            "{event}: not now: {reason}", event=choice.event, reason=choice.reason
        )
        return
    yield sentence("{event}: allowed ({label})", event=choice.event, label=event)
    outcome = next(iter(choice.outcomes), None)
    words = step_words(slip.definition, slip.reference, choice.event, outcome)
    yield "  " + " ".join(("laufzettel", *words))
    yield from _outcome_lines(slip, choice)
    yield from _asked_for(slip, choice)


def _outcome_lines(slip: "Slip", choice: "Choice") -> Iterator[Text]:
    """With which outcomes an event may be recorded, and where each leads."""
    path, outcomes = slip.definition, slip.definition.events[choice.event].outcomes
    if len(set(choice.outcomes.values())) > 1 or choice.barred:
        for outcome, to in choice.outcomes.items():
            yield sentence(
                "  with --outcome {outcome} → {state} ({name})",
                outcome=outcome,
                state=path.states[to],
                name=to,
            )
    elif len(outcomes) > 1:
        yield sentence(
            "  with --outcome {first} (if none is given) or {others}",
            first=outcomes[0],
            others=outcomes[1:],
        )
    for outcome, reason in choice.barred.items():
        yield sentence(
            "  not with --outcome {outcome}: {reason}", outcome=outcome, reason=reason
        )


def _asked_for(slip: "Slip", choice: "Choice") -> Iterator[Text]:
    """What the event asks for when it is recorded, and cannot be judged before."""
    path = slip.definition
    for each in path.events[choice.event].requires:
        limit: Text = ""
        if each.only_for:
            limit = sentence(" (for {outcomes})", outcomes=each.only_for)
        if each.kind == "field":
            yield sentence(
                "  it takes --field {name}=TEXT{limit}", name=each.name, limit=limit
            )
        elif each.kind == "urgency":
            yield sentence(
                "  it takes --urgent REASON --approved-by NAME{limit}", limit=limit
            )
        elif each.kind == "sitting":
            yield sentence(
                "  it takes a sitting of {body} on that day{limit}",
                body=path.bodies[each.name],
                limit=limit,
            )


def slip_data(slip: "Slip", choices: Sequence["Choice"], today: date) -> dict[str, Any]:
    """The slip as JSON says it."""
    return {
        "reference": slip.reference,
        "title": slip.title,
        "lead": slip.lead,
        "state": slip.state,
        "version": slip.version,
        "definition": {
            "name": slip.definition.name,
            "version": slip.definition.version,
        },
        "stations": [_station_data(slip, name) for name in slip.definition.stations],
        "deadlines": deadlines_data(slip),
        "next": [choice_data(each) for each in choices],
        **beside_data(slip, today),
    }


def choice_data(choice: "Choice") -> dict[str, Any]:
    """An event of the path as JSON says it; the reason in the language in use."""
    return {
        "event": choice.event,
        "allowed": choice.allowed,
        "to": choice.to,
        "reason": said(choice.reason) if choice.reason else None,
        "outcomes": [
            *(
                {"outcome": each, "allowed": choice.allowed, "to": to, "reason": None}
                for each, to in choice.outcomes.items()
            ),
            *(
                {"outcome": each, "allowed": False, "to": None, "reason": said(reason)}
                for each, reason in choice.barred.items()
            ),
        ],
    }


def deadlines_data(slip: "Slip") -> list[dict[str, Any]]:
    """The deadlines of an item as JSON says them: by law, then the office's own."""
    path = slip.definition
    return [
        *(legal_data(path, each) for each in slip.deadlines),
        *map(term_data, slip.terms),
    ]


def _step_at(slip: "Slip", station: str) -> "Step | None":
    """The last step of a station; a station is passed more than once on some paths."""
    found = [step for step in slip.steps if step.event == station]
    return found[-1] if found else None


def _station(slip: "Slip", name: str) -> tuple[Text, Text | None, Text | None]:
    step = _step_at(slip, name)
    station = label(slip.definition.station(name))
    if step is None:
        return station, None, None
    recorded = sentence(
        "{instant}, entry {seq}",
        instant=instant_said(step.entry.recorded_at),
        seq=step.entry.item_seq,
    )
    return station, day_said(step.day), recorded


def _station_data(slip: "Slip", name: str) -> dict[str, Any]:
    step = _step_at(slip, name)
    return {
        "station": name,
        "label": label(slip.definition.station(name)),
        "on": step.day.day if step else None,
        "on_precision": step.day.precision if step else None,
        "recorded_at": step.entry.recorded_at if step else None,
        "outcome": step.outcome if step else None,
        "seq": step.entry.item_seq if step else None,
    }


def _ended_elsewhere(slip: "Slip") -> "Step | None":
    last = slip.steps[-1]
    return None if last.event in slip.definition.stations else last


def _open_terms(slip: "Slip") -> Iterator[Text]:
    path = slip.definition
    running = [each for each in slip.deadlines if each.running]
    legal = sorted(running, key=lambda each: (each.due is None, each.due, each.name))
    terms = [term for term in slip.terms if term.status == "open"]
    if legal or terms:
        yield ""
        yield sentence("Open deadlines:")
    for each in legal:
        yield sentence(
            "  {due} {name}: {deadline}",
            due=due_said(each),
            name=each.name,
            deadline=called(path, each),
        )
    for term in terms:
        yield sentence(
            "  {due} {name}: {reason} ({role})",
            due=term.due,
            name=term.name,
            reason=term.reason,
            role=path.roles.get(term.role, term.role),
        )
