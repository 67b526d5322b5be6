"""The German of releases: what is stored agrees, and what trips writers does not."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as anything
from hypothesis import strategies as st

from definitions.loader import find, shipped
from notifications.bodies import BODIES, PARLIAMENTS
from notifications.grammar import (
    ARTICLES,
    KINDS,
    agreement,
    articles,
    called_a_law,
    upon,
)
from notifications.phrases import PHRASES, phrase
from tests.notifications.documents import FORMS, given
from tests.notifications.drafting import Drafted, draft
from tests.notifications.slips import (
    APPROVED,
    AUGUST_3,
    CONSENTED,
    DECIDED,
    HEAD,
    JULY_6,
    PATH,
    Act,
    opened,
    said,
    slip,
)
from workflow.bounds import Day

TEMPLATES = Path(__file__).parents[2] / "notifications" / "templates" / "german"
GENDERS = ("masculine", "feminine", "neuter", "plural")
LOMPSCHER = ("der Senatorin für Stadtentwicklung und Wohnen", "Katrin Lompscher")
SCHEERES = ("Familiensenatorin", "Sandra Scheeres")
KOLLATZ = ("Finanzsenator", "Dr. Matthias Kollatz")


def long(gen: str, person: str) -> dict[str, Any]:
    return {"gen": gen, "person": person}


def short(word: str, person: str) -> dict[str, Any]:
    ending = "s " if word.endswith("or") else " "
    gen = f"{'des' if ending == 's ' else 'der'} {word}{ending.strip()}"
    return {"gen": gen, "person": person, "compound": word, "short": True}


def released(of: Any, day: date = AUGUST_3, **choice: Any) -> Drafted:
    return draft(of, release_day=day, head=HEAD, head_seq=9, **choice)


def lead(name: str, *acts: Act, day: date = AUGUST_3, **more: Any) -> str:
    return said(released(slip(opened("Plan", given(name, **more)), *acts), day).text)


def labelled(outcome: str, label: str) -> Any:
    """The path of the tests, where one outcome has another label."""
    outcomes = dict(PATH.outcomes)
    outcomes[outcome] = outcomes[outcome].model_copy(update={"de": label})
    return PATH.model_copy(update={"outcomes": outcomes})


def position(name: str, label: str) -> Drafted:
    """What the Council said, in the words of a label."""
    path = labelled("consented", label)
    return released(slip(opened("Plan", given(name)), CONSENTED, path=path))


# --- the document and the verb


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("masculine", "hat dem Strategischen Rahmen zugestimmt"),
        ("feminine", "hat der Sechsten Verordnung zugestimmt"),
        ("neuter", "hat dem neuen Konzept zugestimmt"),
        ("plural", "hat den Leitlinien zugestimmt"),
    ],
)
def test_to_agree_governs_the_dative(name: str, text: str) -> None:
    assert text in said(position(name, "zugestimmt").text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("masculine", "zum Strategischen Rahmen"),
        ("feminine", "zur Sechsten Verordnung"),
        ("neuter", "zum neuen Konzept"),
        ("plural", "zu den Leitlinien"),
    ],
)
def test_a_statement_is_one_on_the_document(name: str, text: str) -> None:
    release = position(name, "Stellung genommen")
    assert f"hat {text} Stellung genommen." in said(release.text)
    assert release.headline == f"Rat der Bürgermeister nimmt Stellung {text}"
    silent = position(name, "keine Stellungnahme abgegeben")
    assert f"hat {text} keine Stellungnahme abgegeben." in said(silent.text)
    assert (
        silent.headline == f"Rat der Bürgermeister gibt keine Stellungnahme {text} ab"
    )


@pytest.mark.parametrize("name", GENDERS)
def test_headlines_have_no_article(name: str) -> None:
    """Bare accusative, bare dative: the strong ending of the adjective."""
    for known in PHRASES:
        if known.case in ("akk", "dat", "über"):
            headline = position(name, known.participle).headline
            words = headline.removeprefix("Rat der Bürgermeister")
            words = words.removesuffix(known.tail)
            assert not ARTICLES & set(words.split()), headline


@pytest.mark.parametrize("name", GENDERS)
def test_every_stored_outcome_reads_in_sentence_and_headline(name: str) -> None:
    for known in PHRASES:
        release = position(name, known.participle)
        assert f"{known.participle}." in said(release.text)
        assert release.headline.startswith(f"Rat der Bürgermeister {known.verb}")
        assert release.headline.endswith(known.tail)


def test_guidelines_are_several() -> None:
    text = lead("plural", APPROVED, day=JULY_6)
    assert "Diese werden dem Senat" in text
    assert "wird" not in text


def test_a_participle_before_its_noun_agrees_with_it() -> None:
    """Das vorgelegte Konzept (as in 2015), but den vorgelegten Bericht."""
    endings = [agreement("masculine", "singular").ending]
    endings += [agreement(each, "singular").ending for each in ("feminine", "neuter")]
    assert endings == ["en", "e", "e"]
    assert agreement("neuter", "plural").ending == "en"


def test_the_articles_are_those_of_the_grammar() -> None:
    rows = [articles(each, "singular") for each in ("masculine", "feminine", "neuter")]
    assert ["/".join(row.values()) for row in rows] == [
        *("der/den/dem/des", "die/die/der/der", "das/das/dem/des")
    ]
    assert "/".join(articles("neuter", "plural").values()) == "die/die/den/der"


@pytest.mark.parametrize("name", FORMS)
def test_what_stands_after_zu_is_drawn_together(name: str) -> None:
    dat = FORMS[name][4]
    found = upon(dat)
    assert found.split()[0] in ("zum", "zur", "zu")
    assert found.endswith(dat.partition(" ")[2])


# --- bodies


@pytest.mark.parametrize("label", BODIES)
def test_a_body_has_all_its_forms_and_they_agree(label: str) -> None:
    body = BODIES[label]
    assert body.start == body.nom[0].upper() + body.nom[1:]
    articles_found = [each.split()[0] for each in (body.nom, body.akk, body.dat)]
    assert articles_found in (
        *(["der", "den", "dem"], ["die", "die", "der"], ["das", "das", "dem"]),
    )
    masculine_or_neuter = body.gen.startswith("des ")
    assert masculine_or_neuter == (body.dat.startswith("dem "))
    assert body.at.startswith("beim " if masculine_or_neuter else "bei der ")
    several = body.has == "haben"
    assert body.his == ("seiner" if masculine_or_neuter and not several else "ihrer")
    assert body.had == ("hatten" if several else "hatte")


def test_every_body_whose_act_a_shipped_path_announces_has_forms() -> None:
    for name in shipped():
        path = find(name).definition
        for event in path.announcements:
            body = path.events[event].body
            assert body is None or path.bodies[body].de in BODIES, (name, event)
    assert set(BODIES) >= PARLIAMENTS


def test_parliament_is_neuter() -> None:
    path = PATH.model_copy(
        update={
            "bodies": {
                **PATH.bodies,
                "senate": PATH.bodies["senate"].model_copy(
                    update={"de": "Abgeordnetenhaus von Berlin"}
                ),
            }
        }
    )
    release = released(slip(opened("Plan"), APPROVED, path=path), JULY_6)
    assert (
        said(release.text).count("Das Abgeordnetenhaus von Berlin hat in seiner") == 1
    )
    assert release.kicker is not None
    assert "Aus der Sitzung des Abgeordnetenhauses von Berlin am" in said(
        release.kicker
    )


def test_the_council_is_called_as_it_calls_itself() -> None:
    words = [each.read_text(encoding="utf-8") for each in TEMPLATES.glob("*.jinja")]
    forms = "\n".join((*words, *(str(each) for each in BODIES.values())))
    assert "Rates der" not in forms
    assert "Rats der Bürgermeister" in forms
    assert "Bürgermeisterinnen" not in forms


# --- who submitted


def test_the_long_form_has_both_commas_also_before_a_dash() -> None:
    text = lead("masculine", APPROVED, CONSENTED, DECIDED, proposers=[long(*LOMPSCHER)])
    assert (
        "auf Vorlage der Senatorin für Stadtentwicklung und Wohnen, Katrin Lompscher, "
        "– nach Zustimmung des Rats der Bürgermeister – den Strategischen Rahmen beschl"
    ) in text


def test_the_short_form_has_neither_article_nor_comma() -> None:
    text = lead("plural", APPROVED, day=JULY_6, proposers=[short(*SCHEERES)])
    assert "auf Vorlage von Familiensenatorin Sandra Scheeres den Leitlinien in" in text


@pytest.mark.parametrize(
    ("proposers", "text"),
    [
        (
            [long(*LOMPSCHER), short(*KOLLATZ)],
            "der Senatorin für Stadtentwicklung und Wohnen, Katrin Lompscher, und von "
            "Finanzsenator Dr. Matthias Kollatz den Leitlinien",
        ),
        (
            [short(*SCHEERES), short(*KOLLATZ)],
            "von Familiensenatorin Sandra Scheeres und von Finanzsenator Dr. Matthias "
            "Kollatz den Leitlinien",
        ),
        (
            [short(*SCHEERES), short(*KOLLATZ), long(*LOMPSCHER)],
            "von Familiensenatorin Sandra Scheeres, von Finanzsenator Dr. Matthias "
            "Kollatz und der Senatorin für Stadtentwicklung und Wohnen, Katrin "
            "Lompscher, den Leitlinien",
        ),
    ],
)
def test_several_who_submit_are_joined(proposers: list[Any], text: str) -> None:
    found = lead("plural", APPROVED, day=JULY_6, proposers=proposers)
    assert f"auf Vorlage {text}" in found


@pytest.mark.parametrize(
    ("proposal", "text"),
    [("vorlage", "Vorlage"), ("antrag", "Antrag"), ("vorschlag", "Vorschlag")],
)
def test_what_they_did_is_named(proposal: str, text: str) -> None:
    found = lead(
        *("plural", APPROVED),
        day=JULY_6,
        proposal=proposal,
        proposers=[long(*LOMPSCHER)],
    )
    assert f" auf {text} der Senatorin" in found


# --- what was said by the Council


@pytest.mark.parametrize(
    ("label", "passing", "sentence"),
    [
        ("zugestimmt", "– nach Zustimmung des Rats der Bürgermeister –", None),
        (
            "mit Hinweisen zugestimmt",
            "– nach Stellungnahme durch den Rat der Bürgermeister –",
            "Der Rat der Bürgermeister hatte der Vorlage mit Hinweisen zugestimmt.",
        ),
        (
            "abgelehnt",
            "– nach Stellungnahme durch den Rat der Bürgermeister –",
            "Der Rat der Bürgermeister hatte die Vorlage abgelehnt.",
        ),
        (
            "Stellung genommen",
            "– nach Stellungnahme durch den Rat der Bürgermeister –",
            None,
        ),
        (
            "keine Stellungnahme abgegeben",
            None,
            "Rat der Bürgermeister hatte zur Vorlage keine Stellungnahme abgegeben.",
        ),
        (
            "Bedenken geäußert",
            None,
            "hatte über die Vorlage beraten (Ergebnis: Bedenken geäußert).",
        ),
    ],
)
def test_the_council_is_told_as_recorded(
    label: str, passing: str | None, sentence: str | None
) -> None:
    path = labelled("consented", label)
    of = slip(opened("Plan"), APPROVED, CONSENTED, DECIDED, path=path)
    text = said(released(of).text)
    assert ("– nach" in text) == (passing is not None)
    assert passing is None or passing in text
    assert sentence is None or sentence in text
    assert ("Der Rat der Bürgermeister hatte" in text) == (sentence is not None)
    assert ("Zustimmung" in text) == (label == "zugestimmt")


def test_in_writing_there_was_no_sitting() -> None:
    path = find("swiss-federal-council").definition
    acts = (
        *(Act(event, Day(JULY_6)) for event in ("waive_offices", "submit")),
        Act("decide_in_writing", Day(AUGUST_3), "decided"),
    )
    events = {
        name: event.model_copy(update={"requires": ()})
        for name, event in path.events.items()
    }
    free = path.model_copy(update={"events": events})
    of = replace(slip(opened("Plan"), *acts, path=free), definition=path)
    release = released(of)
    assert release.kicker == "Aus dem Bundesrat:"
    assert "Sitzung" not in said(release.text)
    assert "Der Bundesrat hat heute im schriftlichen Verfahren die Vorlage" in said(
        release.text
    )


# --- what calls a document a law


@pytest.mark.parametrize(
    ("nom", "word"),
    [
        ("das Solargesetz Berlin", "Solargesetz"),
        ("das Gesetz zur Stärkung von Familien", "Gesetz"),
        ("das Berliner Mobilitätsgesetz", "Mobilitätsgesetz"),
        ("der Entwurf des Mobilitätsgesetzes", None),
        ("der Gesetzentwurf zur Änderung des Solargesetzes", None),
        ("das Konzept zum Bürokratieentlastungsgesetz", None),
        ("die Vorlage „Gesetz über Solaranlagen“", None),
        ("das Programm Solargesetz", None),
        ("das Erste Gesetz", "Gesetz"),
        ("die neuen Hochschulgesetze", "Hochschulgesetze"),
        ("die Stellungnahme zum Gesetz", None),
    ],
)
def test_only_the_head_of_a_title_calls_it_a_law(nom: str, word: str | None) -> None:
    assert called_a_law(nom) == word


# --- outcomes of paths that nobody has seen


@anything(st.text("abcdefghijklmnopqrstuvwxyzäöüß ", min_size=1).map(str.strip))
def test_a_label_is_never_taken_apart(label: str) -> None:
    found = phrase(label)
    if found.result is None:
        assert label == " ".join(filter(None, (found.manner, found.participle)))
    else:
        assert found.result == label
        assert not found.consent


@pytest.mark.parametrize(
    "label", ["mit Mehrheit nicht zugestimmt", "nicht beschlossen", "kaum zugestimmt"]
)
def test_a_denied_outcome_is_told_by_its_label(label: str) -> None:
    assert phrase(label).result == label


# --- the templates


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_german_words(kind: str) -> None:
    for part in ("", ".headline", ".kicker"):
        assert (TEMPLATES / f"{kind}{part}.jinja").is_file()


@pytest.mark.parametrize("name", GENDERS)
def test_days_have_no_leading_zero_and_do_not_break(name: str) -> None:
    early = replace(APPROVED, day=Day(JULY_6))
    text = released(slip(opened("Plan", given(name)), early), JULY_6).text
    words, _, rest = text.partition("Pressemitteilung vom")
    assert not re.search(r"\b0\d\. ", words + rest.partition("\n")[2])
    assert "6.\u00a0Juli 2021" in rest
