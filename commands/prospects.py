"""Plans and forecasts as they are told: each day with its reason, and other ways."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from commands.answers import label
from commands.language import said
from commands.printing import Text
from definitions.sentences import Labelled, Sentence, sentence

if TYPE_CHECKING:
    from workflow.alternatives import Way
    from workflow.docket import Slip
    from workflow.earliest import Forecast
    from workflow.itinerary import Line, Obstacle
    from workflow.planning import Foreseen, Planned


def plan_lines(found: "Planned", via: Sequence[str]) -> Iterator[Text]:
    """A plan as lines to print; `via` are the events that were asked for."""
    path, plan = found.of.definition, found.plan
    yield found.of.title
    yield sentence(
        "{reference}: {event} by {day}; the latest day of each step:",
        reference=found.of.reference,
        event=path.events[found.target],
        day=plan.end,
    )
    if plan.obstacle is not None:
        yield from _obstacle(plan.obstacle)
        yield sentence("The steps after it:")
    for line in plan.lines:
        yield from _line(found.of, line)
    yield from _left_out(found.of, found.left_out)
    if plan.obstacle is None:
        return
    yield from _ways(found)
    yield from _soonest(found, via)


def _left_out(of: "Slip", stations: Sequence[str]) -> Iterator[Text]:
    if stations:
        events = of.definition.events
        yield sentence(
            "This way leaves out: {stations}. `--via EVENT` takes a way that passes"
            " one of them.",
            stations=tuple(_called(events[each], each) for each in stations),
        )


def _obstacle(obstacle: "Obstacle") -> Iterator[Text]:
    yield sentence(
        "✗ No day is left: {event} ({name})",
        event=obstacle.label,
        name=obstacle.name,
    )
    for why in obstacle.why:
        yield sentence("    {why}", why=why)


def _line(of: "Slip", line: "Line") -> Iterator[Text]:
    yield sentence(
        "  {day} {what} ({name}){bodies}",
        day=line.day,
        what=_what(line),
        name=line.name,
        bodies=_bodies(of, line),
    )
    for why in line.why:
        yield sentence("      {why}", why=why)
    if line.planned is not None and line.planned != line.day:
        yield sentence("      planned so far for {day}", day=line.planned)


def _what(line: "Line") -> Sentence:
    match line.kind:
        case "ask":
            return sentence("{label}: ask", label=line.label)
        case "answer":
            return sentence("{label}: answer", label=line.label)
    return sentence("{label}", label=line.label)


def _bodies(of: "Slip", line: "Line") -> Text:
    bodies = tuple(of.definition.bodies[each] for each in line.bodies)
    return sentence(" · {bodies}", bodies=bodies) if bodies else ""


def _ways(found: "Planned") -> Iterator[Text]:
    if not found.ways:
        yield sentence("No other lawful way keeps this day.")
        return
    yield sentence("Other lawful ways to the same day:")
    for way in found.ways:
        yield from _way(found.of, way)


def _way(of: "Slip", way: "Way") -> Iterator[Text]:
    yield _how(of, way)
    if first := _first(of, way):
        yield sentence("    first: {steps}; then:", steps=first)
    yield f"    {_command(of, way)}"
    for line in way.plan.lines:
        yield sentence(
            "    {day} {what} ({name})",
            day=line.day,
            what=_what(line),
            name=line.name,
        )


def _how(of: "Slip", way: "Way") -> Sentence:
    """What kind of way it is, and which rule lets it."""
    event = of.definition.events[way.event]
    sources = of.definition.basis_of(way.event, way.plan.end)
    basis: Text = ""
    if sources:
        basis = sentence(" ({basis})", basis=tuple(each.text for each in sources))
    match way.kind:
        case "ahead":
            return sentence(
                "- in another order, {event} ahead{basis}:", event=event, basis=basis
            )
        case "late":
            return sentence(
                "- by way of {event}, which may come after the term{basis}:",
                event=event,
                basis=basis,
            )
    return sentence(
        "- for urgency, by way of {event}, with a reason and who approved it{basis}:",
        event=event,
        basis=basis,
    )


def _first(of: "Slip", way: "Way") -> tuple[Sentence, ...]:
    """What has to be done before its command is permitted: steps, papers, askings."""
    path, found = of.definition, list[Sentence]()
    for scene in way.first:
        for need in scene.needs:
            if need.kind == "document":
                found.append(_called(path.documents[need.name], need.name))
            elif need.kind == "asked":
                found.append(_called(path.consultations[need.name], need.name))
        if scene is not way.first[-1]:
            found.append(_called(path.events[scene.event], scene.event))
    return tuple(found)


def _called(label: Labelled, name: str) -> Sentence:
    return sentence("{label} ({name})", label=label, name=name)


def _command(of: "Slip", way: "Way") -> str:
    """What is typed on the day of the step by which the way differs."""
    scene = way.scene
    rule = of.definition.events[way.event]
    words = ["laufzettel", "advance", of.reference, way.event]
    if rule.outcomes and scene.outcome not in (None, rule.outcomes[0]):
        words += ["--outcome", scene.outcome or ""]
    if any(need.kind == "urgency" for need in scene.needs):
        words += ["--urgent", "REASON", "--approved-by", "NAME"]
    for need in scene.needs:
        if need.kind == "field":
            words += ["--field", f"{need.name}=TEXT"]
    return " ".join(words)


def _soonest(found: "Planned", via: Sequence[str]) -> Iterator[Text]:
    soonest = found.soonest
    if soonest is None:
        return
    if soonest.end is None:
        yield sentence("The usual way has no day to come either:")
        assert soonest.obstacle is not None
        yield from _obstacle(soonest.obstacle)
        return
    yield sentence(
        "The next day that the usual way can keep is {day}:", day=soonest.end
    )
    words = ["laufzettel", "plan", found.of.reference, "--publish-by"]
    words.append(soonest.end.isoformat())
    if found.target != found.usual_target:
        words += ["--to", found.target]
    for each in via:
        words += ["--via", each]
    yield "    " + " ".join(words)


def forecast_lines(found: "Foreseen") -> Iterator[Text]:
    """A forecast as lines to print."""
    of = found.of
    yield of.title
    yield sentence(
        "{reference}: the earliest day of each step up to: {event}",
        reference=of.reference,
        event=of.definition.events[found.target],
    )
    yield from _course(of, found.forecast)
    yield from _left_out(of, found.left_out)
    if found.faster is not None and found.faster.end is not None:
        yield sentence(
            "In another order it could be {day}: {events}",
            day=found.faster.end,
            events=tuple(each.event for each in found.faster.route.scenes),
        )
    yield sentence(
        "Assumed: every body uses its next sitting for which the item is registered in"
        " time; whoever is asked takes the whole term; all other steps come at once."
    )


def _course(of: "Slip", forecast: "Forecast") -> Iterator[Text]:
    for line in forecast.lines:
        yield from _line(of, line)
    if forecast.obstacle is not None:
        yield from _obstacle(forecast.obstacle)


def plan_data(found: "Planned") -> dict[str, Any]:
    """A plan as JSON says it."""
    plan, soonest = found.plan, found.soonest
    return {
        "reference": found.of.reference,
        "event": found.target,
        "by": plan.end,
        "possible": plan.obstacle is None,
        "steps": [_line_data(each) for each in plan.lines],
        "impossible": _obstacle_data(plan.obstacle),
        "left_out": list(found.left_out),
        "ways": [
            {
                "kind": way.kind,
                "event": way.event,
                "first": [said(each) for each in _first(found.of, way)],
                "command": _command(found.of, way),
                "steps": [_line_data(each) for each in way.plan.lines],
            }
            for way in found.ways
        ],
        "soonest": soonest.end if soonest else None,
    }


def forecast_data(found: "Foreseen") -> dict[str, Any]:
    """A forecast as JSON says it."""
    faster = found.faster
    return {
        "reference": found.of.reference,
        "event": found.target,
        "earliest": found.forecast.end,
        "steps": [_line_data(each) for each in found.forecast.lines],
        "impossible": _obstacle_data(found.forecast.obstacle),
        "left_out": list(found.left_out),
        "faster": [_line_data(each) for each in faster.lines] if faster else None,
    }


def _obstacle_data(obstacle: "Obstacle | None") -> dict[str, Any] | None:
    if obstacle is None:
        return None
    return {
        "name": obstacle.name,
        "label": label(obstacle.label),
        "latest": obstacle.by,
        "why": [said(each) for each in obstacle.why],
    }


def _line_data(line: "Line") -> dict[str, Any]:
    return {
        "kind": line.kind,
        "name": line.name,
        "label": label(line.label),
        "bodies": list(line.bodies),
        "on": line.day,
        "sitting": line.sitting,
        "outcome": line.scene.outcome if line.scene else None,
        "planned": line.planned,
        "why": [said(each) for each in line.why],
    }
