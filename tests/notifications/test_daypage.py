"""The page of a sitting: all its releases, in order, with places to jump to."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.daypage import daypage
from notifications.page import Page
from tests.load import rounds
from tests.notifications.releases import HOSTILE_PAGES, OUT, draft, release
from workflow.errors import Refused

DAY = date(2021, 8, 3)


KICKERS = {
    "de": "Aus der Sitzung des Senats am 3.\u00a0August 2021:",
    "en": "From the meeting of the Senate of Berlin on 3 August 2021:",
}


def sitting(language: str = "de") -> list[Page]:
    """Three releases; one was corrected since."""
    kinds = ("formal_decision", "report_noted", "correction")
    return [
        replace(
            release(kind, language),
            identity=f"PM-2021-000{number}",
            kicker=KICKERS[language],
            headline=f"Der Senat beschließt Nummer {number}",
        )
        for number, kind in enumerate(kinds, 1)
    ]


def test_the_page_of_a_day_has_all_releases_in_the_order_of_the_agenda() -> None:
    found = daypage(sitting(), DAY, "de")
    assert found.headline == "Aus der Sitzung des Senats am 3.\u00a0August 2021"
    assert f"<h1>{found.headline}</h1>" in found.html
    assert f"<title>{found.headline}</title>" in found.html
    headings = re.findall(r"<h2 [^>]*>(.*?)</h2>", found.html)
    assert headings == [each.headline for each in sitting()]
    places = [found.text.rindex(each.headline) for each in sitting()]
    assert places == sorted(places)
    assert found == daypage(sitting(), DAY, "de")


def test_no_sitting_is_named_that_not_all_of_them_come_from() -> None:
    first, *others = sitting()
    notice = replace(first, kicker="Das Presse- und Informationsamt teilt mit:")
    for pages in ([notice], [notice, *others], [replace(first, kicker=None)]):
        found = daypage(pages, DAY, "de")
        assert found.headline == "Pressemitteilungen vom 3.\u00a0August 2021"


def test_every_release_can_be_jumped_to() -> None:
    html = daypage(sitting(), DAY, "de").html
    leads = re.findall(r'<a href="#([^"]+)">', html)
    assert leads == re.findall(r'<article id="([^"]+)"', html)
    assert len(set(leads)) == 3
    assert "Korrektur: Der Senat beschließt Nummer 3</a>" in html


def test_an_english_page_is_english() -> None:
    found = daypage(sitting("en"), DAY, "en")
    assert found.headline == "From the meeting of the Senate of Berlin on 3 August 2021"
    assert '<html lang="en">' in found.html


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_draft_among_them_stops_the_whole_page(number: int) -> None:
    pages = sitting()
    pages[number] = replace(draft(), identity="PM-2021-0099", headline="Geheim")
    with pytest.raises(Refused, match="PM-2021-0099 is not published") as refused:
        daypage(pages, DAY, "de")
    assert "Geheim" not in str(refused.value)


def test_a_day_without_releases_has_no_page() -> None:
    with pytest.raises(Refused, match="Nothing was published on 2021-08-03"):
        daypage([], DAY, "de")


def test_languages_are_not_mixed() -> None:
    with pytest.raises(Refused, match=r"another language \(en\)"):
        daypage([*sitting(), release(language="en")], DAY, "de")


@settings(max_examples=rounds(8, 200))
@given(st.lists(HOSTILE_PAGES, min_size=1, max_size=4))
def test_hostile_releases_of_one_name_stay_apart(pages: list[Page]) -> None:
    public = [
        replace(each, published_at=OUT, marks=(), language="de") for each in pages
    ]
    html = daypage(public, DAY, "de").html
    assert len(set(re.findall(r' id="([^"]*)"', html))) == 2 * len(public)
    assert html.count("<script") == html.count("</script>") == 1
    assert html.count("<article ") == len(public)
