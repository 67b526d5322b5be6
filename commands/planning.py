"""Commands that look ahead: plan, forecast."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import say_entry
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.frame import command, option
from commands.options import (
    DAY,
    as_json,
    note_option,
    reference_argument,
    written,
)
from commands.pages import folded
from commands.printing import Text
from commands.prospects import forecast_data, forecast_lines, plan_data, plan_lines
from definitions.sentences import Sentence, sentence
from workflow.errors import WrongUsage

if TYPE_CHECKING:
    from workflow.store import Store
    from workflow.unit import Act

to_option = option(
    "--to",
    metavar="EVENT",
    help="Up to this event; up to the publication if not given.",
    shell_complete=completion.path_events,
)
via_option = option(
    "--via",
    metavar="EVENT",
    multiple=True,
    help="By way of this event; can be repeated.",
    shell_complete=completion.path_events,
)


@command
@reference_argument
@option(
    "--publish-by",
    "by",
    metavar="DATE",
    type=DAY,
    help="The day on which the last step is wanted: the latest day of each step.",
)
@to_option
@via_option
@option("--keep", is_flag=True, help="Record the computed days as plans.")
@option(
    "--event",
    metavar="EVENT",
    help="Record that this event is planned, with --on.",
    shell_complete=completion.events,
)
@option("--on", metavar="DATE", type=DAY, help="The day that --event is planned for.")
@note_option
@written
@previewed
@as_json
def plan(
    desk: Desk,
    reference: str,
    by: date | None,
    to: str | None,
    via: tuple[str, ...],
    keep: bool,
    event: str | None,
    on: date | None,
    note: str | None,
    command_id: str | None,
    expect: int | None,
    yes: bool,
    preview: bool,
    as_json: bool,
) -> int:
    _check_usage(by, event, on, keep)
    if by is None or keep:
        perform = _kept(reference, by, event, on, to=to, via=via, note=note)
        with desk.store() as store:
            act = desk.act(store, command_id, expect)
            confirmed(
                store,
                lambda store: perform(store, act),
                lambda answer: _say_kept(answer, as_json),
                yes=yes,
                preview=preview,
                as_json=as_json,
            )
        return 0
    if yes or preview:
        raise WrongUsage(sentence("--yes and --preview go with --keep or --event."))
    return _show(desk, reference, by, to, via, as_json)


def _kept(
    reference: str,
    by: date | None,
    event: str | None,
    on: date | None,
    *,
    to: str | None,
    via: tuple[str, ...],
    note: str | None,
) -> Callable[["Store", "Act"], dict[str, Any]]:
    """What records the plans that are asked for."""
    from workflow import plans

    def perform(store: "Store", act: "Act") -> dict[str, Any]:
        if by is not None:
            return plans.keep(store, act, reference, by, to=to, via=via, note=note)
        assert event is not None
        assert on is not None
        return plans.plan_step(store, act, reference, event, on, note=note)

    return perform


def _show(
    desk: Desk,
    reference: str,
    by: date,
    to: str | None,
    via: tuple[str, ...],
    as_json: bool,
) -> int:
    """Print the latest days; the exit code."""
    from workflow import planning

    with desk.store() as store, store.reading() as tx:
        found = planning.plan(tx, reference, by, desk.now, to=to, via=via)
    if as_json:
        printing.say_json(plan_data(found))
    else:
        _say(plan_lines(found, via))
    return 0 if found.plan.obstacle is None else 1


@command
@reference_argument
@to_option
@via_option
@as_json
def forecast(
    desk: Desk, reference: str, to: str | None, via: tuple[str, ...], as_json: bool
) -> int:
    from workflow import planning

    with desk.store() as store, store.reading() as tx:
        found = planning.forecast(tx, reference, desk.now, to=to, via=via)
    if as_json:
        printing.say_json(forecast_data(found))
    else:
        _say(forecast_lines(found))
    return 0 if found.forecast.obstacle is None else 1


def _check_usage(
    by: date | None, event: str | None, on: date | None, keep: bool
) -> None:
    single = event is not None and on is not None
    if (by is not None) == single or (event is None) != (on is None):
        raise WrongUsage(
            sentence("Give either --publish-by DATE, or --event EVENT with --on DATE.")
        )
    if keep and by is None:
        raise WrongUsage(sentence("--keep belongs to --publish-by DATE."))


def _say(lines: Iterator[Text]) -> None:
    for line in lines:  # a command stays on one line: it is copied
        printing.say(*([line] if isinstance(line, str) else folded(line)))


def _say_kept(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say_entry(answer)
        return
    single = {"event": answer["event"], "on": answer["on"]}
    for each in answer.get("planned", [single]):
        printing.say(
            sentence(
                "{reference}: {event} is planned for {day}.",
                reference=answer["reference"],
                event=each["event"],
                day=each["on"],
            )
        )
    for each in answer["runs"]:
        printing.say(_runs(each))


def _runs(each: dict[str, Any]) -> Sentence:
    """Until when a term runs that a plan has begun."""
    if each["due"] is None:
        return sentence(
            "{reference}: {name} runs now; its last day is not known. `laufzettel"
            " explain {reference} {name} --entry {entry}` says why.",
            reference=each["reference"],
            name=each["name"],
            entry=each["started"],
        )
    if each["over"]:
        return sentence(
            "{reference}: {name} ended on {day} and is over already. `laufzettel next"
            " {reference}` tells what is still permitted.",
            reference=each["reference"],
            name=each["name"],
            day=each["due"],
        )
    return sentence(
        "{reference}: {name} runs now, and ends on {day}.",
        reference=each["reference"],
        name=each["name"],
        day=each["due"],
    )
