"""Commands about deadlines: list, extend, suspend, resume."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import say_entry
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import (
    DAY,
    as_json,
    reference_argument,
    written,
)
from commands.slips import deadlines_data
from commands.terms import STATUS, called, due_said, name_typed
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.docket import Slip
    from workflow.store import Store
    from workflow.unit import Answer

running_argument = argument(
    "name",
    metavar="NAME",
    help="The name of the deadline; `deadline list` shows them.",
    shell_complete=completion.running,
)
whose_option = option(
    "--body",
    metavar="BODY",
    help="Whose term, where it runs for several bodies.",
    shell_complete=completion.all_bodies,
)
reason_option = option("--reason", metavar="TEXT", required=True, help="Why.")
on_option = partial(option, "--on", metavar="DATE", type=DAY)


@command
@reference_argument
@as_json
def list_terms(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
    if as_json:
        printing.say_json(deadlines_data(slip))
    elif not slip.deadlines and not slip.terms:
        printing.say(sentence("{reference} has no deadlines.", reference=reference))
    else:
        headings = [
            sentence("due"),
            sentence("name"),
            sentence("status"),
            sentence("role"),
            sentence("reason"),
        ]
        printing.say_table(headings, _rows(slip))


def _rows(slip: "Slip") -> Iterator[Sequence[printing.Text | None]]:
    """The deadlines by law, then the office terms."""
    for each in slip.deadlines:
        yield (
            due_said(each) if each.running or each.due else None,
            name_typed(slip, each),
            STATUS[each.status],
            ", ".join(each.rule.remind) or None,
            printing.shown(called(slip.definition, each)),
        )
    for term in slip.terms:
        yield (
            str(term.due),
            term.name,
            STATUS[term.status],
            term.role,
            printing.short(term.reason),
        )


@command
@reference_argument
@running_argument
@option("--by", metavar="PERIOD", help="By how much, such as `7 days` or `2 weeks`.")
@option("--until", metavar="DATE", type=DAY, help="The new last day.")
@whose_option
@on_option(help="The day it was granted; today if none.")
@reason_option
@previewed
@written
@as_json
def extend(desk: Desk, by: str | None, until: date | None, **said: Any) -> None:
    if (by is None) == (until is None):
        from workflow.errors import WrongUsage

        raise WrongUsage(
            sentence("Say how far: either --by PERIOD or --until DATE, one of them.")
        )
    _change(desk, "extend", by=by, until=until, **said)


@command
@reference_argument
@running_argument
@whose_option
@on_option(help="The first day that does not count; today if none.")
@reason_option
@previewed
@written
@as_json
def suspend(desk: Desk, **said: Any) -> None:
    _change(desk, "suspend", **said)


@command
@reference_argument
@running_argument
@whose_option
@on_option(help="The first day that counts again; today if none.")
@reason_option
@previewed
@written
@as_json
def resume(desk: Desk, **said: Any) -> None:
    _change(desk, "resume", **said)


def _change(
    desk: Desk,
    verb: str,
    *,
    reference: str,
    name: str,
    on: date | None,
    command_id: str | None,
    expect: int | None,
    yes: bool,
    preview: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Extend, suspend or resume a deadline, and say which day it ends on now."""
    from workflow import legal
    from workflow.bounds import Day

    change, day = getattr(legal, verb), Day(on) if on else None
    with desk.store() as store:
        act = desk.act(store, command_id, expect)

        def perform(at: "Store") -> "Answer":
            done: Answer = change(at, act, reference, name, day=day, **said)
            return done

        def say(answer: "Answer") -> None:
            if as_json:
                say_entry(answer)
                return
            answer.pop("moved", None)  # the sentence tells it
            printing.say(_changed(verb, answer))

        confirmed(store, perform, say, yes=yes, preview=preview, as_json=as_json)


def _changed(verb: str, answer: Mapping[str, Any]) -> Sentence:
    """What has become of the deadline."""
    said = {
        "reference": answer["reference"],
        "name": answer["deadline"],
        "seq": answer["seq"],
        "was": answer.get("was") or sentence("none"),
        "due": answer.get("due") or sentence("none"),
    }
    if verb == "suspend":
        return sentence(
            "{reference}: {name} is suspended (entry {seq}) and has no last day; before"
            " it was {was}. Let it run again: `laufzettel deadline resume {reference}"
            " {name}{body} --reason TEXT`.",
            body=f" --body {body}" if (body := answer.get("body")) else "",
            **said,
        )
    if verb == "resume":
        return sentence(
            "{reference}: {name} runs again (entry {seq}); its last day is {due}.",
            **said,
        )
    return sentence(
        "{reference}: {name} is extended (entry {seq}); its last day is {due}, before"
        " it was {was}.",
        **said,
    )
