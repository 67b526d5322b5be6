"""How a deadline was counted, as a file note (Vermerk): explain.

An explanation is made of parts: a heading, and sentences below it. What is printed and
what JSON says are the same sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, effects, printing, telling
from commands.answers import instant_said, label
from commands.called import named
from commands.desk import Desk
from commands.filenotes import Note
from commands.frame import argument, command, option
from commands.options import WholeNumber, as_json, reference_argument
from commands.printing import Text
from commands.terms import (
    basis_of,
    chosen,
    days_late,
    due_on,
    left_said,
    legal_data,
    term_data,
    twins,
)
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from workflow.bounds import Day
    from workflow.deadlines import Legal
    from workflow.docket import Slip, Term
    from workflow.history import Entry
    from workflow.store import Transaction

COMPARED = 12  # digits of a hash that a person compares


@command
@reference_argument
@argument(
    "name",
    metavar="NAME",
    help="The name of the deadline; `deadline list` shows them.",
    shell_complete=completion.deadlines,
)
@option(
    "--body",
    metavar="BODY",
    help="Whose term, where it runs for several bodies.",
    shell_complete=completion.all_bodies,
)
@option(
    "--entry",
    "seq",
    metavar="SEQ",
    type=WholeNumber(1),
    help="The one that runs from this entry; the last one if none.",
)
@as_json
def explain(
    desk: Desk,
    reference: str,
    name: str,
    body: str | None,
    seq: int | None,
    as_json: bool,
) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
        found = chosen(slip, name, body, seq)
        if found is None:
            note = _of_term(slip, name, desk.today)
        else:
            changes = telling.changes(slip, found, dict(_reasons(tx, slip)))
            books = list(_books(tx, slip, found))
            note = _of_legal(slip, found, desk.today, changes, books)
    if as_json:
        printing.say_json(note.data)
    else:
        printing.say(*note.lines())


def _reasons(tx: "Transaction", slip: "Slip") -> Iterator[tuple[int, str]]:
    """Why calendars and sittings were changed that moved terms of this item."""
    for seq in telling.causes(slip):
        words = {row["field"]: row["text"] for row in tx.all("words_at", seq=seq)}
        if reason := words.get("reason") or words.get("note"):
            yield seq, reason


def _books(
    tx: "Transaction", slip: "Slip", legal: "Legal"
) -> Iterator[tuple[str, str]]:
    """The calendars that the term was counted with, and their versions.

    Of a term before a sitting also that of the sittings, as it was at its end.
    """
    from workflow.books import Books
    from workflow.history import END

    if legal.calendar and legal.rule.calendar:
        yield legal.rule.calendar, legal.calendar
    body = slip.definition.bodies.get(legal.rule.before or "")
    if body is not None and body.sittings is not None:
        as_of = slip.entries[legal.closed - 1].seq if legal.closed else END
        if version := Books.of(tx).version(body.sittings, as_of):
            yield body.sittings, version


def _of_legal(
    slip: "Slip",
    legal: "Legal",
    today: date,
    changes: Sequence[telling.Change],
    books: Sequence[tuple[str, str]],
) -> Note:
    path = slip.definition
    about: list[tuple[Sentence, Text]] = [
        (sentence("item"), f"{slip.reference}, {slip.title}"),
        (sentence("deadline"), named(path.deadlines, legal.name)),
    ]
    if legal.body is not None:
        about.append((sentence("body"), named(path.bodies, legal.body)))
    about.append((sentence("approval path"), f"{path.name} {path.version}"))
    about.append((sentence("as of"), sentence("{day}", day=FullDay(today))))
    told: dict[str, list[Text]] = {
        "beginning": [*telling.beginning(slip, legal), *_others(slip, legal)],
        "notes": list(_counting(legal)),
        "changed": [what for what, _ in changes],
        "basis": [*basis_of(path, legal)],
        "counted_with": [_version(*each) for each in books],
        "result": list(telling.result(slip, legal, today)),
        "at_its_end": list(effects.at_its_end(slip, legal)),
    }
    title = sentence("File note: how a deadline was counted")
    parts = [(heading, told[name]) for name, heading in _PARTS.items()]
    data = _legal_data(slip, legal, today, told)
    data["changes"] = [data for _, data in changes]
    data["calendars"] = [{"name": name, "version": each} for name, each in books]
    return Note(title, about, parts, data, numbered=_PARTS["notes"])


def _others(slip: "Slip", legal: "Legal") -> Iterator[Sentence]:
    """That another deadline of this name runs: each planned passage has its own."""
    for each in twins(slip, legal):
        yield sentence(
            "Another one of this name runs from entry {seq}: `laufzettel explain"
            " {reference} {name} --entry {seq}`.",
            seq=each.started,
            reference=slip.reference,
            name=legal.name,
        )


def _version(name: str, version: str) -> Sentence:
    return sentence("{name}, version {version}", name=name, version=version[:COMPARED])


def _counting(legal: "Legal") -> Iterator[Sentence]:
    """The steps of the count; its legal basis has a part of its own."""
    return (note for note in legal.notes if "basis" not in note.values)


_PARTS = {
    "beginning": sentence("Beginning"),
    "basis": sentence("Legal basis"),
    "notes": sentence("Counting"),
    "changed": sentence("What was changed"),
    "counted_with": sentence("Calendar"),
    "result": sentence("Result"),
    "at_its_end": sentence("At its end"),
}


_EFFECTS = ("lapses", "begins")


def _legal_data(
    slip: "Slip", legal: "Legal", today: date, told: Mapping[str, Sequence[Text]]
) -> dict[str, Any]:
    rule = legal.rule
    names = ("after", "before", "period", "counting", "shift", "calendar", *_EFFECTS)
    version = {"name": rule.calendar, "version": legal.calendar}
    return {
        **_item_data(slip, slip.entries[legal.started - 1], legal.start),
        **legal_data(slip.definition, legal),
        "label": label(rule),
        "rule": {name: getattr(rule, name) for name in names},
        "calendar": version if legal.calendar else None,
        "days_left": (legal.due - today).days if legal.due and legal.running else None,
        "overdue": legal.status == "open" and (legal.due or today) < today,
        "days_late": days_late(legal),
        **{name: told[name] for name in ("notes", "result", "at_its_end")},
        "as_of": today,
    }


def _of_term(slip: "Slip", name: str, today: date) -> Note:
    """An office term: the office has set it, and no law."""
    term = next(term for term in slip.terms if term.name == name)
    entry = next(each for each in slip.entries if each.seq == term.seq)
    about: list[tuple[Sentence, Text]] = [
        (sentence("item"), f"{slip.reference}, {slip.title}"),
        (sentence("office term"), term.name),
        (sentence("as of"), sentence("{day}", day=FullDay(today))),
    ]
    notes = _about_term(slip, term, entry)
    left, is_open = term.days_left(today), term.status == "open"
    result: list[Text] = [due_on(term.due)]
    result.append(left_said(left) if is_open else _done(slip, name))
    title = sentence("File note: an office term")
    parts = [(sentence("Beginning"), notes), (sentence("Result"), result)]
    data = {
        **_item_data(slip, entry, entry.day),
        **term_data(term),
        "label": term.reason,
        "rule": None,
        "calendar": None,
        "calendars": [],
        "changes": [],
        "days_left": left if is_open else None,
        "overdue": is_open and left < 0,
        "days_late": None,
        "notes": notes,
        "result": result,
        "at_its_end": [],
        "as_of": today,
    }
    return Note(title, about, parts, data)


def _about_term(slip: "Slip", term: "Term", entry: "Entry") -> list[Text]:
    return [
        sentence("It is not from law: the office has set it itself."),
        sentence(
            "Entry {seq}, recorded {instant}. Reason: {reason}",
            seq=entry.item_seq,
            instant=instant_said(entry.recorded_at),
            reason=term.reason,
        ),
        sentence(
            "Reminded are: {role}; days before: {days}.",
            role=named(slip.definition.roles, term.role),
            days=term.remind_before,
        ),
    ]


def _done(slip: "Slip", name: str) -> Sentence:
    """By which entry an office term was closed."""
    (seq,) = (
        each.item_seq
        for each in slip.entries
        if each.kind == "term_done" and each.content["facts"]["name"] == name
    )
    return sentence("It was closed by entry {seq}.", seq=seq)


def _item_data(slip: "Slip", entry: "Entry", day: "Day") -> dict[str, Any]:
    """The item, and the entry that a deadline of it runs from."""
    path = slip.definition
    return {
        "reference": slip.reference,
        "title": slip.title,
        "definition": {"name": path.name, "version": path.version},
        "starts": {
            "seq": entry.item_seq,
            "event": entry.event,
            "on": day.day,
            "on_precision": day.precision,
            "recorded_at": entry.recorded_at,
        },
    }
