"""Stored German: the forms that releases are made of. Nothing is inflected by rule.

Sources of the forms: releases of the Berlin Senate 2003-2021. "Rats der Bürgermeister"
(not "Rates") is the form of the Council's own rules of procedure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, get_args

Gender = Literal["masculine", "feminine", "neuter"]
Number = Literal["singular", "plural"]
Case = Literal["nom", "akk", "dat", "gen"]
Kind = Literal["first_approval", "council_position", "formal_decision", "publication"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The words that agree with a document in gender and number."""

    articles: Mapping[Case, str]
    demonstrative: str
    akk_pronoun: str
    dat_pronoun: str
    becomes: str = "wird"


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the forms a release needs; `_bare`: no article, for headlines."""

    nom: str
    akk: str
    dat: str
    gen: str
    akk_bare: str
    dat_bare: str | None
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Body:
    """A body (Gremium) in its forms; every body known here is masculine singular."""

    name: str
    start: str
    nom: str
    dat: str
    gen: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """How an outcome is said: the verb, and the case in which the document stands.

    `verb` and `particle` make the headline ("stimmt … zu"), `participle` the sentence,
    after `manner` ("mit Anmerkungen"). `plain_verb` governs the accusative, and is for
    headlines where no bare dative is stored. `result` is the label of an outcome for
    which there is no phrase.
    """

    case: Literal["akk", "dat"]
    verb: str
    participle: str
    particle: str = ""
    plain_verb: str = ""
    manner: str = ""
    preposition: str = ""
    consent: bool = False
    result: str | None = None


def _articles(nom: str, akk: str, dat: str, gen: str) -> Mapping[Case, str]:
    return MappingProxyType({"nom": nom, "akk": akk, "dat": dat, "gen": gen})


_FEMININE = Agreement(_articles("die", "die", "der", "der"), "Diese", "sie", "ihr")
_PLURAL = Agreement(
    _articles("die", "die", "den", "der"), "Diese", "sie", "ihnen", "werden"
)
AGREEMENTS: Mapping[Gender, Agreement] = MappingProxyType(
    {
        "masculine": Agreement(
            _articles("der", "den", "dem", "des"), "Dieser", "ihn", "ihm"
        ),
        "feminine": _FEMININE,
        "neuter": Agreement(
            _articles("das", "das", "dem", "des"), "Dieses", "es", "ihm"
        ),
    }
)

ARTICLES = frozenset(
    article for row in AGREEMENTS.values() for article in row.articles.values()
)
_OPEN_ENDS = ARTICLES.union(
    (
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
    ),
    ("bis", "durch", "für", "gegen", "im", "in", "mit", "nach", "ohne", "seit", "über"),
    ("um", "und", "oder", "unter", "vom", "von", "vor", "zu", "zum", "zur", "zwischen"),
)

_SENATE = Body("Senat", "Der Senat", "der Senat", "dem Senat", "des Senats")
_COUNCIL = Body(
    "Rat der Bürgermeister",
    "Der Rat der Bürgermeister",
    "der Rat der Bürgermeister",
    "dem Rat der Bürgermeister",
    "des Rats der Bürgermeister",
)
BODIES: Mapping[str, Body] = MappingProxyType(
    {
        "Senat von Berlin": _SENATE,
        "Senat": _SENATE,
        "Rat der Bürgermeister": _COUNCIL,
    }
)

PHRASES: tuple[Phrase, ...] = (
    Phrase("dat", "stimmt", "zugestimmt", "zu", "billigt", consent=True),
    Phrase("akk", "nimmt", "zur Kenntnis genommen", "zur Kenntnis"),
    Phrase("akk", "beschließt", "beschlossen"),
    Phrase("akk", "lehnt", "abgelehnt", "ab"),
    Phrase("akk", "vertagt", "vertagt"),
)
_MANNER = re.compile(r"(?:(?:mit|unter) (?!.*\b(?:nicht|kein)).+)?")


def agreement(gender: Gender, number: Number) -> Agreement:
    """The words that agree with a noun; the plural knows no gender."""
    return _PLURAL if number == "plural" else AGREEMENTS[gender]


def phrase(outcome: str) -> Phrase:
    """How an outcome is said, from its German label ("mit Anmerkungen zugestimmt").

    A label that is no stored participle, alone or after "mit …" or "unter …", is not
    taken apart: the body has then "beraten", and the label stands for itself.
    """
    for known in PHRASES:
        manner, found, rest = outcome.partition(known.participle)
        if found and not rest and _MANNER.fullmatch(manner.rstrip()):
            return replace(known, manner=manner.rstrip())
    return Phrase("akk", "berät", "beraten", preposition="über ", result=outcome)


def untitled(quoted_title: str) -> Document:
    """An item of which no forms were stored: "die Vorlage", and its title quoted."""
    name = f"Vorlage {quoted_title}"
    die, der = f"die {name}", f"der {name}"
    return Document(die, die, der, der, name, name, _FEMININE)


def broken_off(title: str) -> str | None:
    """The word or hyphen with which a title breaks off, or None if it is whole.

    Real headlines have been stored cut ("… Rechtsverordnung zum").
    """
    last = title.rstrip('“”‘" ').rpartition(" ")[2]
    if last.endswith(("-", "–")):
        return last[-1]
    return last if last in _OPEN_ENDS else None
