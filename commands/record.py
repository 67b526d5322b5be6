"""Commands that read the record: history, verify."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.answers import day_said, instant_said
from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json, reference_argument
from definitions.sentences import sentence

if TYPE_CHECKING:
    from workflow.audit import Report
    from workflow.history import Entry
    from workflow.store import Transaction


@command
@reference_argument
@as_json
def history(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        entries = docket.slip(tx, reference).entries
        names = _names(tx)
    if as_json:
        printing.say_json([_as_data(entry, names) for entry in entries])
        return
    for entry in entries:
        printing.say(*_lines(entry, names))


@command
@option(
    "--head",
    "heads",
    metavar="ENTRY:HASH",
    multiple=True,
    help="A head that a letter or a release names; it must be part of the record.",
)
@as_json
def verify(desk: Desk, heads: tuple[str, ...], as_json: bool) -> int:
    from workflow import audit
    from workflow.errors import Misconfigured

    known = dict(map(_head, heads))
    with desk.store() as store, store.reading() as tx:
        report = audit.verify(tx, known)
    if not report.founded:
        raise Misconfigured(
            sentence("The database holds no record yet. `laufzettel init` founds one.")
        )
    if as_json:
        printing.say_json(_report_data(report))
    else:
        printing.say(*_report_lines(report))
    return 0 if report.sound else 3


def _head(text: str) -> tuple[int, str]:
    """A head as it is printed: entry number and the first digits of its hash."""
    entry, _, start = text.partition(":")
    start = "".join(start.split()).lower()
    if not (entry.isascii() and entry.isdigit() and start):
        from workflow.errors import WrongUsage

        raise WrongUsage(
            sentence(
                "A head is ENTRY:HASH, for example 104:9f3c21ab, not {text}.", text=text
            )
        )
    return int(entry), start


def _report_data(report: "Report") -> dict[str, Any]:
    return {
        "sound": report.sound,
        "entries": report.entries,
        "items": report.items,
        "head": report.head,
        "findings": [
            {"entry": each.seq, "what": each.what} for each in report.findings
        ],
    }


def _report_lines(report: "Report") -> Iterator[printing.Text]:
    if report.sound:
        yield sentence(
            "The record proves itself: {entries} entries, {items} items.",
            entries=report.entries,
            items=report.items,
        )
        yield sentence(
            "Head: entry {entries} · {hash}", entries=report.entries, hash=report.head
        )
        return
    yield sentence("The record does not prove itself. First of all:")
    for each in report.findings:
        if each.seq is None:
            yield sentence("  derived rows: {what}", what=each.what)
        else:
            yield sentence("  entry {seq}: {what}", seq=each.seq, what=each.what)


def _names(tx: "Transaction") -> dict[str, str]:
    """The names of persons by their opaque ids."""
    return {row["id"]: row["name"] for row in tx.all("people")}


def _as_data(entry: "Entry", names: Mapping[str, str]) -> dict[str, Any]:
    known = {"title", "lead", "note", "reason", "outcome_text", "particulars"}
    facts = entry.content.get("facts")
    return {
        "seq": entry.item_seq,
        "event": entry.event,
        "from": entry.from_state,
        "to": entry.to_state,
        "on": entry.day.day,
        "on_precision": entry.day.precision,
        "recorded_at": entry.recorded_at,
        "actor": names.get(entry.actor, entry.actor),
        "actor_id": entry.actor,
        "body": entry.body,
        "outcome": entry.outcome,
        "outcome_text": entry.words.get("outcome_text"),
        "note": entry.words.get("note"),
        "reason": entry.words.get("reason"),
        "corrects": entry.corrects,
        "changes": facts if entry.kind == "corrected" else None,
        "facts": facts if entry.kind != "corrected" else None,
        "fields": {
            name.removeprefix("field:"): text
            for name, text in entry.words.items()
            if name not in known
        },
        "kind": entry.kind,
        "entry": entry.seq,
        "hash": entry.hash,
    }


def _lines(entry: "Entry", names: Mapping[str, str]) -> Iterator[printing.Text]:
    yield f"{entry.item_seq}  {entry.event}"
    if "on_precision" in entry.content:
        yield sentence("   day: {day}", day=day_said(entry.day))
    yield sentence(
        "   recorded: {instant} by {actor}",
        instant=instant_said(entry.recorded_at),
        actor=names.get(entry.actor, entry.actor),
    )
    if entry.from_state != entry.to_state:
        yield f"   {entry.from_state or '–'} → {entry.to_state or '–'}"
    yield from _said(entry)
    yield f"   {entry.hash}"


def _said(entry: "Entry") -> Iterator[printing.Text]:
    """What an entry says beside its day: outcome or changes, office term, texts."""
    facts = {} if entry.kind == "opened" else entry.content.get("facts", {})
    if entry.corrects is not None:
        yield sentence("   corrects entry {seq}", seq=entry.corrects)
    elif entry.outcome is not None:
        yield sentence("   outcome: {outcome}", outcome=entry.outcome)
    texts = {
        name.removeprefix("field:"): text
        for name, text in entry.words.items()
        if name != "particulars"
    }
    for name, value in {**facts, **texts}.items():
        yield f"   {name}: {value}"
