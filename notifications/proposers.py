"""Who submitted an item: named by the key of an office, or with its forms typed out.

An office that is named by its key is looked up in the directory as it stood on the day
of the step: person and forms come from there, never from a rule.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import field_validator, model_validator

from definitions.sentences import Sentence, sentence
from definitions.values import Kebab
from notifications.checkedtext import Form, Plain, Unfit
from workflow.portfolios import Office

Proposal = Literal["vorlage", "antrag", "vorschlag"]


class Proposer(Plain):
    """Who submitted the item: the office in its forms, and the person who held it.

    Either `office` alone, the key of an office of the directory, or `person` and `gen`
    (and further forms). `short`: the form after "von" without article and commas ("von
    Finanzsenator Dr. X"); `compound` is its word for the office, `en` the office in
    English.
    """

    office: Kebab | None = None
    person: Form | None = None
    gen: Form | None = None
    nom: Form | None = None
    dat: Form | None = None
    akk: Form | None = None
    compound: Form | None = None
    en: Form | None = None
    short: bool = False

    @field_validator("gen")
    @classmethod
    def _genitive(cls, value: str | None) -> str | None:
        if value is None:
            return value
        article, _, rest = value.partition(" ")
        if article not in {"des", "der"}:
            raise Unfit(sentence("begin the genitive of an office with “des” or “der”"))
        noun = re.match(r"(?:[A-ZÄÖÜ]\S* ?)*", rest)
        if article == "des" and noun and noun[0] and noun[0].rstrip()[-1] not in "sn":
            raise Unfit(
                sentence("a genitive with “des” has an ending (des Bürgermeisters)")
            )
        return value

    @model_validator(mode="after")
    def _either_way(self) -> "Proposer":
        typed = (self.person, self.gen, self.nom, self.dat, self.akk)
        more = (*typed, self.compound, self.en)
        if self.office is not None and any(each is not None for each in more):
            raise Unfit(
                sentence(
                    "the office {key} brings its person and forms: leave the others"
                    " away, or leave the key away",
                    key=self.office,
                )
            )
        if self.office is None and (self.person is None or self.gen is None):
            raise Unfit(
                sentence(
                    "name the office (office: senator-finanzen), or its person and gen"
                )
            )
        if self.office is None and self.short and self.compound is None:
            raise Unfit(
                sentence("the short form needs its word: compound: Finanzsenator")
            )
        return self


@dataclass(frozen=True, slots=True)
class Named:
    """A proposer with the person and the forms of the office; `gen` with its article.

    `short` is set where the release says "von {short} {person}".
    """

    person: str
    gen: str
    nom: str | None
    dat: str | None
    akk: str | None
    short: str | None
    en: str | None
    office: str | None


def resolved(
    proposers: Iterable[Proposer], offices: Mapping[str, Office], day: date | None
) -> tuple[tuple[Named, ...], tuple[Sentence, ...]]:
    """The proposers with person and forms, and what the directory does not tell.

    `offices` are those of `day`, the day of the step; None where it is not known
    exactly: then those that stood the same on every day it can have been
    (`workflow.offices.offices_throughout`). Whoever is not found is left out and named.
    """
    found: list[Named] = []
    gaps: list[Sentence] = []
    for each in proposers:
        held = offices.get(each.office or "")
        if each.office is None:
            found.append(_typed(each))
        elif held is None:
            gaps.append(_nobody(each.office, day))
        elif each.short and held.short is None:
            gaps.append(_no_short_form(held))
        else:
            found.append(_holder(held, short=each.short))
    return tuple(found), tuple(gaps)


def _typed(each: Proposer) -> Named:
    return Named(
        person=each.person or "",
        gen=each.gen or "",
        nom=each.nom,
        dat=each.dat,
        akk=each.akk,
        short=each.compound if each.short else None,
        en=each.en,
        office=None,
    )


def _holder(held: Office, *, short: bool) -> Named:
    return Named(
        person=held.person,
        gen=held.gen,
        nom=held.nom,
        dat=held.dat,
        akk=held.akk,
        short=held.short if short else None,
        en=held.en,
        office=held.key,
    )


def _nobody(key: str, day: date | None) -> Sentence:
    if day is None:
        return sentence(
            "The day of the step is not known exactly, so nobody can say who held the"
            " office {key} then. Write person and gen into the particulars instead of"
            " the key.",
            key=key,
        )
    return sentence(
        "The directory knows nobody who held the office {key} on {day}. Enter it:"
        " `laufzettel office set {key} --file FILE`.",
        key=key,
        day=day,
    )


def _no_short_form(held: Office) -> Sentence:
    return sentence(
        "No short form of the office {key} is stored ({person}, from {first}). Enter"
        " it with `short:` in the file of `laufzettel office set {key} --file FILE`, or"
        " leave `short: true` away.",
        key=held.key,
        person=held.person,
        first=held.first,
    )
