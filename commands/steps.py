"""Commands that move an item along its path: advance, withdraw, correct."""

from typing import TYPE_CHECKING, Any

from commands import files
from commands.answers import say_recorded
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import (
    WHOLE,
    approved_by_option,
    as_json,
    dated,
    event_argument,
    evidence_option,
    fields,
    note_option,
    outcome_option,
    outcome_text_option,
    particulars_option,
    reference_argument,
    urgent_option,
    written,
)

if TYPE_CHECKING:
    from workflow.bounds import Day


@command
@reference_argument
@event_argument
@outcome_option
@outcome_text_option
@fields
@option("--number", metavar="NUMBER", help="The own number of a supplement.")
@urgent_option
@approved_by_option
@dated
@note_option
@written
@previewed
@as_json
def advance(
    desk: Desk,
    reference: str,
    event: str,
    command_id: str | None,
    expect: int | None,
    yes: bool,
    preview: bool,
    as_json: bool,
    urgent: str | None,
    **said: Any,
) -> None:
    from workflow import procedure

    with desk.store() as store:
        act = desk.act(store, command_id, expect)
        confirmed(
            store,
            lambda on: procedure.advance(
                on, act, reference, event, urgency=urgent, **said
            ),
            lambda answer: say_recorded(answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


@command
@reference_argument
@dated
@note_option
@written
@previewed
@as_json
def withdraw(
    desk: Desk,
    reference: str,
    command_id: str | None,
    expect: int | None,
    yes: bool,
    preview: bool,
    as_json: bool,
    **said: Any,
) -> None:
    from workflow import procedure

    with desk.store() as store:
        act = desk.act(store, command_id, expect)
        confirmed(
            store,
            lambda on: procedure.withdraw(on, act, reference, **said),
            lambda answer: say_recorded(answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


@command
@reference_argument
@argument("seq", metavar="SEQ", type=WHOLE, help="The entry of the item to correct.")
@option("--reason", metavar="TEXT", required=True, help="Why it is corrected.")
@option("--void", is_flag=True, help="It never happened.")
@option("--event", metavar="EVENT", help="What happened instead.")
@outcome_option
@outcome_text_option
@evidence_option
@urgent_option
@approved_by_option
@option("--title", metavar="TEXT", help="The right title (of the opening).")
@option("--lead", metavar="NAME", help="The right lead department (of the opening).")
@particulars_option
@fields
@dated
@note_option
@written
@previewed
@as_json
def correct(
    desk: Desk,
    reference: str,
    seq: int,
    reason: str,
    void: bool,
    event: str | None,
    outcome: str | None,
    day: "Day | None",
    command_id: str | None,
    expect: int | None,
    as_json: bool,
    fields: dict[str, str],
    particulars: str | None,
    urgent: str | None,
    yes: bool,
    preview: bool,
    **texts: str | None,
) -> None:
    from workflow import correction
    from workflow.changes import Changes

    given = {**texts, "urgency": urgent}
    words = {name: text for name, text in given.items() if text is not None}
    if particulars is not None:
        words["particulars"] = files.particulars(particulars)
    words |= {f"field:{name}": text for name, text in fields.items()}
    changes = Changes(event, day, outcome, void, words)
    with desk.store() as store:
        act = desk.act(store, command_id, expect)
        confirmed(
            store,
            lambda on: correction.correct(
                on, act, reference, seq, reason=reason, changes=changes
            ),
            lambda answer: say_recorded(answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )
