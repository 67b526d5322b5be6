"""What a release states: typed, frozen facts of each kind. Plain data and no methods.

They are filled from the record (`gathering`), and are all that wording templates see:
texts, days, whole numbers, truth values, None, tuples, and classes of these. Every text
is one line. What is None or empty is not known, or is not said of this step.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from notifications.bodies import Body
from notifications.grammar import Document, Kind
from notifications.phrases import Phrase

Proposal = Literal["vorlage", "antrag", "vorschlag"]
ISSUER = "Das Presse- und Informationsamt des Landes Berlin"  # begins a sentence


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who submitted the item: office in the genitive, and person.

    `short` is the compound after "von", without article and commas ("Finanzsenator");
    where it is given, the short form is meant. `english`: the office in English.
    """

    gen: str
    person: str
    short: str | None = None
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The item as its releases speak of it; `lead` is the lead department.

    `english`: its title in English, only if somebody has given it. `background` are
    sentences about the matter that may be stated in this release.
    """

    reference: str
    title: str
    lead: str
    document: Document
    proposal: Proposal = "vorlage"
    proposers: tuple[Submitter, ...] = ()
    background: tuple[str, ...] = ()
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that was published: what it announced (`seq`), its day and address."""

    kind: Kind
    seq: int | None
    day: date
    headline: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What a body did. `day` only if known exactly; `today`: the release's own day.

    `weekday` is computed from the day ("Dienstag"). `outcome` and `english` are the
    labels of the recorded outcome; `release` is the published release of the passage.
    `in_writing`: it acted by circulation, and so in no sitting.
    """

    kind: str
    body: Body
    day: date | None
    weekday: str | None
    today: bool
    phrase: Phrase
    outcome: str
    english: str
    wording: str | None = None
    release: Earlier | None = None
    in_writing: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """From when on, and until when, the document holds: first and last days.

    `in_force`: its first day; `entered`: it has come; `expected`: it is only planned.
    `after_publication`: it enters into force so many days after its publication (0 on
    the day itself), where no day is known. `until`: its last day; `extended_until`: the
    last day of what it prolongs. `replaces`: what goes out of force for it, as it
    begins a sentence, with its last day `replaced_until`; `replaces_several`: a plural.
    """

    in_force: date | None = None
    entered: bool = False
    expected: bool = False
    after_publication: int | None = None
    until: date | None = None
    extended_until: date | None = None
    replaces: str | None = None
    replaces_several: bool = False
    replaced_until: date | None = None


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

    `term` is its length in words ("vier Jahre").
    """

    appointees: tuple[Appointee, ...]
    begins: date | None
    ends: date | None
    term: str | None


@dataclass(frozen=True, slots=True)
class ToParliament(Facts):
    """The bill (or item) handed to parliament.

    `body` handed it over on `day` (only if known exactly); `paper` is the number of the
    printed paper (Drucksache). `before` and `decision` look back; `decision` is not in
    `before`.
    """

    body: Body
    parliament: Body
    day: date | None
    weekday: str | None
    today: bool
    paper: str | None
    decision: Passage | None
    before: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Publication(Facts):
    """The publication as recorded; `day` only where it is known exactly.

    `participle` is how the path calls it: "veröffentlicht", "verkündet", "bekannt
    gemacht". `medium` is None where the path does not ask for it. `decision` is what
    was published, or None. `law`: parliament made a law of the bill, and `adopted` is
    its vote; the document is then named as the law it has become.
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


@dataclass(frozen=True, slots=True)
class Notice:
    """A note of the press office, written by hand. `issuer` begins a sentence.

    `item` is the item it is about, if any.
    """

    item: Item | None
    release_day: date
    head: str
    head_seq: int | None
    issuer: str
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


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The withdrawal of a published release. `release_day` is its own day."""

    item: Item | None
    release_day: date
    head: str
    head_seq: int | None
    release: Earlier
    reason: str


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
