"""The command that moves open items to another version of their path."""

from typing import TYPE_CHECKING, Any

from commands import completion, printing, shelf
from commands.answers import label
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import as_json, note_option, repeatable
from definitions.sentences import sentence
from workflow.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from definitions.model import Loaded
    from workflow.store import Transaction
    from workflow.transfer import Transfer
    from workflow.unit import Answer


@command
@argument(
    "definition",
    metavar="DEFINITION",
    help="The version to move to: a name, NAME@VERSION, a hash, or a .yaml file.",
    shell_complete=completion.paths,
)
@argument(
    "references",
    metavar="REF",
    nargs=-1,
    help="The items to move; all open ones of this path if none.",
    shell_complete=completion.references,
)
@option("--plan", is_flag=True, help="Only say what would become of each item.")
@option("--apply", is_flag=True, help="Move the items; an entry in each history.")
@note_option
@repeatable
@as_json
def migrate(
    desk: Desk,
    definition: str,
    references: tuple[str, ...],
    plan: bool,
    apply: bool,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import transfer

    _check_usage(plan, apply, note, command_id)
    loaded = shelf.sound(desk, definition)
    moved: Sequence[Answer] = ()
    with desk.store() as store:
        if apply:
            act = desk.act(store, command_id)
            moved = transfer.apply(store, act, loaded, references, note)
        with store.reading() as tx:
            named = () if apply else references
            left = () if apply and references else transfer.plan(tx, loaded, named)
            rows = [_row(tx, loaded, each) for each in left]
    if as_json:
        printing.say_json(_as_data(loaded, moved if apply else None, left))
        return
    printing.say(*_told(loaded, moved, bool(left)))
    if rows:
        printing.say_table(_headings(), rows)


def _check_usage(
    plan: bool, apply: bool, note: str | None, command_id: str | None
) -> None:
    if plan == apply:
        raise WrongUsage(
            sentence(
                "Give either --plan (what would become of each item) or --apply (move"
                " them)."
            )
        )
    if plan and (note is not None or command_id is not None):
        raise WrongUsage(
            sentence("A plan records nothing: --note and --command-id go with --apply.")
        )


def _told(
    loaded: "Loaded", moved: "Sequence[Answer]", more: bool
) -> "Iterator[printing.Text]":
    path = loaded.definition
    for each in moved:
        yield sentence(
            "{reference}: now on {path} {version}, at {state} (entry {seq}).",
            reference=each["reference"],
            path=path.definition,
            version=path.version,
            state=each["state"],
            seq=each["seq"],
        )
    if not moved and not more:
        yield sentence(
            "No open item of {path} is on another version than {version} ({hash}).",
            path=path.definition,
            version=path.version,
            hash=loaded.hash[:8],
        )


def _headings() -> list[printing.Text]:
    return [
        sentence("reference"),
        sentence("version"),
        sentence("state now"),
        sentence("state then"),
    ]


def _row(
    tx: "Transaction", loaded: "Loaded", transfer: "Transfer"
) -> list[printing.Text | None]:
    from workflow.unit import definition_of

    now = definition_of(tx, transfer.from_hash).states[transfer.from_state]
    version = f"{transfer.from_version} ({transfer.from_hash[:8]})"
    then: printing.Text
    if transfer.to_state is None:
        then = sentence("not possible: {reason}", reason=transfer.reason)
    else:
        then = label(loaded.definition.states[transfer.to_state])
    return [transfer.reference, version, label(now), then]


def _as_data(
    loaded: "Loaded", moved: "Sequence[Answer] | None", left: "Sequence[Transfer]"
) -> dict[str, Any]:
    path = loaded.definition
    to = {"name": path.definition, "version": path.version, "hash": loaded.hash}
    items = [_item_data(each) for each in left]
    if moved is None:
        return {"definition": to, "items": items}
    migrated = [{**each, "on_precision": "unknown"} for each in moved]
    return {"definition": to, "migrated": migrated, "left": items}


def _item_data(transfer: "Transfer") -> dict[str, Any]:
    return {
        "reference": transfer.reference,
        "version": transfer.from_version,
        "hash": transfer.from_hash,
        "from": transfer.from_state,
        "to": transfer.to_state,
        "reason": transfer.reason,
    }
