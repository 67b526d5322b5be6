"""Commands about the messages that go out: outbox list."""

import click

from commands import printing
from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json
from definitions.sentences import sentence


@command
@option(
    "--state",
    type=click.Choice(
        ["new", "sending", "sent", "unknown", "dead", "held", "superseded"]
    ),
    help="Only messages in this state.",
)
@as_json
def list_messages(desk: Desk, state: str | None, as_json: bool) -> None:
    from notifications import outbox

    with desk.store("notifications") as store, store.reading() as tx:
        rows = outbox.listed(tx, state)
    if as_json:
        printing.say_json(rows)
    elif not rows:
        printing.say(sentence("No messages."))
    else:
        printing.say_table(
            [
                sentence("state"),
                sentence("reference"),
                sentence("recipient"),
                sentence("days late"),
                sentence("subject"),
            ],
            [
                (
                    row["state"],
                    row["reference"],
                    row["recipient"],
                    str(row["late_days"]),
                    row["subject"],
                )
                for row in rows
            ],
        )
