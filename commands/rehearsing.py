"""The command that rehearses a path: what would happen, told as dated stories."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import printing, shelf
from commands.answers import label
from commands.desk import Desk
from commands.frame import command, option
from commands.language import said
from commands.options import DAY, WholeNumber, as_json
from commands.pages import folded
from commands.printing import Text
from commands.shelf import path_argument
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from definitions.arrows import Arrow
    from definitions.model import Definition, Loaded
    from workflow.rehearsal import Missed, Rehearsal
    from workflow.staging import Need, Scene, Story


@command
@path_argument
@option(
    "--start",
    metavar="DATE",
    type=DAY,
    help="The day of the opening; today, or the nearest day on which the path is used.",
)
@option("--to", metavar="STATE", help="Only the ways to this state, which end there.")
@option(
    "--limit",
    metavar="N",
    type=WholeNumber(1),
    help="At most so many stories; as many as show every move if not given.",
)
@as_json
def rehearse(
    desk: Desk,
    path: str,
    start: date | None,
    to: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    from workflow import days, rehearsal
    from workflow.bounds import Day

    loaded = shelf.sound(desk, path)
    definition = loaded.definition
    begin = start or _nearest(definition, desk.today)
    days.check_validity(definition, Day(begin))
    if to is not None:
        _check_state(definition, to)
    found = rehearsal.rehearse(definition, begin, to=to, limit=limit)
    if as_json:
        printing.say_json(_as_data(loaded, begin, to, found))
    else:
        for line in _told(loaded, begin, found):
            printing.say(*folded(line))


def _nearest(path: "Definition", today: date) -> date:
    """Today, or the nearest day on which items are opened under this version."""
    if path.valid_to is not None and path.valid_to < today:
        return path.valid_to
    return max(today, path.valid_from)


def _check_state(path: "Definition", state: str) -> None:
    from definitions.findings import choose
    from workflow.errors import Refused

    if state not in path.states:
        raise Refused(
            sentence(
                "The path {path} has no state {state}: {hint}",
                path=path.definition,
                state=state,
                hint=choose(state, path.states),
            )
        )


def _told(loaded: "Loaded", begin: date, found: "Rehearsal") -> Iterator[Text]:
    path = loaded.definition
    yield sentence(
        "{title} ({name} {version}), rehearsed from {day}",
        title=path.title,
        name=path.name,
        version=path.version,
        day=begin,
    )
    yield _counted(found)
    yield sentence(
        "A step follows each week; public holidays and real sittings are not known"
        " here."
    )
    for number, story in enumerate(found.stories, start=1):
        yield ""
        yield sentence(
            "Story {number}: {first} to {last}, ends in: {state}",
            number=number,
            first=story.scenes[0].day,
            last=story.day,
            state=path.states[story.state],
        )
        for scene in story.scenes:
            yield from _scene(path, scene)
    yield from _missed(path, found)


def _counted(found: "Rehearsal") -> Sentence:
    values = {
        "ways": found.ways,
        "shown": len(found.stories),
        "covered": found.covered,
        "moves": found.moves,
    }
    if found.more:
        return sentence(
            "Ways: more than {ways}. Stories told: {shown}, with {covered} of {moves}"
            " moves.",
            **values,
        )
    return sentence(
        "Ways: {ways}. Stories told: {shown}, with {covered} of {moves} moves.",
        **values,
    )


def _scene(path: "Definition", scene: "Scene") -> Iterator[Text]:
    from definitions.phrases import event_said

    for need in scene.needs:
        yield sentence("    {day} {what}", day=need.day, what=_need(path, scene, need))
    if scene.source is None:
        yield sentence(
            "  {day} opened ─▶ {target}",
            day=scene.day,
            target=path.states[scene.target],
        )
        return
    yield sentence(
        "  {day} {event} ─▶ {target}",
        day=scene.day,
        event=event_said(path, _arrow(scene)),
        target=path.states[scene.target],
    )
    if scene.others:
        outcomes = tuple(path.outcomes[each] for each in scene.others)
        yield sentence("    in the same way: {outcomes}", outcomes=outcomes)


def _arrow(scene: "Scene | Missed") -> "Arrow":
    from definitions.arrows import Arrow as Made

    outcomes = () if scene.outcome is None else (scene.outcome,)
    return Made(scene.event, scene.source or "", scene.target, outcomes)


def _need(path: "Definition", scene: "Scene", need: "Need") -> Sentence:
    """What was done so that the step could be taken."""
    from definitions.phrases import step_named

    match need.kind:
        case "asked" | "answered":
            return _asked(path, need)
        case "document":
            return sentence("attached: {label}", label=path.documents[need.name])
        case "field":
            field = path.events[scene.event].fields[need.name]
            return sentence("filled: {label}", label=field)
        case "sitting":
            return sentence("{body} sits, with a quorum", body=path.bodies[need.name])
        case "second_person":
            first = step_named(path, need.name)
            return sentence("recorded by another person than {event}", event=first)
    return sentence("a reason of urgency is given, and who approved it")


def _asked(path: "Definition", need: "Need") -> Sentence:
    """Who was asked, or what came of it."""
    from definitions.phrases import bodies_said

    rule, bodies = path.consultations[need.name], bodies_said(path, need.bodies)
    if need.outcome is None:
        return sentence("{label}: asked: {bodies}", label=rule, bodies=bodies)
    values = {"label": rule, "bodies": bodies, "outcome": path.outcomes[need.outcome]}
    if need.outcome == rule.silence:
        return sentence(
            "{label}: the term ends without an answer of {bodies}: {outcome}", **values
        )
    return sentence("{label}: {outcome}, by: {bodies}", **values)


def _missed(path: "Definition", found: "Rehearsal") -> Iterator[Text]:
    from definitions.phrases import event_said, state_said

    if found.missed:
        yield ""
        yield sentence("Moves that no story could take:")
    for each in found.missed:
        yield sentence(
            "  {source} ─ {event} ─▶ {target}: {reason}",
            source=state_said(path, each.source),
            event=event_said(path, _arrow(each)),
            target=state_said(path, each.target),
            reason=each.reason,
        )


def _as_data(
    loaded: "Loaded", begin: date, to: str | None, found: "Rehearsal"
) -> dict[str, Any]:
    path = loaded.definition
    return {
        "name": path.name,
        "version": path.version,
        "hash": loaded.hash,
        "start": begin,
        "to": to,
        "ways": found.ways,
        "more_ways": found.more,
        "moves": found.moves,
        "covered": found.covered,
        "missed": [_missed_data(each) for each in found.missed],
        "stories": [_story_data(path, each) for each in found.stories],
    }


def _missed_data(missed: "Missed") -> dict[str, Any]:
    return {
        "from": missed.source,
        "event": missed.event,
        "outcome": missed.outcome,
        "to": missed.target,
        "reason": said(missed.reason),
    }


def _story_data(path: "Definition", story: "Story") -> dict[str, Any]:
    return {
        "ends_in": story.state,
        "label": label(path.states[story.state]),
        "from": story.scenes[0].day,
        "to": story.day,
        "steps": [_scene_data(path, each) for each in story.scenes],
    }


def _scene_data(path: "Definition", scene: "Scene") -> dict[str, Any]:
    rule = path.events.get(scene.event)
    return {
        "on": scene.day,
        "event": scene.event,
        "from": scene.source,
        "to": scene.target,
        "outcome": scene.outcome,
        "other_outcomes": list(scene.others),
        "body": rule.body if rule else None,
        "by": list(rule.by if rule else path.opened_by),
        "person": scene.actor,
        "needs": [_need_data(each) for each in scene.needs],
    }


def _need_data(need: "Need") -> dict[str, Any]:
    return {
        "kind": need.kind,
        "name": need.name,
        "on": need.day,
        "bodies": list(need.bodies),
        "outcome": need.outcome,
    }
