"""Letters to colleagues: shipped templates in, text and HTML out.

The wording (`templates/german`, `templates/english`) is shared; the frames, and how a
paragraph and a date are marked, are not. Releases are set by `notifications.kiln`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from definitions.sentences import sentence
from notifications.sandbox import Trusted, Unfillable
from notifications.typography import (
    bound,
    english_date,
    english_quoted,
    english_weekday,
    indented,
    long_date,
    one_line,
    quoted,
    short_date,
    shortened,
    verbatim,
    weekday,
    wrapped,
)
from workflow.errors import Misconfigured

TEMPLATES = Path(__file__).parent / "templates"
GERMAN, ENGLISH = "de", "en"

_FOLDERS = {GERMAN: "german", ENGLISH: "english"}
_SET: Mapping[str, Mapping[str, Callable[..., Any]]] = {  # how a language is set
    GERMAN: {"quoted": quoted, "weekday": weekday, "verbatim": verbatim},
    ENGLISH: {"quoted": english_quoted, "weekday": english_weekday},
}
_DATES: Mapping[str, Mapping[str, Callable[[date], str]]] = {
    GERMAN: {"long_date": long_date, "short_date": short_date},
    ENGLISH: {"short_date": english_date},
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in its two formats, and its headline (plain text, one line)."""

    headline: str
    text: str
    html: str


def colleagues(name: str, language: str, facts: Any) -> Letter:
    """A letter to colleagues, German or English: better with a gap than not at all.

    So it is not read again. Raises Misconfigured if a template asks for what is not
    there.
    """
    context, text = _context(facts), _text_environment(language)
    headline = one_line(_rendered(text, f"{name}.headline.jinja", context))
    context["headline"] = headline
    html = _rendered(_html_environment(language), f"{name}.jinja", context)
    return Letter(
        headline,
        _closed_up(_rendered(text, f"{name}.jinja", context)),
        re.sub(r"\n{2,}", "\n", html).strip() + "\n",
    )


def _text_paragraph(text: str) -> str:
    return wrapped(bound(one_line(text))) + "\n\n"


def _html_paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>\n").format(Markup(one_line(str(escape(text)))))


def _html_date(shown: Callable[[date], str]) -> Callable[[date], Markup]:
    def marked(day: date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(day, shown(day))

    return marked


def _underlined(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _text_row(text: str) -> str:
    return indented(bound(one_line(text)), "   ", "     ")


@cache
def _text_environment(language: str = GERMAN) -> Trusted:
    environment = _environment("text", language, escaping=False)
    environment.filters.update(_DATES[language])
    environment.filters.update(
        paragraph=_text_paragraph,
        row=_text_row,
        indented=indented,
        underlined=_underlined,
    )
    return environment


@cache
def _html_environment(language: str = GERMAN) -> Trusted:
    environment = _environment("html", language, escaping=True)
    marked = {name: _html_date(shown) for name, shown in _DATES[language].items()}
    environment.filters.update(marked, paragraph=_html_paragraph)
    return environment


def _environment(frames: str, language: str, *, escaping: bool) -> Trusted:
    folders = [TEMPLATES / frames, TEMPLATES / _FOLDERS[language]]
    environment = Trusted(folders, escaping=escaping)
    environment.filters.update(_SET[language], shortened=shortened)
    return environment


def _rendered(environment: Trusted, template: str, context: dict[str, Any]) -> str:
    try:
        return environment.rendered(template, context)
    except Unfillable as error:
        raise Misconfigured(
            sentence(
                "The template {template} cannot be filled ({reason}). "
                "Nothing was written.",
                template=template,
                reason=str(error),
            )
        ) from error


def _context(facts: Any) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _closed_up(text: str) -> str:
    """One empty line at most, where parts of a template said nothing."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
