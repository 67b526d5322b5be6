"""Stored German: what documents are called, and the endings of words before them.

A noun stands here with its gender, number and cases, an adjective's endings by the noun
they agree with. A compound is declined as its last part is (Grundwort: Duden, Die
Grammatik, section on composition): "Familienfördergesetz" as "Gesetz".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from notifications.grammar import Case, Gender, Number


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in its cases. Nominative and accusative are the same for every one here.

    `dat` and `gen` are what a document of this kind is called after the article.
    """

    nom: str
    gen: str
    dat: str
    gender: Gender
    number: Number = "singular"


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings of an adjective: `weak` after der/die/das, `strong` without article."""

    weak: Mapping[Case, str]
    strong: Mapping[Case, str]


def _cases(nom: str, akk: str, dat: str, gen: str) -> Mapping[Case, str]:
    return MappingProxyType({"nom": nom, "akk": akk, "dat": dat, "gen": gen})


_MASCULINE = {  # nominative and genitive
    "Gesetzentwurf": "Gesetzentwurfs",
    "Entwurf": "Entwurfs",
    "Rahmen": "Rahmens",
    "Plan": "Plans",
    "Bericht": "Berichts",
    "Staatsvertrag": "Staatsvertrags",
    "Vertrag": "Vertrags",
    "Beschluss": "Beschlusses",
    "Haushalt": "Haushalts",
    "Antrag": "Antrags",
    "Katalog": "Katalogs",
    "Leitfaden": "Leitfadens",
    "Vorschlag": "Vorschlags",
}
_NEUTER = {
    "Gesetz": "Gesetzes",
    "Konzept": "Konzepts",
    "Programm": "Programms",
    "Paket": "Pakets",
    "Leitbild": "Leitbilds",
    "Abkommen": "Abkommens",
    "Gutachten": "Gutachtens",
    "Verzeichnis": "Verzeichnisses",
    "Papier": "Papiers",
}
_OF_FEMININE = (  # the same in every case
    *("Verordnung", "Vorlage", "Strategie", "Stellungnahme", "Feststellung"),
    *("Richtlinie", "Ordnung", "Satzung", "Vereinbarung", "Liste", "Charta"),
    *("Änderung", "Antwort", "Bilanz", "Planung", "Agenda", "Initiative"),
    *("Verwaltungsvorschrift", "Bekanntmachung", "Übersicht", "Festsetzung"),
    *("Berufung", "Ernennung", "Fortschreibung", "Leitlinie"),
)
_OF_PLURAL = {  # nominative, which is the genitive as well, and dative
    "Leitlinien": "Leitlinien",
    "Eckpunkte": "Eckpunkten",
    "Verwaltungsvorschriften": "Verwaltungsvorschriften",
    "Richtlinien": "Richtlinien",
    "Grundsätze": "Grundsätzen",
    "Maßnahmen": "Maßnahmen",
    "Ziele": "Zielen",
    "Empfehlungen": "Empfehlungen",
    "Regeln": "Regeln",
}
NOUNS = (
    *(Noun(nom, gen, nom, "masculine") for nom, gen in _MASCULINE.items()),
    *(Noun(nom, gen, nom, "neuter") for nom, gen in _NEUTER.items()),
    *(Noun(nom, nom, nom, "feminine") for nom in _OF_FEMININE),
    *(Noun(nom, nom, dat, "feminine", "plural") for nom, dat in _OF_PLURAL.items()),
)

_FEMININE = Endings(_cases("e", "e", "en", "en"), _cases("e", "e", "er", "er"))
_PLURAL = Endings(_cases("en", "en", "en", "en"), _cases("e", "e", "en", "er"))
_ENDINGS: Mapping[Gender, Endings] = MappingProxyType(
    {
        "masculine": Endings(
            _cases("e", "en", "en", "en"), _cases("er", "en", "em", "en")
        ),
        "feminine": _FEMININE,
        "neuter": Endings(_cases("e", "e", "en", "en"), _cases("es", "es", "em", "en")),
    }
)
# Made of names of places: never declined ("die Berliner Verordnung").
UNDECLINED = frozenset(
    (
        *("Berliner", "Brandenburger", "Potsdamer", "Spandauer", "Pankower"),
        *("Neuköllner", "Köpenicker", "Kreuzberger", "Lichtenberger", "Tempelhofer"),
        *("Schöneberger", "Reinickendorfer", "Deutschlands", "Berlins", "Leipziger"),
        *("Hamburger", "Bremer", "Wiener", "Schweizer", "Zürcher", "Pariser"),
    )
)

# They look like adjectives before a noun, and are not: with them nothing is proposed.
NO_ADJECTIVES = frozenset(
    (
        *("eine", "unser", "unsere", "unseres", "ihre", "seine", "keine", "dieser"),
        *("diese", "dieses", "jeder", "jede", "jedes", "welche", "alle", "beide"),
        *("mehrere", "einige", "solche", "manche", "über", "unter", "hinter", "wider"),
        *("ohne", "immer", "oder", "aber", "weniger", "wie", "sowie", "bitte"),
    )
)


def endings(gender: Gender, number: Number) -> Endings:
    """The endings of an adjective before a noun; the plural knows no gender."""
    return _PLURAL if number == "plural" else _ENDINGS[gender]


def noun_of(word: str) -> Noun | None:
    """The stored noun that a word is, or ends with; the longest one. None if none."""
    found = [each for each in NOUNS if _is(word, each.nom)]
    return max(found, key=lambda each: len(each.nom), default=None)


def declined(word: str, noun: Noun, case: Case) -> str:
    """The word in a case, its last part as the noun is stored."""
    form = {"nom": noun.nom, "akk": noun.nom, "dat": noun.dat, "gen": noun.gen}[case]
    start = word[: len(word) - len(noun.nom)]
    return start + (form if word.endswith(noun.nom) else form.lower())


def _is(word: str, noun: str) -> bool:
    """Whether a word is a noun or a compound with it: Gesetz, Solargesetz, E-Gesetz."""
    return word.endswith(noun) or (
        word.endswith(noun.lower()) and word[:1].isupper() and word != noun.lower()
    )
