"""Proposers: by the key of an office or with forms typed out, never made by rule."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from notifications.checkedtext import faults
from notifications.proposers import Named, Proposer, resolved
from tests.notifications.test_particulars import GOOD
from tests.notifications.test_particulars import faults as told_of
from tests.workflow.test_portfolios import FINANCE, shipped

TYPED = {"person": "Katrin Lompscher", "gen": "der Senatorin für Stadtentwicklung"}
DAY = date(2021, 7, 6)
HELD = {each.office.key: each.office for each in shipped() if each.office.covers(DAY)}


def named(*given: dict[str, Any]) -> tuple[tuple[Named, ...], list[str]]:
    proposers = [Proposer.model_validate(each) for each in given]
    found, gaps = resolved(proposers, HELD, DAY)
    return found, [str(each) for each in gaps]


def test_the_directory_brings_person_and_forms() -> None:
    (found,), gaps = named({"office": "regierender-buergermeister"})
    assert (found.person, found.gen, found.short) == (
        "Michael Müller",
        "des Regierenden Bürgermeisters von Berlin",
        None,
    )
    assert found.en == "the Governing Mayor of Berlin"
    assert gaps == []


def test_the_short_form_is_taken_only_where_it_is_asked_for() -> None:
    found, _ = named(
        {"office": "senator-finanzen", "short": True},
        {"office": "senator-finanzen"},
        {**TYPED, "compound": "Stadtentwicklungssenatorin", "short": True},
        {**TYPED, "compound": "Stadtentwicklungssenatorin"},
    )
    shorts = [each.short for each in found]
    assert shorts == ["Finanzsenator", None, "Stadtentwicklungssenatorin", None]


def test_several_proposers_keep_their_order() -> None:
    found, gaps = named(
        {"office": "senator-kultur"}, TYPED, {"office": "senator-umwelt"}
    )
    assert [each.person for each in found] == [
        "Dr. Klaus Lederer",
        "Katrin Lompscher",
        "Regine Günther",
    ]
    assert gaps == []


def test_every_office_that_is_not_found_is_named_with_the_way_out() -> None:
    found, gaps = named(
        {"office": "senator-verkehr"},
        {"office": "regierender-buergermeister", "short": True},
        {"office": "senator-justiz"},
    )
    assert [each.office for each in found] == ["senator-justiz"]
    unknown, no_short = gaps
    assert "nobody who held the office senator-verkehr on 2021-07-06" in unknown
    assert "`laufzettel office set senator-verkehr --file FILE`" in unknown
    assert "No short form of the office regierender-buergermeister" in no_short


def test_on_an_unknown_day_nobody_is_taken_for_the_holder() -> None:
    by_key = Proposer.model_validate({"office": "senator-finanzen"})
    typed = Proposer.model_validate(TYPED)
    found, (gap,) = resolved([by_key, typed], {}, None)
    assert [each.person for each in found] == ["Katrin Lompscher"]
    assert "day of the step is not known exactly" in str(gap)
    assert not FINANCE.covers(DAY)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "name the office"),
        ({"person": "Katrin Lompscher"}, "name the office"),
        ({"office": "senator-finanzen", "gen": TYPED["gen"]}, "leave the others away"),
        ({"office": "senator-finanzen", "en": "the Senator"}, "leave the others away"),
        ({**TYPED, "short": True}, "compound: Finanzsenator"),
        ({"office": "Finanzen"}, "a short name is expected"),
        ({**TYPED, "person": "Katrin Lompscher,"}, "leave the outer commas away"),
        ({**TYPED, "nom": "x" * 301}, "longer than 300 characters"),
        ({**TYPED, "akk": "die \u202eSenatorin"}, "invisible or control"),
        ({**TYPED, "dat": 'der "Senatorin"'}, "straight quotation marks"),
        ({**TYPED, "short": "perhaps"}, "true or false is expected"),
        ({**TYPED, "title": "Senatorin"}, "no such key here"),
    ],
)
def test_what_names_nobody_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as found:
        Proposer.model_validate(given)
    assert any(told in str(each) for each in faults(found.value, "proposer"))


def test_the_manner_of_proposing_is_one_of_three() -> None:
    (told,) = told_of({**GOOD, "proposal": "wunsch"})
    assert "proposal: it must be one of 'vorlage', 'antrag' or 'vorschlag'" in told
