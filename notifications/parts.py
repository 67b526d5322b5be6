"""What the facts of releases are made of: item, passages, effect, earlier releases.

Plain data and no methods. What is None or empty is not known, or is not said.
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
    sentences about the matter that may be stated in this release. `bill`: a parliament
    of the path votes on it.
    """

    reference: str
    title: str
    lead: str
    document: Document
    proposal: Proposal = "vorlage"
    proposers: tuple[Submitter, ...] = ()
    background: tuple[str, ...] = ()
    english: str | None = None
    bill: bool = False


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
    begins a sentence, with its last day `replaced_until`; `replaces_several`: a plural;
    `replaced`: that day is over.
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
    replaced: bool = False
