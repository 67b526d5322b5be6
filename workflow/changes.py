"""What can be corrected in an entry, and what the path says against it.

Pure: whether a change can be said of an entry at all, whatever the other steps are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.bounds import Day
from workflow.guards import asks_for
from workflow.history import BESIDE, EXPIRY, TERM_CHANGES, Entry, Standing
from workflow.machine import judge

_OF_OPENING = frozenset({"title", "lead", "particulars"})
_OF_STEP = frozenset({"outcome_text"})
_OF_URGENCY = frozenset({"urgency", "approved_by"})
_OF_BESIDE: Mapping[str, frozenset[str]] = {
    "consulted": frozenset(),
    "answered": frozenset({"outcome_text", "evidence"}),
    "document": frozenset({"file"}),
    "planned": frozenset({"outcome_text"}),
    "gap": frozenset(),
    "extended": frozenset(),
    "suspended": frozenset(),
    "resumed": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """The new facts of a corrected entry; None means: as it was.

    `void`: it never happened. `words` by field: title, lead, particulars (opening),
    note, outcome_text, urgency, approved_by, evidence, file, `field:<name>`.
    """

    event: str | None = None
    day: Day | None = None
    outcome: str | None = None
    void: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    sitting: int | None = None  # the entry that tells of the sitting on the new day

    def said(self) -> dict[str, Any]:
        """The changes as an entry holds them; texts are in its words."""
        found: dict[str, Any] = {
            "event": self.event,
            "outcome": self.outcome,
            "sitting": self.sitting,
        }
        if self.void:
            found["void"] = True
        if self.day is not None:
            found["on"] = self.day.day.isoformat() if self.day.day else None
            found["on_precision"] = self.day.precision
        return {name: value for name, value in found.items() if value is not None}


def misfit(
    path: Definition,
    target: Entry,
    root: Entry,
    standing: Mapping[int, Standing],
    changes: Changes,
) -> Sentence | None:
    """Why these changes cannot be said of `target`, or None.

    `root` is the entry behind it, if it is a correction itself.
    """
    stand = standing[target.item_seq]
    if reason := _of_the_clock(root, changes) or _struck(target, stand, changes):
        return reason
    if root.kind in BESIDE:
        return _beside_misfit(root, changes)
    if root.kind == "opened":
        if changes.event or changes.outcome or (changes.void and target is root):
            return sentence("it opens the item; `laufzettel withdraw` ends an item")
        return _foreign(root.event, _OF_OPENING, changes)
    event = changes.event or stand.facts.event
    event = event or standing[root.item_seq].facts.event or root.event
    if reason := _unknown(path, event, changes.outcome):
        return reason
    if path.events[event].supplement != path.events[root.event].supplement:
        return sentence(
            "a supplement bears a number of its own, given when it is recorded; strike"
            " the entry with `--void` and record the right event"
        )
    fields = (wording.FIELD + name for name in path.events[event].fields)
    own = _OF_STEP | (_OF_URGENCY if asks_for(path, event, "urgency") else set())
    return _foreign(event, {*own, *fields}, changes)


def _struck(target: Entry, stand: Standing, changes: Changes) -> Sentence | None:
    """What has been struck is not corrected, and what strikes is struck itself."""
    if stand.undone:
        return sentence("a later correction has struck it; correct that one")
    if stand.facts.void and not changes.void:
        return sentence(
            "it strikes entry {seq}; only `--void` can undo that", seq=target.corrects
        )
    return None


def _of_the_clock(root: Entry, changes: Changes) -> Sentence | None:
    """What the end of a term brought about can be struck, and nothing else."""
    more = (changes.event, changes.day, changes.outcome)
    struck = changes.void and not any(each is not None for each in more)
    if root.actor != EXPIRY or struck:
        return None
    return sentence(
        "the end of a term brought it about: it can be struck (`--void`), and what"
        " happened instead is recorded as what it was"
    )


def _beside_misfit(root: Entry, changes: Changes) -> Sentence | None:
    """What stands beside the steps has texts of its own, and no event."""
    own = _OF_BESIDE[root.kind]
    if changes.event is not None:
        return sentence("it is no step: it has no event that could be another one")
    if changes.outcome is not None and root.kind != "answered":
        return sentence("it has no outcome")
    if changes.day is not None and root.kind == "gap":
        return sentence("a gap in the sources has no day")
    if root.kind in TERM_CHANGES and not changes.void and not changes.words:
        return sentence("what was done to a term is struck with `--void` and done anew")
    return _foreign(root.event, own, changes)


def _unknown(path: Definition, event: str, outcome: str | None) -> Sentence | None:
    """What the path says against event and outcome, wherever the item stands."""
    known = event in path.events
    state = next(iter(path.moves_of(event))) if known else path.initial_state
    return judge(path, state, event, outcome).reason


def _foreign(event: str, own: Collection[str], changes: Changes) -> Sentence | None:
    """Texts that an entry of this kind does not have."""
    names = tuple(name for name in changes.words if name not in {"note", *own})
    if not names:
        return None
    fields = tuple(name.removeprefix(wording.FIELD) for name in names)
    if _OF_OPENING.issuperset(names):
        return sentence("{words} belong to the opening of the item", words=fields)
    return sentence("{event} records no field {unknown}", event=event, unknown=fields)
