"""What stands beside the steps of an item: consultations, documents, plans, gaps.

Each in a line for people, and as data for JSON.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.answers import day_said, label
from commands.printing import Text
from definitions.sentences import sentence

if TYPE_CHECKING:
    from workflow.course import Beside
    from workflow.docket import Slip
    from workflow.guards import Consulted


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation of an item with its last answer; overdue once its term is over."""

    slip: "Slip"
    consulted: "Consulted"
    answer: "Beside | None"
    overdue: bool

    @property
    def name(self) -> str:
        """Consultation and body in the language in use."""
        path, found = self.slip.definition, self.consulted
        return (
            f"{label(path.consultations[found.name])}: {label(path.bodies[found.body])}"
        )

    @property
    def standing(self) -> Text:
        """Whether it is open, since when it is closed, and with which outcome."""
        found = self.consulted
        said: Text = sentence("open")
        if found.outcome is not None:
            said = sentence(
                "{outcome} ({day})",
                outcome=self.slip.definition.outcomes[found.outcome],
                day=day_said(found.answered),
            )
        if found.closed:
            return said
        if found.outcome is not None:
            said = sentence("still open: {last}", last=said)
        if found.due is None:
            return said
        if self.overdue:
            return sentence(
                "{standing}, overdue since {due}", standing=said, due=found.due
            )
        return sentence("{standing}, due {due}", standing=said, due=found.due)

    def data(self) -> dict[str, Any]:
        """The consultation as JSON says it."""
        found, words = self.consulted, self.answer.words if self.answer else {}
        return {
            "name": found.name,
            "label": label(self.slip.definition.consultations[found.name]),
            "body": found.body,
            "body_label": label(self.slip.definition.bodies[found.body]),
            "opened": found.opened.day,
            "opened_precision": found.opened.precision,
            "due": found.due,
            "overdue": self.overdue,
            "status": "closed" if found.closed else "open",
            "outcome": found.outcome,
            "outcome_text": words.get("outcome_text"),
            "on": found.answered.day if self.answer else None,
            "on_precision": found.answered.precision if self.answer else None,
            "evidence": words.get("evidence"),
            "seq": found.seq,
            "answer_seq": self.answer.entry.item_seq if self.answer else None,
        }


def consultations(slip: "Slip", today: date) -> list[Asked]:
    """The consultations of an item in the order in which they were opened."""
    answers = {
        each.entry.content["facts"]["asked"]: each
        for each in slip.walk.beside
        if each.entry.kind == "answered"
    }
    return [
        Asked(slip, each, answers.get(seq), _overdue(each, today))
        for seq, each in slip.walk.consulted.items()
    ]


def beside_lines(slip: "Slip", today: date) -> Iterator[Text]:
    """Everything beside the steps; nothing where there is nothing."""
    asked = [
        sentence("  {name}: {standing}", name=each.name, standing=each.standing)
        for each in consultations(slip, today)
    ]
    yield from _under(sentence("Consultations:"), asked)
    yield from _under(sentence("Documents:"), list(_document_lines(slip)))
    yield from _under(sentence("Supplements:"), list(_supplement_lines(slip)))
    yield from _under(sentence("Planned:"), list(_plan_lines(slip)))
    yield from _under(sentence("Gaps in the sources:"), list(_gap_lines(slip)))


def _document_lines(slip: "Slip") -> Iterator[Text]:
    for each, facts in _of_kind(slip, "document"):
        yield sentence(
            "  {document}: {file} ({day}, SHA-256 {sha256}…)",
            document=slip.definition.documents[facts["document"]],
            file=each.words.get("file", "–"),
            day=day_said(each.day),
            sha256=facts["sha256"][:12],
        )


def _supplement_lines(slip: "Slip") -> Iterator[Text]:
    for each in _supplements(slip):
        yield sentence(
            "  {number}: {event} ({day})",
            number=each["number"],
            event=slip.definition.events[each["event"]],
            day=each["day"],
        )


def _plan_lines(slip: "Slip") -> Iterator[Text]:
    for each in slip.walk.plans:
        event = slip.definition.events[each.entry.event]
        yield sentence("  {day} {event}", day=day_said(each.day), event=event)


def _gap_lines(slip: "Slip") -> Iterator[Text]:
    states = slip.definition.states
    for each, _ in _of_kind(slip, "gap"):
        yield sentence(
            "  {before} → {after}{note}",
            before=states[each.entry.from_state or ""],
            after=states[each.entry.to_state or ""],
            note=_note(each),
        )


def beside_data(slip: "Slip", today: date) -> dict[str, Any]:
    """Everything beside the steps as JSON says it."""
    return {
        "consultations": [each.data() for each in consultations(slip, today)],
        "documents": documents(slip),
        "planned": [
            {
                "event": each.entry.event,
                "on": each.day.day,
                "on_precision": each.day.precision,
                "seq": each.entry.item_seq,
            }
            for each in slip.walk.plans
        ],
        "gaps": [
            {
                "from": each.entry.from_state,
                "to": each.entry.to_state,
                "note": each.words.get("note"),
                "seq": each.entry.item_seq,
            }
            for each, _ in _of_kind(slip, "gap")
        ],
        "supplements": [
            {name: each[name] for name in ("number", "event", "on", "seq")}
            for each in _supplements(slip)
        ],
    }


def documents(slip: "Slip") -> list[dict[str, Any]]:
    """The documents of an item as JSON says them."""
    return [
        {
            "document": facts["document"],
            "label": label(slip.definition.documents[facts["document"]]),
            "file": each.words.get("file"),
            "sha256": facts["sha256"],
            "size": facts["size"],
            "on": each.day.day,
            "on_precision": each.day.precision,
            "seq": each.entry.item_seq,
        }
        for each, facts in _of_kind(slip, "document")
    ]


def _overdue(found: "Consulted", today: date) -> bool:
    return not found.closed and found.due is not None and found.due < today


def _of_kind(slip: "Slip", kind: str) -> list[tuple["Beside", dict[str, Any]]]:
    return [
        (each, each.entry.content.get("facts", {}))
        for each in slip.walk.beside
        if each.entry.kind == kind
    ]


def _supplements(slip: "Slip") -> Iterator[dict[str, Any]]:
    for step in slip.steps:
        number = step.entry.content.get("facts", {}).get("number")
        if number is not None:
            yield {
                "number": number,
                "event": step.event,
                "on": step.day.day,
                "day": day_said(step.day),
                "seq": step.entry.item_seq,
            }


def _note(each: "Beside") -> Text:
    note = each.words.get("note")
    return sentence(": {note}", note=note) if note else ""


def _under(heading: Text, lines: Sequence[Text]) -> Iterator[Text]:
    if lines:
        yield ""
        yield heading
        yield from lines
