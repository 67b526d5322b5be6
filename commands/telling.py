"""The parts of an explanation of a deadline: sentences, and the data behind them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.answers import instant_said
from commands.called import KINDS
from commands.printing import Text
from commands.terms import day_told, days_late, due_on, left_said
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from workflow.bounds import Day
    from workflow.deadlines import Legal
    from workflow.docket import Slip
    from workflow.history import Entry


def beginning(slip: "Slip", legal: "Legal") -> Iterator[Sentence]:
    """The entry that the term runs from, with both its days."""
    entry = slip.entries[legal.started - 1]
    said = {
        "seq": entry.item_seq,
        "what": event_of(slip, entry),
        "instant": instant_said(entry.recorded_at),
        "day": day_told(legal.start),
    }
    if legal.rule.before is not None:
        yield sentence(
            "It is counted backwards from the sitting of {day}, for which entry {seq}"
            " plans: {what}. Recorded {instant}.",
            **said,
        )
        return
    yield sentence(
        "It runs from entry {seq}: {what}, {day}. Recorded {instant}.", **said
    )
    if entry.day != legal.start:
        yield sentence(
            "The day of that entry was corrected; at first it was: {day}.",
            day=day_told(entry.day),
        )
    if legal.start.precision == "at_latest":
        yield sentence(
            "That day is the latest possible one: the last day counted from it is the"
            " latest possible one, too."
        )


def event_of(slip: "Slip", entry: "Entry") -> Text:
    """What an entry records, in the words of the path."""
    path = slip.definition
    if entry.kind in {"consulted", "answered"}:
        asked = path.consultations[entry.content["facts"]["consultation"]]
        called = sentence("{what} ({label})", what=KINDS[entry.kind], label=asked)
        if entry.outcome is None:
            return called
        outcome = path.outcomes[entry.outcome]
        return sentence("{what}: {outcome}", what=called, outcome=outcome)
    if entry.event in path.events:
        return sentence("{label}", label=path.events[entry.event])
    return KINDS.get(entry.kind, entry.event)


Change = tuple[Sentence, dict[str, Any]]  # in words, and as data


def changes(slip: "Slip", legal: "Legal", reasons: Mapping[int, str]) -> list[Change]:
    """Extensions, stops, and what has moved the term, in the order of the record.

    `reasons` are those of entries of the record that moved terms, by their numbers.
    """
    stands = {each.entry.item_seq: each.day for each in legal.changes}
    undone = dict(_undone(slip))
    found = []
    for entry in slip.entries:
        if entry.item_seq in undone and _by_its_end(entry, legal):
            found.append(_reversed(slip, entry, undone[entry.item_seq]))
            continue
        facts = _facts_about(entry, legal)
        if facts is None:
            continue
        if entry.kind != "rescheduled" and entry.item_seq not in stands:
            continue  # it was struck
        day = stands.get(entry.item_seq, entry.day)
        reason = entry.words.get("reason") or reasons.get(facts.get("because", 0))
        said = _change(slip, entry, facts, day, reason)
        found.append((said, _change_data(entry, facts, day, reason)))
    return found


def _undone(slip: "Slip") -> Iterator[tuple[int, int]]:
    """What was struck or reversed, and the entry that did so."""
    from workflow.history import standings

    stands = standings(slip.entries)
    for entry in slip.entries:
        if stands[entry.item_seq].undone:
            continue
        if entry.corrects is not None and stands[entry.item_seq].facts.void:
            yield entry.corrects, entry.item_seq
        elif reverses := entry.content.get("facts", {}).get("reverses"):
            yield reverses, entry.item_seq


def _by_its_end(entry: "Entry", legal: "Legal") -> bool:
    """Whether nobody recorded it but the end of this term."""
    facts = entry.content.get("facts", {})
    key = facts.get("deadline"), facts.get("started")
    return entry.actor == "expiry" and key == legal.key


def _reversed(slip: "Slip", entry: "Entry", by: int) -> Change:
    """What the end of the term had brought about, and what undid it."""
    said = sentence(
        "Entry {seq}: recorded by expiry: {what}, {day}. Recorded {instant}. It was"
        " reversed by entry {by}.",
        seq=entry.item_seq,
        what=event_of(slip, entry),
        day=day_told(entry.day),
        instant=instant_said(entry.recorded_at),
        by=by,
    )
    data = _change_data(entry, {}, entry.day, None)
    return said, {**data, "kind": "reversed", "reversed_by": by}


def causes(slip: "Slip") -> set[int]:
    """The entries of the record that moved terms of this item."""
    return {
        entry.content["facts"]["because"]
        for entry in slip.entries
        if entry.kind == "rescheduled"
    }


def _facts_about(entry: "Entry", legal: "Legal") -> dict[str, Any] | None:
    """What an entry says of this term; None if it says nothing of it."""
    facts: dict[str, Any] = dict(entry.content.get("facts", {}))
    if entry.kind == "rescheduled":
        for each in facts["deadlines"]:
            if (each["name"], each["started"]) == legal.key:
                return {**each, "because": facts["because"]}
        return None
    ours = (facts.get("deadline"), facts.get("started")) == legal.key
    return facts if ours and entry.kind in _CHANGED else None


_CHANGED = {
    "extended": sentence(
        "Entry {seq}: extended{how}; granted: {day}; last day {due}, before that {was}."
        " Reason: {reason}. Recorded {instant}."
    ),
    "suspended": sentence(
        "Entry {seq}: suspended; {day} is the first day that does not count. Reason:"
        " {reason}. Recorded {instant}."
    ),
    "resumed": sentence(
        "Entry {seq}: resumed; {day} counts again; last day {due}. Reason: {reason}."
        " Recorded {instant}."
    ),
    "rescheduled": sentence(
        "Entry {seq}: counted anew because of {because}; last day {due}, before that"
        " {was}. Reason: {reason}. Recorded {instant}."
    ),
}


def _change(
    slip: "Slip",
    entry: "Entry",
    facts: dict[str, Any],
    day: "Day",
    reason: str | None,
) -> Sentence:
    said = {
        "seq": entry.item_seq,
        "how": _how_far(facts),
        "day": day_told(day),
        "due": _told(facts.get("due")),
        "was": _told(facts.get("was")),
        "because": _cause(slip, facts.get("because")),
        "reason": reason or "–",
        "instant": instant_said(entry.recorded_at),
    }
    return Sentence(_CHANGED[entry.kind].text, said)


def _cause(slip: "Slip", because: int | None) -> Text:
    """The entry that moved a term: of this item, or of the whole record."""
    for entry in slip.entries:
        if entry.seq == because:
            return sentence("entry {seq}", seq=entry.item_seq)
    return sentence("entry {seq} of the record", seq=because)


def _how_far(facts: dict[str, Any]) -> Text:
    from workflow.periods import Period

    if "until" in facts:  # it is kept as a period, too
        return sentence(" until {day}", day=_told(facts["until"]))
    if "by" in facts:
        return sentence(" by {period}", period=Period.parse(facts["by"]).said)
    return ""


def _told(day: str | None) -> Sentence:
    if day is None:
        return sentence("none")
    return sentence("{day}", day=FullDay(date.fromisoformat(day)))


def _change_data(
    entry: "Entry", facts: dict[str, Any], day: "Day", reason: str | None
) -> dict[str, Any]:
    names = ("by", "until", "was", "due", "because")
    return {
        "seq": entry.item_seq,
        "kind": entry.kind,
        "on": day.day,
        "on_precision": day.precision,
        **{name: facts.get(name) for name in names},
        "reversed_by": None,
        "reason": reason,
        "recorded_at": entry.recorded_at,
    }


def result(slip: "Slip", legal: "Legal", today: date) -> Iterator[Sentence]:
    """The last day, and how it stands with it."""
    yield _last_day(legal)
    if legal.closed is not None:
        yield _closed(slip, legal)
    elif legal.status == "open" and legal.due is not None:
        yield left_said((legal.due - today).days)


def _last_day(legal: "Legal") -> Sentence:
    if legal.status == "suspended":
        return sentence("The term is suspended and has no last day.")
    if legal.due is None and _was_stopped(legal):
        return sentence("The term was suspended and had no last day.")
    if legal.due is None:
        return sentence("No last day can be named.")
    if legal.precision == "at_latest":
        return sentence("The last day is {day} at the latest.", day=FullDay(legal.due))
    return due_on(legal.due)


def _was_stopped(legal: "Legal") -> bool:
    """Whether the term stood still when it was met or ended."""
    kinds = [each.entry.kind for each in legal.changes]
    stops = [kind for kind in kinds if kind != "extended"]
    return stops[-1:] == ["suspended"]


def _closed(slip: "Slip", legal: "Legal") -> Sentence:
    """How the term was met or ended, and by how much early or late."""
    entry = slip.entries[(legal.closed or 1) - 1]
    met_on = legal.met_on or entry.day
    said = {
        "seq": entry.item_seq,
        "what": event_of(slip, entry),
        "day": day_told(met_on),
        "margin": _margin(days_late(legal)),
    }
    return Sentence(_CLOSED[legal.status].text, said)


_CLOSED = {
    "met": sentence("It was met by entry {seq}: {what}, {day}{margin}."),
    "met_late": sentence("It was met late, by entry {seq}: {what}, {day}{margin}."),
    "lapsed": sentence(
        "It expired; entry {seq} records what follows from that: {what}, {day}."
    ),
    "dropped": sentence(
        "It was dropped with entry {seq}, which brings the item to its end: {what},"
        " {day}."
    ),
}


def _margin(late: int | None) -> Text:
    if late is None:
        return ""
    if late == 0:
        return sentence(" – on the last day")
    if late > 0:
        return sentence(" – days late: {number}", number=late)
    return sentence(" – days early: {number}", number=-late)
