"""The language of the person at the keyboard: German or English.

One catalogue (domain "messages", `locale/`) serves the project's sentences and click's
own, so a command never answers in two languages. The English text is the message id.
"""

import gettext
import os
from collections.abc import Mapping
from functools import cache

from definitions.sentences import Sentence

LANGUAGES = ("de", "en")
FOLDER = os.path.join(os.path.dirname(__file__), "locale")
_ASKED = ("LAUFZETTEL_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def preferred(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for; English unless it names German."""
    asked = next((environment[name] for name in _ASKED if environment.get(name)), "")
    return "de" if asked.lower().startswith("de") else "en"


def speak(language: str) -> None:
    """From here on say everything in `language` ("de" or "en").

    click asks the standard library's gettext, which looks at LANGUAGE at every call:
    setting it is the one way to choose click's language without touching click.
    """
    gettext.bindtextdomain("messages", FOLDER)
    os.environ["LANGUAGE"] = language


def spoken() -> str:
    """The language in use."""
    return "de" if os.environ.get("LANGUAGE") == "de" else "en"


def translate(text: str) -> str:
    """The text in the language in use; unknown texts stay as they are."""
    # the empty message id is the header of the catalogue
    return _catalogue(spoken()).gettext(text) if text else text


def in_language(text: str, language: str) -> str:
    """The text in a language ("de" or "en"), whatever the person here speaks."""
    return _catalogue(language).gettext(text) if text else text


def said(value: Sentence) -> str:
    """A sentence in the language in use."""
    return value.said(translate, spoken())


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", FOLDER, [language], fallback=True)
