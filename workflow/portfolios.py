"""Offices and who holds them: the forms as they are stored, never made by rule. Pure.

An office is held from a legal day to a legal day, both included; names of offices
change with each government, so the forms belong to the time in office. The articles of
the four cases are checked, because a check of them cannot be wrong.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from definitions.canonical import canonical
from definitions.sentences import Sentence, sentence

STYLES = ("pair", "colon", "neutral")  # how an office names women and men
PAIR = STYLES[0]
CASES = ("nom", "gen", "dat", "akk")
OPTIONAL = ("short", "en")
_ARTICLES = (  # masculine, feminine, neuter
    ("der", "des", "dem", "den"),
    ("die", "der", "der", "die"),
    ("das", "des", "dem", "das"),
)
_KEY = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LONGEST = 300  # characters of a form
_OF_WHAT = re.compile(
    r" (?:für|von|vom|in|im|an|am|bei|beim|zu|zur|zum|des|der) "
)  # what follows is not declined
_BLANKS = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as one person holds it from `first` to `until` (None: no end known).

    `nom`, `gen`, `dat`, `akk` with the article; `short` stands after "von" without
    article and commas ("von Finanzsenator Dr. X"); `en` is the English name with "the".
    `spokespersons` are the ids of those who may release what the office is quoted with.
    """

    key: str
    first: date
    until: date | None
    person: str
    nom: str
    gen: str
    dat: str
    akk: str
    short: str | None = None
    en: str | None = None
    style: str = PAIR
    spokespersons: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether the office is held so on a day."""
        return self.first <= day and (self.until is None or day <= self.until)

    @property
    def speaker(self) -> str:
        """How a quotation begins: "Der Senator für Finanzen, Dr. Matthias Kollatz"."""
        return f"{self.nom[0].upper()}{self.nom[1:]}, {self.person}"


def forms_text(office: Office) -> str:
    """The forms as an entry keeps them: canonical JSON."""
    names = (*CASES, *OPTIONAL)
    forms = {name: getattr(office, name) for name in names}
    return canonical({name: text for name, text in forms.items() if text is not None})


def row_of(office: Office, seq: int) -> dict[str, Any]:
    """The row of an office that entry `seq` tells of."""
    return {
        "key": office.key,
        "valid_from": office.first,
        "valid_to": office.until,
        "person": office.person,
        "forms": forms_text(office),
        "style": office.style,
        "spokespersons": canonical(list(office.spokespersons)),
        "seq": seq,
    }


def office_of(row: Mapping[str, Any]) -> Office:
    """The office of a row. Raises ValueError, TypeError for texts that are none."""
    return Office(
        key=row["key"],
        first=row["valid_from"],
        until=row["valid_to"],
        person=row["person"],
        style=row["style"],
        spokespersons=tuple(json.loads(row["spokespersons"])),
        **json.loads(row["forms"]),
    )


def facts_of(office: Office, was: date | None = None) -> dict[str, Any]:
    """What an entry says of an office beside its texts; `was`: a wrong first day."""
    facts: dict[str, Any] = {
        "key": office.key,
        "from": office.first.isoformat(),
        "style": office.style,
        "spokespersons": list(office.spokespersons),
    }
    if office.until is not None:
        facts["to"] = office.until.isoformat()
    if was is not None:
        facts["was"] = was.isoformat()
    return facts


def stated(facts: Mapping[str, Any], words: Mapping[str, str]) -> Office:
    """The office of an entry. Raises KeyError, ValueError, TypeError if it is none."""
    return Office(
        key=facts["key"],
        first=date.fromisoformat(facts["from"]),
        until=date.fromisoformat(facts["to"]) if "to" in facts else None,
        person=words["name"],
        style=facts["style"],
        spokespersons=tuple(facts["spokespersons"]),
        **json.loads(words["forms"]),
    )


def overlap(there: Iterable[Office], new: Office, was: date | None) -> Office | None:
    """Another time in the same office that shares a day with `new`.

    What begins on the same day is what `new` takes the place of, or else what began on
    the day `was`, where a wrong one had been entered.
    """
    for each in there:
        replaced = each.first == (was or new.first)
        apart = _before(each, new) or _before(new, each)
        if each.key == new.key and not replaced and not apart:
            return each
    return None


def _before(first: Office, second: Office) -> bool:
    return first.until is not None and first.until < second.first


def misfits(office: Office) -> Iterator[tuple[str, Sentence, Sentence]]:
    """What is wrong with an office: which part, what, and how to mend it."""
    if not _KEY.fullmatch(office.key):
        yield (
            "key",
            sentence("it cannot be the key of an office"),
            sentence("small letters, digits, dashes, as in senator-finanzen"),
        )
    if office.until is not None and office.until < office.first:
        yield (
            "to",
            sentence("the last day lies before the first day"),
            sentence("mend one of them"),
        )
    if office.style not in STYLES:
        yield (
            "style",
            sentence("no such gender style"),
            sentence("use one of: {names}", names=STYLES),
        )
    yield from _unfit_texts(office)
    yield from _unfit_cases(office)
    yield from _unfit_others(office)


def _unfit_texts(office: Office) -> Iterator[tuple[str, Sentence, Sentence]]:
    for name in ("person", *CASES, *OPTIONAL):
        text = getattr(office, name)
        if text is None:
            continue
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            what = sentence("a text of 1 to {limit} characters", limit=_LONGEST)
            yield name, what, sentence("write it out")
        elif '"' in text:
            what = sentence('it holds straight quotation marks (")')
            yield name, what, sentence("write „…“")
        elif text != text.strip(", ") or _BLANKS.search(text):
            what = sentence("it holds commas or blanks that are not part of it")
            yield name, what, sentence("leave them away: the release sets its commas")


def _unfit_cases(office: Office) -> Iterator[tuple[str, Sentence, Sentence]]:
    """The articles must be those of one gender, a genitive with "des" has its ending.

    "unter Leitung des Regierenden Bürgermeister" has been printed.
    """
    begun = tuple(str(getattr(office, name)).partition(" ")[0] for name in CASES)
    row = next((row for row in _ARTICLES if row[0] == begun[0]), None)
    if row is None:
        what = sentence("the nominative begins with der, die or das")
        yield "nom", what, sentence("write the article")
        return
    for name, is_there, wanted in zip(CASES, begun, row, strict=True):
        if is_there != wanted:
            what = sentence("this case begins with “{article}”", article=wanted)
            yield name, what, sentence("mend the form")
    for name in CASES:
        if str(getattr(office, name)).rpartition(" ")[2][:1].islower():
            what = sentence("it breaks off: the last word is no noun")
            yield name, what, sentence("write it to its end")
    if begun[1] == "des":
        yield from _unfit_genitive(office.gen)


def _unfit_genitive(form: str) -> Iterator[tuple[str, Sentence, Sentence]]:
    declined = _OF_WHAT.split(form.partition(" ")[2])[0]
    for word in declined.split():
        if word[0].isupper() and word[-1] not in "sn":
            yield (
                "gen",
                sentence("in a genitive with “des” “{word}” has an ending", word=word),
                sentence("as in: des Regierenden Bürgermeisters von Berlin"),
            )


def _unfit_others(office: Office) -> Iterator[tuple[str, Sentence, Sentence]]:
    if "," in str(office.person):
        what = sentence("a name stands without commas, an academic title before it")
        yield "person", what, sentence("as in: Dr. Klaus Lederer")
    short = office.short
    if isinstance(short, str) and ("," in short or not short[:1].isupper()):
        what = sentence("the short form stands without article and commas")
        yield "short", what, sentence("as in: Finanzsenator")
    if isinstance(office.en, str) and not office.en.startswith("the "):
        what = sentence("the English name begins with “the”")
        yield "en", what, sentence("as in: the Senator for Finance")
