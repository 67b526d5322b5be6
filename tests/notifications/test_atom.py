"""The feed: entries that keep their ids, corrections that move, and no draft, ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest

from notifications.atom import feed, identifier
from notifications.page import Page
from tests.notifications.releases import EMBARGO, OUT, draft, release
from workflow.errors import Misconfigured, Refused

BASE = "https://presse.berlin.invalid/feed.atom"
RECORD = "laufzettel:7f3a"
NOW = datetime(2021, 8, 1, tzinfo=UTC)
LATER = OUT + timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def read(*pages: Page, now: datetime = NOW) -> Element:
    return fromstring(feed(pages, now, BASE, RECORD))


def told(entry: Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def entries(*pages: Page) -> list[Element]:
    return read(*pages).findall(f"{ATOM}entry")


def test_a_feed_has_what_the_standard_asks_for() -> None:
    found = read(release())
    assert told(found, "id").startswith("urn:uuid:")
    assert told(found, "title") == release().issuer
    assert told(found, "updated") == "2021-07-06T10:30:00Z"
    assert found.findtext(f"{ATOM}author/{ATOM}name") == release().issuer
    (entry,) = found.findall(f"{ATOM}entry")
    assert told(entry, "title") == release().headline
    assert told(entry, "summary") == release().paragraphs[0]
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert (link.get("rel"), link.get("href")) == ("alternate", release().url)
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert [each.tag for each in content] == ["{http://www.w3.org/1999/xhtml}div"]


def test_a_feed_without_releases_is_of_now() -> None:
    assert told(read(), "updated") == "2021-08-01T00:00:00Z"


def test_a_correction_keeps_id_and_instant_and_moves_updated() -> None:
    corrected = replace(release("correction"), modified_at=LATER)
    (before,), (after,) = entries(release()), entries(release(), corrected)
    assert told(before, "id") == told(after, "id")
    assert told(before, "published") == told(after, "published")
    assert told(before, "updated") == "2021-07-06T10:30:00Z"
    assert told(after, "updated") == "2021-07-07T10:30:00Z"
    assert told(after, "title") == f"Korrektur: {release().headline}"
    assert corrected.note[0] in "".join(after.itertext())


def test_a_correction_of_another_year_with_an_instant_of_its_own_does_too() -> None:
    new_year = datetime(2022, 1, 3, tzinfo=UTC)
    corrected = replace(
        release("correction"), published_at=new_year, release_day=new_year.date()
    )
    (found,) = read(corrected, release(), now=new_year).findall(f"{ATOM}entry")
    assert told(found, "id") == told(entries(release())[0], "id")
    assert told(found, "published") == "2021-07-06T10:30:00Z"


def test_what_was_withdrawn_says_so() -> None:
    gone = replace(release("withdrawal"), modified_at=LATER)
    (found,) = entries(release(), gone)
    assert told(found, "title") == f"Zurückgezogen: {release().headline}"
    assert "wird zurückgezogen" in "".join(found.itertext())


def test_the_newest_comes_first_whatever_was_handed_in_first() -> None:
    newer = replace(release(), identity="PM-2021-0002", published_at=LATER)
    for given in ([release(), newer], [newer, release()]):
        ids = [identifier(each, RECORD) for each in (newer, release())]
        assert [told(each, "id") for each in entries(*given)] == ids


def test_both_languages_of_a_release_are_entries_of_their_own() -> None:
    found = read(release(), release(language="en"))
    assert len({told(each, "id") for each in found.findall(f"{ATOM}entry")}) == 2
    assert "{http://www.w3.org/XML/1998/namespace}lang" not in found.attrib


@pytest.mark.parametrize(
    "page",
    [
        draft(),
        replace(release(), published_at=None),
        replace(release(), marks=(EMBARGO,)),
        replace(release(), published_at=NOW + timedelta(seconds=1)),
    ],
    ids=["draft", "no instant", "marked", "to come"],
)
def test_what_is_not_published_is_refused_and_nothing_is_written(page: Page) -> None:
    secret = replace(page, identity="PM-2021-0099", headline="Geheim")
    with pytest.raises(Refused, match="PM-2021-0099 is not published") as refused:
        feed([release(), secret], NOW, BASE, RECORD)
    assert "Geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "base", ["", "presse", "file:///x", "javascript:1", "https://"]
)
def test_the_address_of_the_feed_is_one_of_the_web(base: str) -> None:
    with pytest.raises(Misconfigured, match="cannot be the address of the feed"):
        feed([release()], NOW, base, RECORD)


def test_ids_outlive_the_address_of_the_feed() -> None:
    """A reader that knows a release is not given it again, wherever the feed moves."""
    pages = [release(), replace(release(), identity="PM-2021-0002")]
    known, moved = (
        fromstring(feed(pages, NOW, base, RECORD))
        for base in (BASE, "https://www.land.invalid:8443/atom")
    )
    assert [told(each, "id") for each in (known, *known.findall(f"{ATOM}entry"))] == [
        told(each, "id") for each in (moved, *moved.findall(f"{ATOM}entry"))
    ]
    link = moved.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://www.land.invalid:8443/atom"


def test_an_id_is_of_one_record_one_release_and_one_language() -> None:
    odd = replace(release(), identity="\ud800 b<")
    pages = (release(), release(language="en"), odd)
    found = {identifier(page, record) for page in pages for record in (RECORD, "b")}
    assert len(found) == 6
    for each in found:
        assert each == f"urn:uuid:{UUID(each.removeprefix('urn:uuid:'))}"


def test_a_feed_without_an_address_is_refused_and_the_key_named() -> None:
    with pytest.raises(Misconfigured, match=r"set `feed` below \[press\]"):
        feed([release()], NOW, None, RECORD)
