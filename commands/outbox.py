"""Commands about the messages that go out: outbox list, show; retry, hold, release,
drop, settle.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from commands import completion, envelopes, printing
from commands.answers import say_entry
from commands.desk import Desk
from commands.envelopes import DIGITS
from commands.frame import argument, command, option
from commands.options import WholeNumber, as_json, repeatable
from definitions.sentences import Sentence, sentence
from workflow.errors import WrongUsage

STATES = ("new", "sending", "sent", "unknown", "dead", "held", "superseded")

_KEYS: dict[str, Any] = {
    "metavar": "KEY",
    "nargs": -1,
    "help": "The first digits of the key of a message; several are possible.",
    "shell_complete": completion.messages,
}
keys_argument = argument("keys", required=True, **_KEYS)
keys_or_all = argument("keys", **_KEYS)
reason_option = option(
    "--reason", metavar="TEXT", help="Why; it goes on the record with the decision."
)
must_reason = option(
    "--reason",
    metavar="TEXT",
    required=True,
    help="Why; it goes on the record with the decision.",
)
all_dead_option = option(
    "--all-dead", is_flag=True, help="All messages that were given up."
)


@command
@option(
    "--state",
    type=click.Choice(STATES),
    help="Only messages in this state.",
)
@option("--to", metavar="ADDRESS", help="Only messages to this address.")
@option(
    "--ref",
    "about",
    metavar="REF",
    help="Only messages that name this item.",
    shell_complete=completion.references,
)
@option(
    "--page",
    metavar="NUMBER",
    type=WholeNumber(least=1),
    default=1,
    show_default=True,
    help="Which hundred messages; those in trouble come first.",
)
@as_json
def list_messages(
    desk: Desk,
    state: str | None,
    to: str | None,
    about: str | None,
    page: int,
    as_json: bool,
) -> None:
    from notifications import outbox, postbook

    wanted: dict[str, Any] = {"state": state, "to": to, "about": about}
    with desk.store("notifications") as store, store.reading() as tx:
        rows = outbox.listed(tx, page=page, **wanted)
        full = len(rows) == outbox.PAGE
        more = full and outbox.listed(tx, page=page + 1, **wanted)
        counts = postbook.counts(tx)
    if as_json:
        printing.say_json(rows)
    elif not rows:
        printing.say(sentence("No messages."))
    else:
        envelopes.say_table(rows)
        said = tuple(
            sentence("{state} {count}", state=envelopes.called(state), count=count)
            for state, count in counts.items()
            if count
        )
        printing.say("", sentence("In the outbox: {counts}.", counts=said))
    if more:
        printing.complain(
            sentence("There are more: `--page {next}` shows them.", next=page + 1)
        )


@command
@argument(
    "key",
    metavar="KEY",
    help="The first digits of the key of a message.",
    shell_complete=completion.messages,
)
@option("--raw", is_flag=True, help="Only the message, byte for byte as it goes out.")
@as_json
def show(desk: Desk, key: str, raw: bool, as_json: bool) -> None:
    from notifications import outcomes, postbook

    with desk.store("notifications") as store, store.reading() as tx:
        row = postbook.shown(tx, key)
        stated = outcomes.statement(tx, row)
    if raw:
        printing.say_bytes(row["content"].encode())
    elif as_json:
        facts = {name: value for name, value in row.items() if name != "holder"}
        more = {
            "text": envelopes.text(row),
            "may_have_arrived": outcomes.may_have_arrived(row),
            "statement": stated and stated.data,
        }
        printing.say_json({**facts, **more})
    else:
        printing.say(*envelopes.facts(row, stated), "")
        printing.say_text(envelopes.text(row))


@command
@keys_or_all
@all_dead_option
@option(
    "--again",
    is_flag=True,
    help="Also what may have arrived: it may then arrive twice.",
)
@reason_option
@repeatable
@as_json
def retry(
    desk: Desk,
    keys: tuple[str, ...],
    all_dead: bool,
    again: bool,
    reason: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from notifications import postbook

    _check_chosen(keys, all_dead)
    with desk.store("notifications") as store:
        act = desk.act(store, command_id)
        if all_dead:
            answer = postbook.retry_dead(store, act, reason)
        else:
            answer = postbook.retry(store, act, keys, reason, again=again)
    said = sentence("Tried again with the next round: {which}.", which=_which(answer))
    _say_decided(answer, said, as_json)


@command
@keys_argument
@reason_option
@repeatable
@as_json
def hold(desk: Desk, **asked: Any) -> None:
    from notifications import postbook

    answer = _decided(desk, postbook.hold, **asked)
    said = sentence("Held back until they are released: {which}.", which=_which(answer))
    _say_decided(answer, said, asked["as_json"])


@command
@keys_argument
@reason_option
@repeatable
@as_json
def release(desk: Desk, **asked: Any) -> None:
    from notifications import postbook

    answer = _decided(desk, postbook.release, **asked)
    said = sentence("Released: {which}.", which=_which(answer))
    _say_decided(answer, said, asked["as_json"])


@command
@keys_or_all
@all_dead_option
@must_reason
@repeatable
@as_json
def drop(
    desk: Desk,
    keys: tuple[str, ...],
    all_dead: bool,
    reason: str,
    command_id: str | None,
    as_json: bool,
) -> None:
    from notifications import postbook

    _check_chosen(keys, all_dead)
    with desk.store("notifications") as store:
        act = desk.act(store, command_id)
        if all_dead:
            answer = postbook.drop_dead(store, act, reason)
        else:
            answer = postbook.drop(store, act, keys, reason)
    said = sentence("Not sent any more: {which}.", which=_which(answer))
    _say_decided(answer, said, as_json)


@command
@keys_argument
@option("--delivered", is_flag=True, help="It has arrived.")
@option("--not-delivered", is_flag=True, help="It has not, and is sent no more.")
@must_reason
@repeatable
@as_json
def settle(desk: Desk, delivered: bool, not_delivered: bool, **asked: Any) -> None:
    from notifications import postbook

    if delivered == not_delivered:
        raise WrongUsage(
            sentence("What became of it? Give either --delivered or --not-delivered.")
        )
    answer = _decided(desk, partial(postbook.settle, delivered=delivered), **asked)
    said = sentence("Recorded as not delivered: {which}.", which=_which(answer))
    if delivered:
        said = sentence("Recorded as delivered: {which}.", which=_which(answer))
    _say_decided(answer, said, asked["as_json"])


def _decided(
    desk: Desk,
    decide: Callable[..., dict[str, Any]],
    keys: tuple[str, ...],
    reason: str | None,
    command_id: str | None,
    as_json: bool,
) -> dict[str, Any]:
    with desk.store("notifications") as store:
        return decide(store, desk.act(store, command_id), keys, reason)


def _check_chosen(keys: tuple[str, ...], all_dead: bool) -> None:
    if bool(keys) == all_dead:
        raise WrongUsage(
            sentence(
                "Which messages? Give either their keys (`laufzettel outbox list` shows"
                " them) or --all-dead."
            )
        )


def _which(answer: Mapping[str, Any]) -> Sentence | tuple[str, ...]:
    if "dead" in answer:
        return sentence("all that were given up ({count})", count=answer["dead"])
    return tuple(key[:DIGITS] for key in answer["messages"])


def _say_decided(answer: dict[str, Any], said: Sentence, as_json: bool) -> None:
    if as_json:
        say_entry(answer)
    else:
        printing.say(
            said,
            sentence("Recorded as entry {entry} of the record.", entry=answer["entry"]),
        )
