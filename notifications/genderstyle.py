"""Which forms name women and men: held against the style of the office that writes.

Each department sets its own style (docs/press.md). What is typed is never rewritten:
a form that does not fit is named with its place, and with the stored form where there
is one. What stands in quotation marks was said by somebody and is not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from definitions.sentences import Sentence, sentence
from notifications.pairs import PAIRS

SIGNS = ":*_·"  # between the forms: Bürger:innen, Bürger*innen, Bürger_innen
_LETTER = r"[A-ZÄÖÜa-zäöüß-]"
_STEM = rf"(?<!{_LETTER})%s{_LETTER}*[a-zäöüß])"
_WOMEN = "innen[a-zäöüß]*"  # also in compounds: Bürger:innenbeteiligung
_AGENT = "er|or|ent|ant|ist|är|eur"  # how words end that name a person
_SIGNED = re.compile(
    rf"{_STEM % '(?P<stem>'}(?:[{SIGNS}](?:{_WOMEN}|in|r|n)\b|/-?{_WOMEN})"
    rf"|(?<!{_LETTER})(?P<slash>{_LETTER}*(?:{_AGENT}))/-?(?:in|r|n)\b"
    rf"|{_STEM % '(?P<opened>'}\((?:innen|in)\)"
    rf"|{_STEM % '(?P<inner>'}I{_WOMEN[1:]}"
    rf"|(?<!{_LETTER})(?P<one>{_LETTER}*(?:{_AGENT}))In\b"
    rf"|\b(?:der[{SIGNS}/]die|die[{SIGNS}/]der|eine?[{SIGNS}](?:e|r)|jede[{SIGNS}]r)\b"
)
_COLON = re.compile(
    rf"{_LETTER}*[a-zäöüß]:(?:{_WOMEN}|in|r|n)|der:die|die:der|eine?:(?:e|r)|jede:r"
)
_AND = r"(?: (?:und|oder|bzw\.|sowie) |/)(?:der |die |den |dem |eine[rm]? )?"
_WOMEN_FIRST = re.compile(
    rf"\b(?P<stem>[A-ZÄÖÜ]{_LETTER}*)(?:innen|in){_AND}(?P<other>[A-ZÄÖÜ]{_LETTER}+)"
)
_MEN_FIRST = re.compile(
    rf"\b(?P<other>[A-ZÄÖÜ]{_LETTER}+){_AND}(?P<stem>[A-ZÄÖÜ]{_LETTER}*)(?:innen|in)\b"
)
# Not what a person writes about people: quotations, addresses of the web and of mail.
_SPARED = re.compile(r"„[^“]*“|«[^»]*»|»[^«]*«|https?://\S+|www\.\S+|\S+@\S+")
_SHORTEST = 3  # letters that the two forms of a pair share
_OF_MEN = frozenset({"", "e", "en", "er", "ern", "es", "n", "s"})


@dataclass(frozen=True, slots=True)
class _Found:
    at: int
    form: str
    stem: str
    signed: bool  # written with a sign; else a pair


def contrary(text: str, style: str) -> list[Sentence]:
    """The forms in a typed text that do not fit a style, in their order.

    `style`: "pair" (Bürgerinnen und Bürger; no signs), "colon" (Bürger:innen; no other
    sign, no pair), "neutral" (neither).
    """
    spared = _SPARED.sub(lambda found: " " * len(found[0]), text)
    found = [each for each in _found(spared) if not _allowed(each, style)]
    return [_told(each, style) for each in sorted(found, key=lambda each: each.at)]


def _found(text: str) -> Iterator[_Found]:
    for each in _SIGNED.finditer(text):
        stem = next((part for part in each.groups() if part), "")
        yield _Found(each.start(), each[0], stem, True)
    for pattern in (_WOMEN_FIRST, _MEN_FIRST):
        for each in pattern.finditer(text):
            if _is_pair(each["stem"], each["other"]):
                yield _Found(each.start(), each[0], each["stem"], False)


def _is_pair(stem: str, other: str) -> bool:
    """Whether two words name women and men: the second is the first, declined.

    "in Berlin und Berliner Bezirken" and "Stein und Steg" are no pairs.
    """
    return len(stem) >= _SHORTEST and other.removeprefix(stem) in _OF_MEN


def _allowed(found: _Found, style: str) -> bool:
    if style == "pair":
        return not found.signed
    return style == "colon" and _COLON.fullmatch(found.form) is not None


def _told(found: _Found, style: str) -> Sentence:
    place = found.at + 1
    whole = found.form.rstrip(")").endswith(("in", "innen", "In", "Innen"))
    pair = not found.signed
    if (wanted := _wanted(found.stem, style)) and (whole or pair):
        return sentence(
            "“{form}” (at character {place}) is not in the gender style of the office"
            " ({style}): write “{wanted}”",
            form=found.form,
            place=place,
            style=style,
            wanted=wanted,
        )
    return sentence(
        "“{form}” (at character {place}) is not in the gender style of the office"
        " ({style}): {advice}",
        form=found.form,
        place=place,
        style=style,
        advice=_ADVICE[style],
    )


_ADVICE = {
    "pair": sentence("name women and men, without a sign"),
    "colon": sentence("write the form with a colon"),
    "neutral": sentence("find a word for both"),
}


def _wanted(stem: str, style: str) -> str | None:
    """The stored form of the words that begin so, if there is one."""
    both = PAIRS.get(stem)
    if both is None:
        return None
    if style == "colon":
        return f"{stem}:innen"
    return both.pair if style == "pair" else both.neutral
