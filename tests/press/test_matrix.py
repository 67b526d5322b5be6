"""Every kind of release, for every proposer and document, in German and in English.

The golden files were read aloud. They are written anew by hand: `.venv/bin/python -m
tests.press.golden`, and what has changed is read again.
"""

import re
from email import message_from_bytes, policy

import pytest

from notifications import formats
from notifications.grammar import KINDS
from tests.load import rounds
from tests.press.golden import GOLDEN, LANGUAGES, files, sheets, whole
from tests.press.telling import loose

FORMS, SHEETS = ("leads", "txt", "html"), ("docx", "pdf")
DAYS = ("2021-07-06", "2021-08-03")  # of the Smart City releases


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_release_reads_as_it_was_proofread(kind: str, language: str) -> None:
    for form in FORMS:
        name = f"{kind}.{language}.{form}"
        assert files()[name] == (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", SHEETS)
def test_in_other_formats_it_is_set_as_it_was_proofread(
    form: str, language: str
) -> None:
    kept = (GOLDEN / f"all.{language}.{form}").read_text("utf-8")
    assert sheets(form, language, KINDS) == kept


@pytest.mark.parametrize("kind", KINDS[:: rounds(5, 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_holds_the_text_and_the_page_that_were_proofread(
    kind: str, language: str
) -> None:
    fired = whole(language)[kind]
    data = formats.rendered(fired.page, formats.MAIL)
    mail = message_from_bytes(data, policy=policy.default)
    parts = {
        each.get_content_type(): each.get_content()
        for each in mail.walk()
        if not each.is_multipart()
    }
    assert parts["text/plain"].split() == fired.text.split()
    without = re.sub(r"<script.*?</script>", "", fired.html, flags=re.DOTALL)
    assert parts["text/html"].split() == without.split()  # no mail runs a script
    assert loose(fired.page.headline) in loose(str(mail["Subject"]))


def test_nothing_is_kept_that_is_not_made() -> None:
    kept = {each.name for each in GOLDEN.iterdir()}
    made = {f"all.{language}.{form}" for language in LANGUAGES for form in SHEETS}
    real = {f"smart-city.{day}.{each}.txt" for day in DAYS for each in LANGUAGES}
    assert kept == made.union(real, files())
