"""The particulars of an item: the stored forms and facts that its releases use.

A clerk gives them once, at the opening; they are kept with the opening entry. Forms are
checked where a check cannot be wrong (articles, commas, titles that break off), never
made by rule.
"""

import json
from collections.abc import Mapping
from datetime import date

from pydantic import (
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from definitions.canonical import canonical
from definitions.sentences import sentence
from definitions.values import Day, Kebab
from notifications.annexes import AppointmentGiven, EffectGiven, English
from notifications.checkedtext import Form, Line, Paragraph, Plain, Unfit, faults
from notifications.grammar import (
    ARTICLES,
    Case,
    Document,
    Gender,
    Kind,
    Number,
    articles,
    upon,
)
from notifications.grammar import agreement as agreement_of
from notifications.proposers import Proposal, Proposer
from workflow.errors import Refused

_FORMS: Mapping[str, Case] = {"nom": "nom", "akk": "akk", "dat": "dat", "gen": "gen"}


class DocumentForms(Plain):
    """The document: gender, number and its title in every form a release needs.

    `akk_bare` and `dat_bare` are without article, with the strong ending of a headline
    ("Strategischen Rahmen", "Strategischem Rahmen").
    """

    gender: Gender
    number: Number = "singular"
    nom: Form
    akk: Form
    dat: Form
    gen: Form
    akk_bare: Form
    dat_bare: Form | None = None

    @field_validator("nom", "akk", "dat", "gen")
    @classmethod
    def _article(cls, value: str, info: ValidationInfo) -> str:
        gender, number = info.data.get("gender"), info.data.get("number")
        if gender is None or number is None:  # found wrong already
            return value
        article = articles(gender, number)[_FORMS[str(info.field_name)]]
        if not value.startswith(f"{article} "):
            raise Unfit(
                sentence(
                    "begin this form with “{article}” (as gender and number say)",
                    article=article,
                )
            )
        return value

    @field_validator("akk_bare", "dat_bare")
    @classmethod
    def _bare(cls, value: str | None) -> str | None:
        if value is not None and value.partition(" ")[0] in ARTICLES:
            raise Unfit(sentence("leave the article away: this form is for headlines"))
        return value

    def document(self) -> Document:
        """The forms with the words that agree with them."""
        return Document(
            start=f"{self.nom[0].upper()}{self.nom[1:]}",
            nom=self.nom,
            akk=self.akk,
            dat=self.dat,
            gen=self.gen,
            akk_bare=self.akk_bare,
            dat_bare=self.dat_bare,
            upon=upon(self.dat),
            agreement=agreement_of(self.gender, self.number),
        )


class Background(Plain):
    """A paragraph about the matter, and when it may be stated.

    `stated_from`, `stated_until`: first and last day, both included, of a release that
    may state it. `kinds`: the releases it belongs to. At least a first day or the kinds
    must be given, so that nothing is told before its time.
    """

    text: Paragraph
    source: Kebab
    stated_from: Day | None = None
    stated_until: Day | None = None
    kinds: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _has_its_time(self) -> "Background":
        if self.stated_from is None and not self.kinds:
            raise Unfit(sentence("say from which day (stated_from) or in which kinds"))
        return self

    def fits(self, kind: str, day: date) -> bool:
        """Whether a release of this kind and day may state the paragraph."""
        begun = self.stated_from is None or self.stated_from <= day
        over = self.stated_until is not None and self.stated_until < day
        return begun and not over and (not self.kinds or kind in self.kinds)


class Particulars(Plain):
    """All particulars of one item.

    `proposal` is what the proposers did: submit (Vorlage), move (Antrag) or propose
    (Vorschlag). `basis` is the law that the decision rests on; `law` are the forms of a
    bill once parliament has made a law of it.
    """

    document: DocumentForms
    proposal: Proposal = "vorlage"
    proposers: tuple[Proposer, ...] = ()
    sources: Mapping[Kebab, Line] = Field(default_factory=dict)
    background: tuple[Background, ...] = ()
    basis: tuple[Line, ...] = ()
    effect: EffectGiven | None = None
    appointment: AppointmentGiven | None = None
    law: DocumentForms | None = None
    english: English | None = None

    @model_validator(mode="after")
    def _sources_are_named(self) -> "Particulars":
        used = {each.source for each in self.background}
        if unknown := tuple(sorted(used - set(self.sources))):
            raise Unfit(
                sentence(
                    "background names sources that are not listed: {keys}", keys=unknown
                )
            )
        return self


def read(data: object) -> Particulars:
    """Particulars from plain data as a YAML file gives them.

    Raises Refused with one sentence for every fault found.
    """
    try:
        return Particulars.model_validate(data)
    except ValidationError as found:
        raise Refused(*faults(found, "particulars")) from found


def stored(particulars: Particulars) -> str:
    """The text that is kept with the opening entry: canonical JSON."""
    return canonical(particulars.model_dump(mode="json", exclude_defaults=True))


def restored(text: str) -> Particulars:
    """The particulars of a kept text. Raises Refused if it is not one."""
    try:
        return read(json.loads(text))
    except json.JSONDecodeError as error:
        raise Refused(
            sentence("The particulars kept with the opening entry cannot be read.")
        ) from error
