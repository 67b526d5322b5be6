"""Commands that read the record: history, verify."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.answers import day_said, instant_said
from commands.called import CALLED, KINDS, LABELS, named
from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json, reference_argument
from definitions.sentences import sentence

if TYPE_CHECKING:
    from definitions.model import Definition
    from workflow.audit import Report
    from workflow.history import Entry, Standing

_HEAD = re.compile(r"\s*([0-9]{1,18})\s*[:·]\s*([0-9A-Fa-f][0-9A-Fa-f\s]*)")

SHOWN = 10  # findings: what follows the first bad entry is mostly its consequence


@command
@reference_argument
@as_json
def history(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket
    from workflow.history import standings

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
        names = {row["id"]: row["name"] for row in tx.all("people")}
    file = _File(slip.definition, slip.entries, standings(slip.entries), names)
    if as_json:
        printing.say_json([_as_data(file, entry) for entry in file.entries])
        return
    for entry in file.entries:
        printing.say(*_lines(file, entry))


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
    """A head as it is printed (`10:c7f88227`, in letters `10 · c7f8 8227`)."""
    found = _HEAD.fullmatch(text)
    if found is None:
        from workflow.errors import WrongUsage

        raise WrongUsage(
            sentence(
                "A head is ENTRY:HASH, for example 104:9f3c21ab, not {text}.", text=text
            )
        )
    return int(found[1]), "".join(found[2].split()).lower()


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
    for each in report.findings[:SHOWN]:
        if each.seq is None:
            yield sentence("  derived rows: {what}", what=each.what)
        else:
            yield sentence("  entry {seq}: {what}", seq=each.seq, what=each.what)
    if len(report.findings) > SHOWN:
        more = len(report.findings) - SHOWN
        yield sentence("  and {more} more: `laufzettel verify --json`", more=more)


def _as_data(file: "_File", entry: "Entry") -> dict[str, Any]:
    facts = entry.content.get("facts")
    return {
        "seq": entry.item_seq,
        "event": entry.event,
        "from": entry.from_state,
        "to": entry.to_state,
        "on": entry.day.day,
        "on_precision": entry.day.precision,
        "recorded_at": entry.recorded_at,
        "actor": file.names.get(entry.actor, entry.actor),
        "actor_id": entry.actor,
        "body": entry.body,
        "outcome": entry.outcome,
        "outcome_text": entry.words.get("outcome_text"),
        "title": entry.words.get("title"),
        "lead": entry.words.get("lead"),
        "urgency": entry.words.get("urgency"),
        "approved_by": entry.words.get("approved_by"),
        "evidence": entry.words.get("evidence"),
        "file": entry.words.get("file"),
        "note": entry.words.get("note"),
        "reason": entry.words.get("reason"),
        "corrects": entry.corrects,
        "corrected_by": file.corrected_by(entry),
        "void": file.standing[entry.item_seq].undone,
        "changes": facts if entry.kind == "corrected" else None,
        "facts": facts if entry.kind != "corrected" else None,
        "fields": {
            name.removeprefix("field:"): text
            for name, text in entry.words.items()
            if name.startswith("field:")
        },
        "kind": entry.kind,
        "entry": entry.seq,
        "hash": entry.hash,
    }


def _lines(file: "_File", entry: "Entry") -> Iterator[printing.Text]:
    yield sentence("{seq}  {event}", seq=entry.item_seq, event=_event(file, entry))
    yield from _marks(file, entry)
    if "on_precision" in entry.content and entry.corrects is None:
        yield sentence("   day: {day}", day=day_said(entry.day))
    yield sentence(
        "   recorded: {instant} by {actor}",
        instant=instant_said(entry.recorded_at),
        actor=_actor(file, entry),
    )
    if entry.kind in {"consulted", "answered"} and entry.body:
        yield sentence("   body: {body}", body=named(file.path.bodies, entry.body))
    if entry.from_state != entry.to_state:
        before, after = (
            file.state(each) for each in (entry.from_state, entry.to_state)
        )
        yield sentence("   {before} → {after}", before=before, after=after)
    yield from _changes(file, entry)
    for name, value in (*_facts(file, entry), *_texts(file, entry)):
        yield sentence("   {name}: {value}", name=name, value=value)
    yield f"   {entry.hash}"


def _actor(file: "_File", entry: "Entry") -> printing.Text:
    """Who recorded it; nobody did where a term ended and the clock went on."""
    from workflow.history import EXPIRY

    if entry.actor == EXPIRY:
        return sentence("expiry of a term")
    return file.names.get(entry.actor, entry.actor)


def _event(file: "_File", entry: "Entry") -> printing.Text:
    """What an entry is called; an event of the path also by the name one types."""
    if entry.kind == "planned":
        event = named(file.path.events, entry.event)
        return sentence("planned, not happened: {event}", event=event)
    return KINDS.get(entry.kind) or named(file.path.events, entry.event)


def _marks(file: "_File", entry: "Entry") -> Iterator[printing.Text]:
    """What later corrections have made of an entry."""
    for seq in file.corrected_by(entry):
        if file.standing[seq].facts.void:
            yield sentence("   struck by entry {seq}", seq=seq)
        else:
            yield sentence("   corrected by entry {seq}", seq=seq)


def _changes(file: "_File", entry: "Entry") -> Iterator[printing.Text]:
    """The outcome of a step; of a correction, what it says of the entry it names."""
    if entry.corrects is None:
        if entry.outcome is not None:
            yield sentence("   outcome: {outcome}", outcome=file.outcome(entry.outcome))
        return
    from workflow.history import stated

    says = stated(entry)
    if says.void:
        yield sentence("   strikes entry {seq}", seq=entry.corrects)
    else:
        yield sentence("   corrects entry {seq}", seq=entry.corrects)
    if says.event is not None:
        event = named(file.path.events, says.event)
        yield sentence("   right event: {event}", event=event)
    if says.day is not None:
        yield sentence("   right day: {day}", day=day_said(says.day))
    if says.outcome is not None:
        yield sentence(
            "   right outcome: {outcome}", outcome=file.outcome(says.outcome)
        )


def _facts(file: "_File", entry: "Entry") -> Iterator[tuple[printing.Text, object]]:
    """The office term that an entry sets or closes, or what it notes."""
    if entry.kind in {"opened", "corrected"}:
        return
    for name, value in entry.content.get("facts", {}).items():
        called = CALLED.get(name, name)
        if name == "deadlines":
            yield from ((called, _moved(file, each)) for each in value)
        elif name in LABELS:
            yield called, named(LABELS[name](file.path), value)
        elif isinstance(value, list):
            yield called, tuple(value)
        else:
            yield called, value


def _moved(file: "_File", each: Mapping[str, Any]) -> printing.Text:
    """A deadline with its last day before and its last day now."""
    return sentence(
        "{deadline}: {was} → {due}",
        deadline=named(file.path.deadlines, each["name"]),
        was=each["was"] or "–",
        due=each["due"] or "–",
    )


def _texts(file: "_File", entry: "Entry") -> Iterator[tuple[printing.Text, str]]:
    for name, text in entry.words.items():
        field = name.removeprefix("field:")
        if field != name:
            yield file.field(field), text
        elif name != "particulars":
            yield CALLED.get(name, name), text


@dataclass(frozen=True, slots=True)
class _File:
    """An item's entries, with what is needed to read them."""

    path: "Definition"
    entries: Sequence["Entry"]
    standing: Mapping[int, "Standing"]
    names: Mapping[str, str]  # of persons, by their opaque ids

    def corrected_by(self, entry: "Entry") -> list[int]:
        """The corrections of an entry that stand today, by their numbers."""
        return [
            each.item_seq
            for each in self.entries
            if each.corrects == entry.item_seq
            and not self.standing[each.item_seq].undone
        ]

    def state(self, name: str | None) -> printing.Text:
        return named(self.path.states, name) if name else "–"

    def outcome(self, name: str) -> printing.Text:
        return named(self.path.outcomes, name)

    def field(self, name: str) -> printing.Text:
        events = self.path.events.values()
        return named({k: v for each in events for k, v in each.fields.items()}, name)
