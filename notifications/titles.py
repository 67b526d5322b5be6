"""The forms of a title, proposed: a person hears and confirms every one of them.

What is proposed is put together from what is stored (`nouns`, articles) and only where
the beginning of the title is understood: adjectives, then a noun that is known. From
the noun on nothing is changed. Whatever is not understood is not guessed, but quoted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from pydantic import ValidationError

from definitions.sentences import Sentence, sentence
from notifications.checkedtext import faults
from notifications.grammar import ARTICLES, Case, Gender, Number, articles
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
from workflow.errors import Refused

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
_LAW, _DRAFT = "Gesetz", "Entwurf"
_OF_CASES = frozenset(  # what can follow the stem of a word in one case or another
    ("", "e", "en", "em", "er", "es", "s", "n", "m", "r", "ns", "ens", "ses")
)
_LINKS = frozenset({"und", "oder", "/"})
_JOINED = re.compile(
    r"(?P<between> ?(?P<link>,|und|oder|sowie|/|&) )(?P<word>[^\s,:;]+)"
)


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
    joined: tuple[str, str, Noun] | None = None  # what joins, and the second noun


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
            return _whole(Title(known, word, noun, rest))
    return None


def _whole(found: Title) -> Title | None:
    """The title with a noun that is joined to the first one; None if it cannot be.

    "Tariftreuegesetz und Vergabegesetz" are declined together, if they are alike.
    """
    link = _JOINED.match(found.rest)
    if link is None:
        return found
    word = link["word"]
    noun = noun_of(word)
    if noun is None:
        return found if link["link"] == "," else None
    alike = (noun.gender, noun.number) == (found.noun.gender, found.noun.number)
    rest = found.rest[link.end() :]
    further = _JOINED.match(rest)
    if link["link"] == "," or not alike or (further and noun_of(further["word"])):
        return None
    return replace(found, rest=rest, joined=(link["between"], word, noun))


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


def of_bill(title: str) -> dict[str, str] | None:
    """Gender, number and forms of the draft of a law ("der Entwurf des Gesetzes …").

    None of a title that is not understood, or is no law's: `suggested` has its forms.
    """
    found = understood(title)
    draft = noun_of(_DRAFT)
    if found is None or draft is None or found.noun.nom != _LAW:
        return None
    bill = Title((), _DRAFT, draft, f" {_form(found, 'gen', False)}")
    forms = {name: _form(bill, *_CASES[name]) for name in FORMS}
    return {"gender": draft.gender, "number": draft.number, **forms}


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


def astray(
    name: str, text: str, forms: Mapping[str, str | None]
) -> tuple[Sentence, ...]:
    """What is wrong with a form that is of another title than the others are.

    Only endings and articles differ. Headlines may have a shorter title of their own:
    their two forms are held against each other.
    """
    nom = forms.get("akk_bare" if name == "dat_bare" else "nom")
    if name in {"nom", "akk_bare"} or nom is None:
        return ()
    words, others = _content(text), _content(nom)
    if len(words) == len(others) and all(map(_same_word, words, others)):
        return ()
    return (
        sentence(
            "{name}: “{text}” has other words than “{nom}”: the forms of one title"
            " differ in their endings alone.",
            name=name,
            text=text,
            nom=nom,
        ),
    )


def with_document(
    given: Particulars | None,
    forms: Mapping[str, object],
    law: Mapping[str, object] | None = None,
) -> Particulars:
    """The particulars with another document part, and `law`; all else stays as it was.

    Raises Refused with every fault of the forms.
    """
    parts = {"document": forms} if law is None else {"document": forms, "law": law}
    alone = read(parts)
    told = [(part, getattr(alone, part).model_dump()) for part in parts]
    wrong = [
        sentence("{part}.{fault}", part=part, fault=fault)
        for part, given_forms in told
        for name in FORMS
        for fault in astray(name, given_forms[name] or "", given_forms)
        if given_forms[name]
    ]
    if wrong:
        raise Refused(*wrong)
    if given is None:
        return alone
    return given.model_copy(update={name: getattr(alone, name) for name in parts})


def _content(text: str) -> list[str]:
    """The words of a form without articles and marks, as they are compared."""
    bare = (each.strip(",.;:()„“”‚‘").casefold() for each in text.split())
    return [each for each in bare if each and each not in ARTICLES]


def _same_word(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return start > 0 and {one[start:], other[start:]} <= _OF_CASES


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
    nouns = declined(title.word, noun, case)
    if title.joined is not None:
        between, word, second = title.joined
        nouns += between + declined(word, second, case)
    words.append(nouns + title.rest)
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
