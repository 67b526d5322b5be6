"""Every sentence for a person has its German, with the same places.

No one is left over.
"""

import gettext
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from tests.commands import catalogue

_PLACES = re.compile(r"%\(\w+\)s|\{\w*(?:![rsa])?\}")


def messages() -> Iterator[Message]:
    return (each for each in catalogue.read() if each.id)


def key(message: catalogue.Id | Message) -> object:
    found = message.id if isinstance(message, Message) else message
    return found if isinstance(found, str) else found[0]


def texts(of: object) -> list[str]:
    return [of] if isinstance(of, str) else list(of)  # type: ignore[call-overload]


def test_every_sentence_stands_in_the_catalogue_and_nothing_else() -> None:
    needed = {key(each) for each in catalogue.needed()}
    there = {key(each) for each in messages()}
    assert needed - there == set(), "run `make messages`, then translate"
    assert there - needed == set(), "run `make messages`"


def test_every_sentence_is_translated() -> None:
    missing = [each.id for each in messages() if not catalogue.all_said(each.string)]
    assert missing == []


def test_a_translation_has_the_places_of_its_sentence() -> None:
    for message in messages():
        wanted = set(_PLACES.findall(" ".join(texts(message.id))))
        for text in texts(message.string):
            found = set(_PLACES.findall(text))
            assert found <= wanted, message.id
            if isinstance(message.id, str):
                assert found == wanted, message.id


def test_no_translation_addresses_anybody_as_you() -> None:
    for message in messages():
        for text in texts(message.string):
            assert not re.search(
                r"\b(Ihr|Ihre[mnrs]?|Ihnen|du|dein\w*|bitte Sie)\b", text
            )
            assert not re.search(r"\w+en Sie\b", text), text


def test_the_compiled_catalogue_is_fresh() -> None:
    with catalogue.MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages():
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string
        else:
            one, more = message.id[0], message.id[1]
            for number, text in zip((1, 2), texts(message.string), strict=True):
                assert compiled.ngettext(one, more, number) == text


@pytest.mark.parametrize("number", [0, 1, 2])
def test_german_plurals_follow_german_rules(number: int) -> None:
    with catalogue.MO.open("rb") as file:
        said = gettext.GNUTranslations(file).ngettext(
            "Got unexpected extra argument ({args})",
            "Got unexpected extra arguments ({args})",
            number,
        )
    assert said.startswith(
        "Überzählige Angabe (" if number == 1 else "Überzählige Angaben ("
    )
