"""Sample facts of every kind of release, for the lint of templates.

Each sample differs from a full or from a bare one in one respect: a fact that is known
or not, an outcome, none or one or several proposers. Invented, and always the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

from notifications.annexes import Verb
from notifications.facts import FACTS_OF, Effect, Item, Passage, Replacement, Stated
from notifications.grammar import Kind
from notifications.phrases import PHRASES, Phrase, phrase
from notifications.specimens import (
    AGREED,
    APPOINTEE,
    BOTH,
    BY_CODE,
    COUNCIL,
    COUNCIL_PASSAGE,
    DECISION,
    FIRST,
    FIRST_PASSAGE,
    ITEM_ALONE,
    ITEMLESS,
    MAYOR,
    MAYORS,
    MINISTER,
    NOUNS,
    PARLIAMENT,
    RELEASE,
    SENATE,
    document,
    item,
    passage,
)
from notifications.typography import weekday

_Told = Mapping[str, Any]
_REPLACED = (Replacement("3. August", "4. August"), Replacement(None, "Es gilt."))


def samples(kind: Kind) -> tuple[Stated, ...]:
    """The sample facts of a kind, in a fixed order."""
    stated = FACTS_OF[kind]
    names = {each.name for each in fields(stated)}
    found: dict[Stated, None] = {}
    for base, told in _all(kind):
        if told.keys() <= names:
            facts = {**base, **told}
            found[stated(**{name: facts[name] for name in names})] = None
    return tuple(found)


def _all(kind: Kind) -> Iterator[tuple[_Told, _Told]]:
    full, bare, variants = _full(kind), _bare(kind), list(_variants(kind))
    yield from ((full, told) for told in ({}, *variants))
    yield bare, {}
    for told in variants:  # what stands beside it matters less to these
        if not told.keys() & {"item", "before", "decision"}:
            yield bare, told


_BY_HAND: _Told = {
    "issuer": "Das Presse- und Informationsamt des Landes Berlin",
    "headline": "Hinweis an die Redaktionen",
    "paragraphs": ("Die Sitzung beginnt um 10.00 Uhr.", "Ort: Berliner Rathaus."),
    "release": RELEASE,
    "replacements": _REPLACED,
    "reason": "Der Tag war falsch.",
}


def _full(kind: Kind) -> _Told:
    """Everything is known."""
    return {
        "item": item(document("masculine")),
        "release_day": DECISION,
        "head": "9f3c21ab",
        "head_seq": 104,
        "basis": ("§ 9 Absatz 1 AGBauGB",),
        "procedure": ("GO Sen § 10",),
        "earlier": (RELEASE,),
        "passage": passage(kind, DECISION, release=None),
        "before": (FIRST_PASSAGE, COUNCIL_PASSAGE),
        "decides_later": SENATE,
        "heard_later": MAYORS,
        "parliament_later": PARLIAMENT,
        "council": MAYORS,
        "effect": Effect(in_force=date(2021, 9, 1), until=date(2022, 8, 31)),
        "appointees": (APPOINTEE, replace(APPOINTEE, role=None)),
        "verb": "berufen",
        "verb_start": "Berufen",
        **dict.fromkeys(("begun", "over"), False),
        "begins": date(2021, 9, 1),
        "ends": date(2025, 8, 31),
        "term": "vier Jahre",
        "body": SENATE,
        "parliament": PARLIAMENT,
        **_on(DECISION),
        "paper": "18/3540",
        "decision": passage("formal_decision", DECISION),
        "participle": "veröffentlicht",
        "medium": "Amtsblatt für Berlin",
        "citation": "S. 813",
        "law": False,
        "adopted": None,
        "house": SENATE,
        **_BY_HAND,
    }


def _bare(kind: Kind) -> _Told:
    """Nothing is known but what must be."""
    reason = "Der Tag war falsch." if kind == "withdrawal" else None
    return {
        **_full(kind),
        "item": ITEM_ALONE if kind not in ITEMLESS else None,
        "head_seq": None,
        **dict.fromkeys(("basis", "procedure", "earlier", "before"), ()),
        **dict.fromkeys(("decides_later", "heard_later", "parliament_later")),
        **dict.fromkeys(("begins", "ends", "term", "paper", "decision", "medium")),
        **dict.fromkeys(("citation", "adopted")),
        "passage": passage(kind, None, release=None),
        "effect": Effect(),
        "appointees": (APPOINTEE,),
        **_on(None),
        "issuer": "Die Senatskanzlei",
        "release": replace(RELEASE, url=None),
        "replacements": (),
        "reason": reason,
    }


def _variants(kind: Kind) -> Iterator[_Told]:
    """One respect after the other."""
    yield from ({"item": each} for each in _items())
    yield from ({"passage": each} for each in _passages(kind))
    yield from ({"before": each} for each in _looked_back_on())
    yield from ({"effect": each} for each in _effects())
    yield from (_on(each) for each in (None, FIRST, DECISION))
    yield from _later()
    yield from _terms()
    yield from _made()
    yield {"basis": ("§ 9 AGBauGB", "§ 10 AGBauGB")}
    yield {"replacements": (Replacement("a", "b"),), "reason": None}
    yield {"reason": "Der Tag war falsch."}
    yield {"release": replace(RELEASE, url=None)}
    yield {"medium": None}
    yield {"issuer": None}
    yield {"issuer": None, "house": None}


def _later() -> Iterator[_Told]:
    yield {"decides_later": PARLIAMENT}
    yield {"decides_later": SENATE, "heard_later": None}
    yield {"decides_later": None, "parliament_later": PARLIAMENT}
    yield {"parliament_later": None}
    yield {"body": BOTH}
    decided = replace(passage("formal_decision", DECISION), phrase=BY_CODE["decided"])
    yield {"passage": decided, "item": ITEM_ALONE}
    yield {"passage": decided, "item": replace(ITEM_ALONE, bill=True)}


def _terms() -> Iterator[_Told]:
    yield from ({"begins": None}, {"ends": None}, {"term": None})
    yield {"begins": None, "ends": date(2025, 8, 31), "term": None}
    yield {"begins": date(2021, 9, 1), "ends": None, "term": None}
    yield {"begins": None, "ends": None, "term": "vier Jahre"}
    yield {"begins": date(2021, 7, 1), "begun": True}
    yield {"begun": True, "over": True}
    yield {"begins": None, "over": True}
    for verb in get_args(Verb):
        yield {"verb": verb, "verb_start": verb.capitalize()}
    yield {"appointees": (replace(APPOINTEE, role=None),)}
    yield {"appointees": (APPOINTEE, APPOINTEE, replace(APPOINTEE, role=None))}


def _made() -> Iterator[_Told]:
    """What was published, or handed over."""
    adopted = replace(passage("adopted", COUNCIL), body=PARLIAMENT)
    proclaimed = {"participle": "verkündet", "law": True, "adopted": adopted}
    yield proclaimed
    yield {"adopted": adopted}  # parliament voted, and made no law
    yield {"participle": "verkündet"}
    yield {**proclaimed, "item": replace(ITEM_ALONE, bill=True)}
    yield {**proclaimed, "adopted": replace(adopted, day=None)}
    yield {**proclaimed, "adopted": replace(adopted, day=DECISION)}
    for each in _passages("formal_decision"):
        yield {"decision": each}
    yield {"decision": passage("report_noted", DECISION, RELEASE)}
    yield {"decision": None, "before": ()}


def _passages(kind: str) -> Iterator[Passage]:
    """A passage on a day, today, on no known day, with each outcome, by each body."""
    plain = passage(kind, DECISION)
    yield from (plain, passage(kind, FIRST), passage(kind, None))
    yield replace(plain, in_writing=True)
    yield replace(passage(kind, FIRST), in_writing=True)
    yield replace(passage(kind, None), in_writing=True)
    yield replace(plain, release=replace(RELEASE, url=None))
    yield replace(plain, wording="Der Senat stimmt zu")
    for body in (MAYORS, PARLIAMENT, BOTH):
        yield replace(plain, body=body)
    for each in _phrases(kind):
        yield replace(plain, phrase=each)


def _phrases(kind: str) -> tuple[Phrase, ...]:
    """The outcomes that a release of a kind can tell."""
    if kind == "report_noted":
        noted = BY_CODE["noted"]
        return noted, replace(noted, manner="mit Anmerkungen")
    odd = phrase("anders befunden")
    return (*PHRASES, AGREED, replace(BY_CODE["decided"], manner="mit Auflagen"), odd)


def _looked_back_on() -> Iterator[tuple[Passage, ...]]:
    yield ()
    yield (FIRST_PASSAGE,)
    yield (replace(FIRST_PASSAGE, day=DECISION),)
    yield (replace(FIRST_PASSAGE, phrase=phrase("anders befunden")),)
    for each in _passages("council_position"):
        yield (each,)
        yield (FIRST_PASSAGE, each)
    yield (FIRST_PASSAGE, COUNCIL_PASSAGE, passage("formal_decision", COUNCIL))


def _effects() -> Iterator[Effect]:
    begins, ends = date(2021, 9, 1), date(2022, 8, 31)
    yield Effect()
    for until in (None, ends):
        yield Effect(in_force=begins, until=until)
        yield Effect(in_force=begins, entered=True, until=until)
        yield Effect(in_force=begins, expected=True, until=until)
        yield from (Effect(after_publication=each, until=until) for each in (0, 1, 14))
        yield Effect(until=until, extended_until=ends)
    for several in (False, True):
        replaced = "Die Vierte Verordnung"
        gone = Effect(
            replaces=replaced, replaces_several=several, replaced_until=begins
        )
        yield gone
        yield replace(gone, replaced=True)


def _items() -> Iterator[Item]:
    """Documents of each gender and number; none, one, two, three proposers."""
    for noun in NOUNS:
        yield item(document(noun))
    alone = item(document("masculine"))
    yield replace(
        alone, document=replace(alone.document, dat_bare=None), english="Report"
    )
    for proposal in ("vorlage", "antrag", "vorschlag"):
        for number in range(4):
            for form in (MAYOR, MINISTER):
                yield replace(alone, proposal=proposal, proposers=(form,) * number)
    yield replace(alone, proposers=(MAYOR, MINISTER), background=())
    yield ITEM_ALONE


def _on(day: date | None) -> _Told:
    named = None if day is None else weekday(day)
    return {"day": day, "weekday": named, "today": day == DECISION}
