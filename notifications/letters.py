"""The only door to Jinja2: templates in, text and HTML out.

Environments without and with escaping, all of them immutable sandboxes in which an
undefined name is an error. The wording (`templates/german`, `templates/english`) is
shared; the frames, and how a paragraph and a date are marked, are not. Jinja2 lets
None, empty values and half sentences pass in silence, so a release is read again
before it is handed out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from definitions.sentences import sentence
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

_FAULTS = ("None", "{{", "}}", "{%", "%}", "  ", " ,", " .", "„“", "()")
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


def written(name: str, facts: Any) -> Letter:
    """The message `name`, filled from `facts` (a frozen dataclass of plain data).

    Raises Misconfigured if a template asks for what is not there, or leaves a gap.
    """
    context = _context(facts)
    headline = _rendered(_text_environment(), f"{name}.headline.jinja", context)
    context["headline"] = headline = bound(one_line(headline))
    text = _closed_up(_rendered(_text_environment(), f"{name}.jinja", context))
    html = bound(_rendered(_html_environment(), f"{name}.jinja", context))
    html = re.sub(r"\n{2,}", "\n", html).strip() + "\n"
    for output in (headline, text, _without_tags(html)):
        _read_again(name, output, facts)
    return Letter(headline, text, html)


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
    return Markup("<p>{}</p>\n").format(Markup(one_line(text)))  # escaped when filled


def _html_date(shown: Callable[[date], str]) -> Callable[[date], Markup]:
    def marked(day: date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(day, shown(day))

    return marked


def _underlined(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _text_row(text: str) -> str:
    return indented(bound(one_line(text)), "   ", "     ")


@cache
def _text_environment(language: str = GERMAN) -> ImmutableSandboxedEnvironment:
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
def _html_environment(language: str = GERMAN) -> ImmutableSandboxedEnvironment:
    environment = _environment("html", language, escaping=True)
    marked = {name: _html_date(shown) for name, shown in _DATES[language].items()}
    environment.filters.update(marked, paragraph=_html_paragraph)
    return environment


def _environment(
    frames: str, language: str, *, escaping: bool
) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([TEMPLATES / frames, TEMPLATES / _FOLDERS[language]]),
        autoescape=escaping,
        undefined=StrictUndefined,
        finalize=_present,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(_SET[language], shortened=shortened)
    return environment


def _present(value: object) -> object:
    """StrictUndefined lets None pass, and Jinja2 would print the word."""
    if value is None:
        raise TemplateError("a value is None")
    return value


def _rendered(
    environment: ImmutableSandboxedEnvironment, template: str, context: dict[str, Any]
) -> str:
    try:
        return environment.get_template(template).render(context)
    except TemplateError as error:
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


def _read_again(name: str, output: str, facts: object) -> None:
    """Find what a template left open. A mark that the facts bring is theirs."""
    brought = "\n".join(_texts(facts))
    found = [mark for mark in _FAULTS if mark in output and mark not in brought]
    if found or not output.strip():
        raise Misconfigured(
            sentence(
                "The text made by the template {template} has a gap ({found}). "
                "Nothing was written.",
                template=name,
                found=tuple(f"“{mark}”" for mark in found) or "“”",
            )
        )


def _texts(value: object) -> Iterator[str]:
    """Every text inside frozen data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for named in fields(value):
            yield from _texts(getattr(value, named.name))


def _without_tags(html: str) -> str:
    return "\n".join(line.strip() for line in re.sub(r"<[^>]*>", "", html).splitlines())
