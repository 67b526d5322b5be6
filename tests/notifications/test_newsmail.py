"""A release as mail: text and HTML, a subject that tells what it is, a stable id."""

from dataclasses import replace

import pytest

from notifications.filling import Filling
from notifications.mail import Addresses, composed
from notifications.moulds import moulds
from notifications.newsmail import draft, key
from notifications.page import Page
from tests.notifications.mailbox import read
from tests.notifications.releases import OUT, release
from tests.notifications.releases import draft as unreleased
from tests.notifications.vectors import VECTORS
from tests.notifications.wire import strictly
from workflow.errors import Refused

FRAMES = {name: mould.text for name, mould in moulds().items()}
TO = "Redaktion", "redaktion@berlin.invalid"


def mailed(page: Page, version: int = 1, to: tuple[str, str] = TO) -> bytes:
    text, html = Filling(FRAMES, page.language).framed(page)
    return composed(draft(page, text, html, version, *to), Addresses(), OUT).encode()


def test_a_release_is_text_first_html_beside_it_and_nothing_else() -> None:
    found = read(mailed(release()))
    assert found["Subject"] == release().headline
    assert found["From"].addresses[0].display_name == release().issuer
    assert found["To"].addresses[0].addr_spec == "redaktion@berlin.invalid"
    assert found["Precedence"] == "bulk"
    assert found.get_content_type() == "multipart/alternative"
    kinds = [each.get_content_type() for each in found.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert "<script" not in strictly(mailed(release())).leaves[1].text


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("correction", "Korrektur: Senat bringt Strategischen Rahmen auf den Weg"),
        ("withdrawal", "Zurückgezogen: Senat bringt Strategischen Rahmen auf den Weg"),
    ],
)
def test_what_became_of_a_release_stands_in_the_subject(
    kind: str, subject: str
) -> None:
    assert read(mailed(release(kind)))["Subject"] == subject
    already = replace(release(kind), headline=subject)
    assert read(mailed(already))["Subject"] == subject


def test_an_unreleased_text_says_so_in_subject_and_bodies() -> None:
    found = strictly(mailed(unreleased()))
    subject = read(mailed(unreleased()))["Subject"]
    assert subject.startswith("ENTWURF: ")
    for part in found.leaves:
        assert all(
            mark in part.text.replace("\u00a0", " ") for mark in unreleased().marks
        )
    assert read(mailed(unreleased("en")))["Subject"].startswith("DRAFT: ")


def test_the_id_is_that_of_the_version() -> None:
    def found(page: Page, version: int = 1, to: tuple[str, str] = TO) -> str:
        return str(read(mailed(page, version, to))["Message-ID"])

    first = found(release())
    assert found(replace(release(), headline="Anders")) == first
    assert found(release(), to=("Andere", "andere@berlin.invalid")) == first
    assert found(release(), 2) != first
    assert found(release(language="en")) != first
    assert found(replace(release(), identity="PM-2021-0002")) != first
    assert mailed(release()) == mailed(release())
    assert len(key(release(), 1)) == 64


@pytest.mark.parametrize("number", range(len(VECTORS)))
def test_no_text_brings_a_header_or_a_part(number: int) -> None:
    text = VECTORS[number]
    page = replace(release(), headline=text, issuer=text, paragraphs=(text,))
    found, plain = read(mailed(page, to=(text, TO[1]))), read(mailed(release()))
    assert found.keys() == plain.keys()
    assert len(strictly(mailed(page)).leaves) == 2
    assert [each.addr_spec for each in found["To"].addresses] == [TO[1]]
    assert len(found["From"].addresses) == 1


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="no mail address"):
        mailed(release(), to=("x", "a@b\r\nBcc: evil@example.org"))
