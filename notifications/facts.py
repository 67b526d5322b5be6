"""What a release states: typed, frozen facts of each kind. Plain data and no methods.

They are filled from the record (`gathering`), and are all that wording templates see:
texts, days, whole numbers, truth values, None, tuples, and classes of these. Every text
is one line. What is None or empty is not known, or is not said of this step.
"""

from dataclasses import dataclass
from datetime import date

from notifications.bodies import Body
from notifications.grammar import Kind
from notifications.parts import (
    ISSUER,
    Earlier,
    Effect,
    Item,
    Passage,
    Proposal,
    Submitter,
)

__all__ = [
    "FACTS_OF",
    "ISSUER",
    "Appointee",
    "Appointment",
    "Correction",
    "CouncilPosition",
    "CouncilTo",
    "Earlier",
    "Effect",
    "Facts",
    "FirstApproval",
    "FormalDecision",
    "Item",
    "Notice",
    "Passage",
    "Proposal",
    "Publication",
    "Replacement",
    "ReportNoted",
    "Stated",
    "Submitter",
    "ToParliament",
    "Vote",
    "Withdrawal",
]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the releases of an item state.

    `head` is the hash of the record's last entry, `head_seq` its number. `basis` is the
    law that the decision rests on; `procedure` the sources of the step in the path, as
    they were in force on its day. `earlier`: the releases published before, oldest
    first.
    """

    item: Item
    release_day: date
    head: str
    head_seq: int | None
    basis: tuple[str, ...]
    procedure: tuple[str, ...]
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Vote(Facts):
    """What a body did, what was done before, and which body acts next.

    `before`: the passages looked back on, in the order of the record. The bodies to act
    (`decides_later`, `heard_later` before it, `parliament_later` after it) are None
    where they have acted, where the path does not make it certain, or where it is not
    known.
    """

    passage: Passage
    before: tuple[Passage, ...]
    decides_later: Body | None
    heard_later: Body | None
    parliament_later: Body | None


@dataclass(frozen=True, slots=True)
class FirstApproval(Vote):
    """The first passage, whatever verb the body used."""


@dataclass(frozen=True, slots=True)
class CouncilTo(Vote):
    """The first passage, told as what brings the item before `council`."""

    council: Body


@dataclass(frozen=True, slots=True)
class CouncilPosition(Vote):
    """The position of the body that is heard."""


@dataclass(frozen=True, slots=True)
class FormalDecision(Vote):
    """The decision. `effect`: from when on it holds."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class ReportNoted(Vote):
    """A report of which the body took note; nothing was decided."""


@dataclass(frozen=True, slots=True)
class Appointee:
    """Who was appointed, and as what ("Vorsitzende"), if that was given."""

    person: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Appointment(Vote):
    """A decision about persons. `begins`, `ends`: first and last day of their term.

    `verb` is what is decided of them ("berufen", "abberufen"), `verb_start` the same as
    it begins a sentence. `term` is the length in words ("vier Jahre"); `begun`: the
    first day is past, `over`: the last one too.
    """

    appointees: tuple[Appointee, ...]
    verb: str
    verb_start: str
    begins: date | None
    ends: date | None
    term: str | None
    begun: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class ToParliament(Facts):
    """The bill (or item) handed to parliament.

    `body` handed it over on `day` (only if known exactly); `paper` is the number of the
    printed paper (Drucksache). `before` and `decision` look back; `decision` is not in
    `before`. `issuer`: as of a publication.
    """

    body: Body
    parliament: Body
    day: date | None
    weekday: str | None
    today: bool
    paper: str | None
    decision: Passage | None
    before: tuple[Passage, ...]
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Publication(Facts):
    """The publication as recorded; `day` only where it is known exactly.

    `participle` is how the path calls it: "veröffentlicht", "verkündet", "bekannt
    gemacht". `medium` is None where the path does not ask for it. `decision` is what
    was published, or None. `law`: parliament made a law of the bill, and `adopted` is
    its vote; the document is then named as the law it has become. `issuer` is the
    press office of the path, as it begins a sentence; where none is known, the release
    comes from the `house`, the body that decides on the path.
    """

    day: date | None
    weekday: str | None
    participle: str
    medium: str | None
    citation: str | None
    decision: Passage | None
    law: bool
    adopted: Passage | None
    effect: Effect
    issuer: str | None = None
    house: Body | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A note of the press office, written by hand. `issuer` begins a sentence.

    `item` is the item it is about, if any. `issuer` None: not known whose it is.
    """

    item: Item | None
    release_day: date
    head: str
    head_seq: int | None
    issuer: str | None
    headline: str
    paragraphs: tuple[str, ...]
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a correction puts in the place of what; `said` None: it was missing."""

    said: str | None
    instead: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction of a published release. `release_day` is its own day."""

    item: Item | None
    release_day: date
    head: str
    head_seq: int | None
    release: Earlier
    replacements: tuple[Replacement, ...]
    reason: str | None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The withdrawal of a published release. `release_day` is its own day."""

    item: Item | None
    release_day: date
    head: str
    head_seq: int | None
    release: Earlier
    reason: str
    issuer: str | None = None


Stated = Facts | Notice | Correction | Withdrawal
FACTS_OF: dict[Kind, type[Stated]] = {
    "first_approval": FirstApproval,
    "council_to": CouncilTo,
    "council_position": CouncilPosition,
    "formal_decision": FormalDecision,
    "to_parliament": ToParliament,
    "publication": Publication,
    "report_noted": ReportNoted,
    "appointment": Appointment,
    "notice": Notice,
    "correction": Correction,
    "withdrawal": Withdrawal,
}
