"""The forms of a title, proposed: a person hears and confirms every one of them.

What is proposed is put together from what is stored (`nouns`, articles) and only where
the beginning of the title is understood: adjectives, then a noun that is known. From
the noun on nothing is changed. Whatever is not understood is not guessed, but quoted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from definitions.sentences import Sentence
from notifications.checkedtext import faults
from notifications.grammar import Case, Gender, Number, articles
from notifications.nouns import (
    NO_ADJECTIVES,
    UNDECLINED,
    Noun,
    declined,
    endings,
    noun_of,
)
from notifications.particulars import DocumentForms, Particulars, read
from notifications.typography import quoted

FORMS = ("nom", "akk", "dat", "gen", "akk_bare", "dat_bare")
_CASES: Mapping[str, tuple[Case, bool]] = {  # the case of a form, and if it is bare
    "nom": ("nom", False),
    "akk": ("akk", False),
    "dat": ("dat", False),
    "gen": ("gen", False),
    "akk_bare": ("akk", True),
    "dat_bare": ("dat", True),
}
_BEFORE_NOUN = 6  # words, at the most
_QUOTED = re.compile('"([^"]*)"')
_LINKS = frozenset({"und", "oder", "/"})


@dataclass(frozen=True, slots=True)
class Before:
    """A word before the noun; `stem` is an adjective without its ending, or None."""

    word: str
    stem: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: words before the noun, the noun, and the rest as it is."""

    before: tuple[Before, ...]
    word: str
    noun: Noun
    rest: str


def understood(title: str) -> Title | None:
    """The title as adjectives, a stored noun and the rest; None if it is not that."""
    words = _typographic(title).split(" ")
    weak = words[0].lower() in {"der", "die", "das"}
    words = words[1:] if weak else words
    for at, given in enumerate(words[:_BEFORE_NOUN]):
        word = given.rstrip(",:;")
        noun = noun_of(word)
        if noun is None:
            continue
        agreeing = endings(noun.gender, noun.number)
        ending = (agreeing.weak if weak else agreeing.strong)["nom"]
        before = [_before(each, ending) for each in words[:at]]
        if None not in before:
            rest = given[len(word) :] + "".join(f" {each}" for each in words[at + 1 :])
            known = tuple(each for each in before if each is not None)
            return Title(known, word, noun, rest)
    return None


def suggested(title: str) -> dict[str, str]:
    """Gender, number and forms to be confirmed by a person.

    Of a title that is not understood: of "die Vorlage", with the title quoted.
    """
    found = understood(title)
    if found is None:
        return {"gender": "feminine", "number": "singular", **_enveloped(title)}
    noun = found.noun
    forms = {name: _form(found, *_CASES[name]) for name in FORMS}
    return {"gender": noun.gender, "number": noun.number, **forms}


def _enveloped(title: str) -> dict[str, str]:
    """No word of the title is declined."""
    name = f"Vorlage {quoted(title)}"
    die, der = f"die {name}", f"der {name}"
    bare = {"akk_bare": name, "dat_bare": name}
    return {"nom": die, "akk": die, "dat": der, "gen": der, **bare}


def unfit(gender: Gender, number: Number, name: str, text: str) -> tuple[Sentence, ...]:
    """What is wrong with one form as it was typed."""
    agreeing = {"gender": gender, "number": number}
    try:
        DocumentForms.model_validate({**agreeing, **_sound(gender, number), name: text})
    except ValidationError as found:
        return faults(found, name)
    return ()


def with_document(
    given: Particulars | None, forms: Mapping[str, object]
) -> Particulars:
    """The particulars with another document part; all else stays as it was.

    Raises Refused with every fault of the forms.
    """
    alone = read({"document": forms})
    if given is None:
        return alone
    return given.model_copy(update={"document": alone.document})


def _typographic(title: str) -> str:
    """One blank between words, and German marks for straight ones, as a proposal."""
    return _QUOTED.sub(lambda found: f"„{found[1]}“", " ".join(title.split()))


def _form(title: Title, case: Case, bare: bool) -> str:
    noun = title.noun
    agreeing = endings(noun.gender, noun.number)
    ending = (agreeing.strong if bare else agreeing.weak)[case]
    words = [
        each.word if each.stem is None else each.stem + ending for each in title.before
    ]
    words.append(declined(title.word, noun, case) + title.rest)
    if not bare:
        words.insert(0, articles(noun.gender, noun.number)[case])
    return " ".join(words)


def _before(word: str, ending: str) -> Before | None:
    """A word that can stand before the noun; None for any other.

    An adjective has the ending of the nominative. What is known not to be declined
    stays as it is.
    """
    if word in UNDECLINED or word in _LINKS or word.rstrip(",").endswith("-"):
        return Before(word, None)
    stem = word.removesuffix(ending)
    whole = word.endswith(ending) and len(stem) > 1 and stem.isalpha()
    fits = whole and word.lower() not in NO_ADJECTIVES
    return Before(word, stem) if fits else None


def _sound(gender: Gender, number: Number) -> dict[str, str]:
    """Forms that are right, so that one at a time can be tried among them."""
    row = articles(gender, number)
    return {**{case: f"{article} X" for case, article in row.items()}, "akk_bare": "X"}
