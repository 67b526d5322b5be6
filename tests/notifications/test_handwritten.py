"""Notices, corrections and withdrawals; and no gap in any release stays unseen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from notifications.facts import Correction, Earlier, Publication, Replacement
from notifications.plain import Unfilled
from notifications.press import Gathered, gathered, noticed, withdrawing
from tests.notifications.drafting import set_out
from tests.notifications.slips import AUGUST_3, HEAD, JULY_6, opened, real, said, slip
from workflow.errors import Refused

RELEASE = Earlier(
    "formal_decision", 4, AUGUST_3, "Senat beschließt „Plan“", "https://berlin.de/1"
)
OFFICE = "Das Presse- und Informationsamt des Landes Berlin"


def notice(**more: Any) -> Gathered:
    facts: dict[str, Any] = {
        "headline": "Hinweis an die Redaktionen: Keine Senatspressekonferenz",
        "paragraphs": ("Sie entfällt.", "Der Senat tagt nicht."),
        "release_day": date(2024, 1, 31),
        "head": HEAD,
    }
    return noticed(more.pop("of", None), **{**facts, **more})


# --- notices


def test_a_notice_says_what_was_typed_and_no_more() -> None:
    release = set_out(notice())
    assert release.headline == "Hinweis an die Redaktionen: Keine Senatspressekonferenz"
    assert release.kicker == f"{OFFICE} teilt mit:"
    assert release.paragraphs == ("Sie entfällt.", "Der Senat tagt nicht.")
    assert release.entry_hashes == ()


def test_a_department_gives_notice_in_its_own_name() -> None:
    release = set_out(notice(issuer="Die Senatsverwaltung für Justiz"))
    assert release.kicker == "Die Senatsverwaltung für Justiz teilt mit:"


def test_a_notice_on_an_item_is_bound_to_its_title() -> None:
    of = slip(opened("Plan"))
    found = notice(of=of)
    assert found.entry_hashes == of.steps[0].hashes
    assert "Vorlage: „Plan“" in said(set_out(found).text)


def test_a_notice_on_an_item_that_is_over_can_still_be_given() -> None:
    assert set_out(notice(of=real("publication"))).paragraphs


def test_a_notice_without_words_is_refused_with_all_that_is_missing() -> None:
    with pytest.raises(Refused) as refused:
        notice(headline=" ", paragraphs=("",))
    assert len(refused.value.sentences) == 2


# --- corrections and withdrawals


def correction(*pairs: Replacement, reason: str | None = None) -> Gathered:
    facts = Correction(
        item=None,
        release_day=date(2021, 8, 5),
        head=HEAD,
        head_seq=9,
        release=RELEASE,
        replacements=pairs,
        reason=reason,
    )
    return Gathered("correction", facts, (), None, ())


def test_a_correction_says_what_replaces_what() -> None:
    pairs = (Replacement("3. August", "4. August"), Replacement(None, "Es gilt „bald“"))
    release = set_out(correction(*pairs, reason="Der Tag war falsch."))
    assert release.headline == "Korrektur: Senat beschließt „Plan“"
    assert [said(each) for each in release.paragraphs] == [
        "Korrektur vom 5. August 2021: Es muss heißen: „4. August“ statt „3. August“.",
        "Ergänzt wird: „Es gilt ‚bald‘“.",
        "Grund: Der Tag war falsch.",
    ]


def test_a_correction_without_pairs_has_its_day_all_the_same() -> None:
    assert said(set_out(correction()).paragraphs[0]) == "Korrektur vom 5. August 2021."


def withdrawn(**more: Any) -> Gathered:
    facts: dict[str, Any] = {
        "release": RELEASE,
        "reason": "Die Sitzung wurde vertagt",
        "release_day": date(2021, 8, 5),
        "head": HEAD,
    }
    return withdrawing(None, **{**facts, **more})


def test_a_withdrawal_names_the_release_and_the_reason() -> None:
    release = set_out(withdrawn())
    assert said(release.paragraphs[0]) == (
        "Die Pressemitteilung vom 3. August 2021 „Senat beschließt ‚Plan‘“ wird "
        "zurückgezogen. Grund: Die Sitzung wurde vertagt."
    )
    assert "https://berlin.de/1" in release.paragraphs[1]
    whole = set_out(
        withdrawn(reason="Sie war falsch!", release=replace(RELEASE, url=None))
    )
    assert said(whole.paragraphs[0]).endswith("Grund: Sie war falsch!")
    assert len(whole.paragraphs) == 1


def test_a_withdrawal_without_reason_or_before_the_release_is_refused() -> None:
    with pytest.raises(Refused, match="says why"):
        withdrawn(reason=" ")
    with pytest.raises(Refused, match="cannot bear the day 2021-07-06"):
        withdrawn(release_day=JULY_6)


# --- gaps


def published() -> Publication:
    found = gathered(real(), release_day=AUGUST_3, head=HEAD, head_seq=105).facts
    assert isinstance(found, Publication)
    return found


def shown(facts: Publication) -> Any:
    return set_out(Gathered("publication", facts, (), 5, ()))


def test_a_value_that_is_none_is_an_error_and_not_a_word() -> None:
    facts = replace(published(), citation=None)
    assert "None" not in shown(facts).text
    with pytest.raises(Unfilled):
        shown(replace(facts, participle=None))  # type: ignore[arg-type]


def test_an_empty_value_leaves_a_gap_that_is_found() -> None:
    facts = published()
    assert facts.decision is not None
    phrase = replace(facts.decision.phrase, participle="")
    with pytest.raises(Unfilled, match="gap"):
        shown(replace(facts, decision=replace(facts.decision, phrase=phrase)))


@pytest.mark.parametrize(
    "title", ["None of {{ these }} {% marks %} ()", "{{ 7 * 7 }} {{ ''.__class__ }}"]
)
def test_what_a_title_says_in_template_language_is_not_carried_out(title: str) -> None:
    facts = replace(published(), decision=None, participle="veröffentlicht")
    release = shown(replace(facts, item=replace(facts.item, title=title)))
    assert title in said(release.text)
    assert "49" not in release.headline
