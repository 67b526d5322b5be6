"""Commands about consultations: consultation open, answer, list."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import day_of, expired, reversal, say_entry
from commands.besides import consultations
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import (
    DAY,
    as_json,
    dated,
    evidence_option,
    note_option,
    outcome_text_option,
    reference_argument,
    written,
)
from definitions.sentences import sentence

if TYPE_CHECKING:
    from workflow.bounds import Day

name_argument = argument(
    "name",
    metavar="NAME",
    help="The name of the consultation; `definition show` lists them.",
    shell_complete=completion.consultations,
)
body_option = option(
    "--body",
    metavar="BODY",
    help="The body that is asked, where there are several.",
    shell_complete=completion.bodies,
)


@command
@reference_argument
@name_argument
@body_option
@dated
@option("--due", metavar="DATE", type=DAY, help="The last day of its term.")
@note_option
@written
@previewed
@as_json
def open_one(
    desk: Desk,
    reference: str,
    name: str,
    body: str | None,
    day: "Day | None",
    due: date | None,
    note: str | None,
    command_id: str | None,
    expect: int | None,
    yes: bool,
    preview: bool,
    as_json: bool,
) -> None:
    from workflow import consultations

    with desk.store() as store:
        act = desk.act(store, command_id, expect)
        confirmed(
            store,
            lambda on: consultations.consult(
                on, act, reference, name, body=body, day=day, due=due, note=note
            ),
            lambda answer: _say_asked(answer, name, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


def _say_asked(answer: Mapping[str, Any], name: str, as_json: bool) -> None:
    if as_json:
        say_entry(answer)
        return
    printing.say(
        sentence(
            "{reference}: {name} asked of {body} ({day}) as entry {seq}. Its answer:"
            " `laufzettel consultation answer {reference} {name} --body {body}`.",
            reference=answer["reference"],
            name=name,
            body=answer["body"],
            day=day_of(answer["on"], answer["on_precision"]),
            seq=answer["seq"],
        )
    )
    if "due" in answer:
        printing.say(sentence("The last day of its term is {due}.", due=answer["due"]))


@command
@reference_argument
@name_argument
@body_option
@option(
    "--outcome",
    metavar="NAME",
    help="The outcome of the answer; the first of the path if none.",
    shell_complete=completion.answers,
)
@outcome_text_option
@evidence_option
@dated
@note_option
@written
@previewed
@as_json
def answer(
    desk: Desk,
    reference: str,
    name: str,
    command_id: str | None,
    expect: int | None,
    yes: bool,
    preview: bool,
    as_json: bool,
    **said: Any,
) -> None:
    from workflow import consultations

    with desk.store() as store:
        act = desk.act(store, command_id, expect)
        confirmed(
            store,
            lambda on: consultations.reply(on, act, reference, name, **said),
            lambda recorded: _say_answered(recorded, name, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


def _say_answered(recorded: Mapping[str, Any], name: str, as_json: bool) -> None:
    if as_json:
        say_entry(recorded)
        return
    printing.say(
        sentence(
            "{reference}: recorded the answer of {body} to {name}: {outcome} ({day}),"
            " as entry {seq}.",
            reference=recorded["reference"],
            body=recorded["body"],
            name=name,
            outcome=recorded["outcome"],
            day=day_of(recorded["on"], recorded["on_precision"]),
            seq=recorded["seq"],
        )
    )
    if recorded.get("expired"):
        printing.say(expired(recorded))
    if "reverses" in recorded:
        printing.say(reversal(recorded))


@command
@reference_argument
@as_json
def list_consultations(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
    found = consultations(slip, desk.today)
    if as_json:
        printing.say_json([each.data() for each in found])
    elif not found:
        printing.say(
            sentence("{reference}: nobody has been asked.", reference=slip.reference)
        )
    else:
        headings = [
            sentence("consultation"),
            sentence("name to type"),
            sentence("opened"),
            sentence("status"),
            sentence("evidence"),
        ]
        printing.say_table(
            headings,
            [
                (
                    each.name,
                    f"{each.consulted.name} --body {each.consulted.body}",
                    str(each.consulted.opened),
                    each.standing,
                    printing.short(each.data()["evidence"] or "") or None,
                )
                for each in found
            ],
        )
