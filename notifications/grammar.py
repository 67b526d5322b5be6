"""Stored German: kinds of releases, articles, and the words that agree with a noun.

Nothing is inflected by rule. Sources of the forms: releases of the Berlin Senate
2003-2021.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Gender = Literal["masculine", "feminine", "neuter"]
Number = Literal["singular", "plural"]
Case = Literal["nom", "akk", "dat", "gen"]
StepKind = Literal[
    "first_approval",
    "council_to",
    "council_position",
    "formal_decision",
    "to_parliament",
    "publication",
    "report_noted",
    "appointment",
]
Kind = Literal[
    "first_approval",
    "council_to",
    "council_position",
    "formal_decision",
    "to_parliament",
    "publication",
    "report_noted",
    "appointment",
    "notice",
    "correction",
    "withdrawal",
]
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)  # a path declares these
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The words that agree with a document in gender and number.

    `ending` is that of a participle before the noun, after a definite article in the
    accusative ("das vorgelegte Konzept", "den vorgelegten Bericht").
    """

    demonstrative: str
    nom_pronoun: str
    akk_pronoun: str
    dat_pronoun: str
    ending: str
    becomes: str = "wird"
    enters: str = "tritt"
    has: str = "ist"


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the forms a release needs; `_bare`: no article, for headlines.

    `start` begins a sentence; `upon` is the dative after "zu" with its article ("zum
    Bericht", "zur Verordnung", "zu den Leitlinien").
    """

    start: str
    nom: str
    akk: str
    dat: str
    gen: str
    akk_bare: str
    dat_bare: str | None
    upon: str
    agreement: Agreement


_FEMININE = Agreement("Diese", "sie", "sie", "ihr", "e")
_PLURAL = Agreement("Diese", "sie", "sie", "ihnen", "en", "werden", "treten", "sind")
AGREEMENTS: Mapping[Gender, Agreement] = MappingProxyType(
    {
        "masculine": Agreement("Dieser", "er", "ihn", "ihm", "en"),
        "feminine": _FEMININE,
        "neuter": Agreement("Dieses", "es", "es", "ihm", "e"),
    }
)


def _row(nom: str, akk: str, dat: str, gen: str) -> Mapping[Case, str]:
    return MappingProxyType({"nom": nom, "akk": akk, "dat": dat, "gen": gen})


_ARTICLES: Mapping[str, Mapping[Case, str]] = MappingProxyType(
    {
        "masculine": _row("der", "den", "dem", "des"),
        "feminine": _row("die", "die", "der", "der"),
        "neuter": _row("das", "das", "dem", "des"),
        "plural": _row("die", "die", "den", "der"),
    }
)
ARTICLES = frozenset(word for row in _ARTICLES.values() for word in row.values())
_UPON: Mapping[str, str] = {
    "dem": "zum",
    "der": "zur",
}  # "zu den" is not drawn together
_OPEN_ENDS = ARTICLES.union(
    ("ein", "eine", "einen", "einem", "einer", "eines", "ab", "an", "auf", "aus"),
    ("bei", "bis", "durch", "für", "gegen", "im", "in", "mit", "nach", "ohne", "seit"),
    ("über", "um", "und", "oder", "unter", "vom", "von", "vor", "zu", "zum", "zur"),
    ("zwischen",),
)


def agreement(gender: Gender, number: Number) -> Agreement:
    """The words that agree with a noun; the plural knows no gender."""
    return _PLURAL if number == "plural" else AGREEMENTS[gender]


def articles(gender: Gender, number: Number) -> Mapping[Case, str]:
    """The definite articles of a noun; the plural knows no gender."""
    return _ARTICLES["plural" if number == "plural" else gender]


def upon(dat: str) -> str:
    """The dative with its article after "zu": "zum Bericht", "zu den Leitlinien"."""
    article, _, rest = dat.partition(" ")
    return f"{_UPON[article]} {rest}" if article in _UPON else f"zu {dat}"


def untitled(quoted_title: str) -> Document:
    """An item of which no forms were stored: "die Vorlage", and its title quoted."""
    name = f"Vorlage {quoted_title}"
    die, der = f"die {name}", f"der {name}"
    start, zur = f"Die {name}", f"zur {name}"
    return Document(start, die, die, der, der, name, name, zur, _FEMININE)


_LAW = re.compile(r"[\w-]*gesetz", re.IGNORECASE)
_LAWS = re.compile(r"[\w-]*gesetze", re.IGNORECASE)
# What can stand between the article and the noun: "das Berliner …", "das neue …", "die
# neuen …", and without article "neues …"; "2. …", "II. …"; "Klimaschutz- und …".
_BEFORE_LAW = re.compile(r"\w+(?:er|e|es)|[\w.]+\.|[\w-]*\w[-–]|und|oder|sowie|/")
_BEFORE_LAWS = re.compile(r"\w+(?:er|en|e)|[\w.]+\.|[\w-]*\w[-–]|und|oder|sowie|/")
_AROUND = '„“”‚‘’»«",;()'
_ACT = re.compile(r"(?:acts?|laws?|statutes?)", re.IGNORECASE)
_AFTER_A_NOUN = re.compile(
    r"(?:\w+ing|of|on|for|to|in|at|by|with|under|from|about|and its|concerning)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"Berlin|[\d/–-]+")
_ASIDE = re.compile(r" ?\([^)]*\)")


def called_a_law(nom: str) -> str | None:
    """The word that calls a document a law ("das Solargesetz Berlin"), or None.

    Only the head of the title counts: neither "der Entwurf des Solargesetzes" nor "das
    Konzept zum Solargesetz" nor "die Vorlage „Solargesetz“" calls the document one.
    """
    article, _, rest = nom.partition(" ")
    if article == "das":
        return _head(rest, _LAW, _BEFORE_LAW)
    return _head(rest, _LAWS, _BEFORE_LAWS) if article == "die" else None


def headed_as_law(bare: str) -> str | None:
    """The same of a form without article, as it stands in headlines."""
    return called_a_law(f"das {bare}") or called_a_law(f"die {bare}")


def _head(words: str, law: re.Pattern[str], before: re.Pattern[str]) -> str | None:
    for each in words.split(" "):
        word = each.strip(_AROUND)
        if law.fullmatch(word):
            return word
        if not before.fullmatch(word) or word == "Vorlage":
            return None
    return None


def english_law(title: str) -> str | None:
    """The word that calls a document a law in an English title, or None.

    The noun stands before the first preposition: neither "Report on the Solar Act" nor
    "Bill for a Solar Act" calls the document one, "Solar Act Berlin" does.
    """
    head: list[str] = []
    for each in _ASIDE.sub("", title).split(" "):
        word = each.strip(_AROUND)
        if head and _AFTER_A_NOUN.fullmatch(word):
            break
        head.append(word)
    while len(head) > 1 and _PLACE.fullmatch(head[-1]):
        head.pop()
    drafted = {each.casefold() for each in head} & {"draft", "bill", "bills"}
    return head[-1] if not drafted and _ACT.fullmatch(head[-1]) else None


def broken_off(title: str) -> str | None:
    """The word or hyphen with which a title breaks off, or None if it is whole.

    Real headlines have been stored cut ("… Rechtsverordnung zum").
    """
    last = title.rstrip('“”‘" ').rpartition(" ")[2]
    if last.endswith(("-", "–")):
        return last[-1]
    return last if last in _OPEN_ENDS else None
