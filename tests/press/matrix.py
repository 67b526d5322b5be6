"""Facts of every kind, over proposers and documents: what the golden files are made of.

Built by hand, without a record, so that every combination can be had.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from notifications.bodies import BODIES, Body
from notifications.facts import (
    FACTS_OF,
    Appointee,
    Correction,
    Earlier,
    Effect,
    Item,
    Notice,
    Passage,
    Replacement,
    Submitter,
    Withdrawal,
)
from notifications.grammar import STEP_KINDS, Document
from notifications.particulars import DocumentForms
from notifications.phrases import phrase
from notifications.typography import weekday
from tests.press.telling import HEAD, HEAD_SEQ, OFFICE

JULY_6, JULY_22, AUGUST_3 = date(2021, 7, 6), date(2021, 7, 22), date(2021, 8, 3)
AUGUST_5, JANUARY = date(2021, 8, 5), date(2022, 1, 1)

SENATE = replace(BODIES["Senat von Berlin"], english="Senate of Berlin")
COUNCIL = replace(BODIES["Rat der Bürgermeister"], english="Council of Mayors")
PARLIAMENT = replace(
    BODIES["Abgeordnetenhaus von Berlin"], english="House of Representatives of Berlin"
)

_MAYOR = Submitter(
    gen="des Regierenden Bürgermeisters von Berlin",
    person="Michael Müller",
    english="the Governing Mayor of Berlin",
)
_SENATOR = Submitter(
    gen="der Senatorin für Umwelt, Verkehr und Klimaschutz",
    person="Regine Günther",
    english="the Senator for the Environment, Transport and Climate Protection",
)
_SHORT = Submitter(
    gen="des Senators für Finanzen",
    person="Dr. Matthias Kollatz-Ahnen",
    short="Finanzsenator",
)
PROPOSERS: Mapping[str, tuple[Submitter, ...]] = {
    "a man": (_MAYOR,),
    "a woman": (_SENATOR,),
    "short": (_SHORT,),
    "two": (_SENATOR, _MAYOR),
    "nobody": (),
}


def _document(gender: Any, number: Any, *forms: str) -> Document:
    nom, akk, dat, gen, bare, dat_bare = forms
    given = DocumentForms(
        gender=gender,
        number=number,
        nom=nom,
        akk=akk,
        dat=dat,
        gen=gen,
        akk_bare=bare,
        dat_bare=dat_bare,
    )
    return given.document()


DOCUMENTS: Mapping[str, Document] = {
    "masculine": _document(
        *(
            "masculine",
            "singular",
            "der Strategische Rahmen",
            "den Strategischen Rahmen",
        ),
        *("dem Strategischen Rahmen", "des Strategischen Rahmens"),
        *("Strategischen Rahmen", "Strategischem Rahmen"),
    ),
    "feminine": _document(
        *("feminine", "singular", "die Neue Ordnung", "die Neue Ordnung"),
        *("der Neuen Ordnung", "der Neuen Ordnung", "Neue Ordnung", "Neuer Ordnung"),
    ),
    "neuter": _document(
        *("neuter", "singular", "das Neue Konzept", "das Neue Konzept"),
        *("dem Neuen Konzept", "des Neuen Konzepts"),
        *("Neues Konzept", "Neuem Konzept"),
    ),
    "plural": _document(
        *("feminine", "plural", "die Neuen Leitlinien", "die Neuen Leitlinien"),
        *("den Neuen Leitlinien", "der Neuen Leitlinien"),
        *("Neue Leitlinien", "Neuen Leitlinien"),
    ),
}


def passage(
    kind: str, body: Body, day: date | None, said: str, english: str, **more: Any
) -> Passage:
    """What a body did, of which the release bears the day of 3 August 2021."""
    return Passage(
        kind=kind,
        body=body,
        day=day,
        weekday=weekday(day) if day else None,
        today=day == AUGUST_3,
        phrase=phrase(said),
        outcome=said,
        english=english,
        **more,
    )


RELEASE = Earlier(
    kind="first_approval",
    seq=2,
    day=JULY_6,
    headline="Senat stimmt Strategischem Rahmen zu",
    url="https://www.berlin.de/rbmskzl/2021/pressemitteilung.1.php",
)
FIRST = passage(
    "first_approval", SENATE, JULY_6, "zugestimmt", "approved", release=RELEASE
)
HEARD = passage(
    *("council_position", COUNCIL, JULY_22),
    *("mit Hinweisen zugestimmt", "consented with remarks"),
)
DECIDED = passage("formal_decision", SENATE, AUGUST_3, "beschlossen", "decided")
_NEXT = dict.fromkeys(("decides_later", "heard_later", "parliament_later"))
_TODAY: Mapping[str, tuple[str, Body, str, str]] = {  # kind: body, outcome, English
    "first_approval": ("first_approval", SENATE, "zugestimmt", "approved"),
    "council_to": ("council_to", SENATE, "zur Kenntnis genommen", "noted"),
    "council_position": ("council_position", COUNCIL, "zugestimmt", "consented"),
    "formal_decision": ("formal_decision", SENATE, "beschlossen", "decided"),
    "report_noted": ("report_noted", SENATE, "zur Kenntnis genommen", "noted"),
    "appointment": ("appointment", SENATE, "beschlossen", "decided"),
}
_MORE: Mapping[str, Mapping[str, Any]] = {
    "first_approval": {"before": (), "decides_later": SENATE, "heard_later": COUNCIL},
    "council_to": {
        "before": (),
        "decides_later": SENATE,
        "heard_later": COUNCIL,
        "council": COUNCIL,
    },
    "council_position": {"before": (FIRST,), "decides_later": SENATE},
    "formal_decision": {"before": (FIRST, HEARD), "effect": Effect(in_force=JANUARY)},
    "report_noted": {"before": ()},
    "appointment": {
        "before": (),
        "appointees": (
            Appointee("Dr. Erika Muster", "Vorsitzende"),
            Appointee("Max Beispiel"),
        ),
        "verb": "berufen",
        "verb_start": "Berufen",
        "begins": AUGUST_5,
        "ends": date(2025, 8, 4),
        "term": "vier Jahre",
    },
}


def item(proposers: str, document: str, **more: Any) -> Item:
    """The item of a combination."""
    return Item(
        reference="S-2021-0001",
        title="Rahmen für die Stadt",
        lead="Senatskanzlei",
        document=DOCUMENTS[document],
        proposal=more.pop("proposal", "vorlage"),
        proposers=PROPOSERS[proposers],
        background=("Die Stadtgesellschaft wirkt mit.",),
        **more,
    )


def stated(kind: str, proposers: str = "a man", document: str = "masculine") -> Any:
    """The facts of a release of 3 August 2021."""
    if kind in _LOOSE:
        return _LOOSE[kind]
    common: dict[str, Any] = {
        "item": item(proposers, document, bill=kind == "to_parliament"),
        "release_day": AUGUST_3,
        "head": HEAD,
        "head_seq": HEAD_SEQ,
        "basis": ("§ 9 Absatz 1 AGBauGB",),
        "procedure": ("GO Sen § 10",),
        "earlier": (RELEASE,),
    }
    if kind in _TODAY:
        done, body, said, english = _TODAY[kind]
        common |= {"passage": passage(done, body, AUGUST_3, said, english), **_NEXT}
        return FACTS_OF[kind](**{**common, **_MORE[kind]})  # type: ignore[index]
    return FACTS_OF[kind](**common, **_OTHER[kind])  # type: ignore[index]


_OTHER: Mapping[str, Mapping[str, Any]] = {
    "to_parliament": {
        "body": SENATE,
        "parliament": PARLIAMENT,
        "day": AUGUST_3,
        "weekday": "Dienstag",
        "today": True,
        "paper": "18/3540",
        "decision": DECIDED,
        "before": (FIRST, HEARD),
        "issuer": OFFICE,
    },
    "publication": {
        "day": AUGUST_3,
        "weekday": "Dienstag",
        "medium": "Amtsblatt für Berlin",
        "citation": "S. 2612",
        "participle": "veröffentlicht",
        "decision": replace(DECIDED, day=JULY_22, weekday="Donnerstag", today=False),
        "law": False,
        "adopted": None,
        "effect": Effect(in_force=JANUARY),
        "issuer": OFFICE,
        "house": SENATE,
    },
}
_OF_OFFICE: dict[str, Any] = {
    "item": None,
    "release_day": AUGUST_5,
    "head": HEAD,
    "head_seq": HEAD_SEQ,
    "issuer": OFFICE,
}
_LOOSE: Mapping[str, Any] = {
    "notice": Notice(
        **_OF_OFFICE,
        headline="Keine Senatspressekonferenz am 10. August 2021",
        paragraphs=("Am 10. August 2021 tagt der Senat nicht.",),
        earlier=(),
    ),
    "correction": Correction(
        **_OF_OFFICE,
        release=replace(RELEASE, kind="formal_decision", day=AUGUST_3),
        replacements=(
            Replacement("am 1. Januar 2022", "am 1. Februar 2022"),
            Replacement(None, "Das Amtsblatt erscheint freitags"),
        ),
        reason="Das Datum war verwechselt worden.",
    ),
    "withdrawal": Withdrawal(
        **_OF_OFFICE,
        release=replace(RELEASE, kind="formal_decision", day=AUGUST_3),
        reason="Der Beschluss war noch nicht gefasst.",
    ),
}


def combinations(kind: str, language: str) -> Iterator[tuple[str, Any]]:
    """Every combination of a kind, with its name, in a fixed order.

    In English no word hangs on the gender and number of the document.
    """
    if kind not in STEP_KINDS:
        yield "alone", stated(kind)
        return
    documents = DOCUMENTS if language == "de" else ["masculine"]
    for proposers, document in product(PROPOSERS, documents):
        yield f"{proposers}, {document}", stated(kind, proposers, document)
