"""The only door to Jinja2: templates in, text and HTML out.

Two environments, one without and one with escaping, both immutable sandboxes in which
an undefined name is an error. The wording (`templates/german`) is shared; the frames,
and how a paragraph and a date are marked, are not. Jinja2 lets None, empty values and
half sentences pass in silence, so what was written is read again before it is handed
out. Months and weekdays stand here: a release must not hang on the machine's locale.
"""

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from definitions.sentences import sentence
from workflow.errors import Misconfigured

TEMPLATES = Path(__file__).parent / "templates"
WIDTH = 72  # columns that mail programs show without folding
SUBJECT = 120  # characters that a free text may take of a subject
NBSP = "\u00a0"

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)
WEEKDAYS = (
    *("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"),
    "Sonntag",
)

_TO_BIND = (
    re.compile(rf"(?<=\d\.) (?=(?:{'|'.join(MONTHS)})\b)"),
    re.compile(r"(?<=§) (?=\d)"),
    re.compile(r"(?<=\bDr\.) (?=\w)|(?<=\bProf\.) (?=\w)"),
    re.compile(r"(?<=\bNr\.) (?=\d)|(?<=\bArt\.) (?=\d)|(?<=\bAbs\.) (?=\d)"),
    re.compile(r"(?<=\bS\.) (?=\d)|(?<=\bAbsatz) (?=\d)|(?<=\bArtikel) (?=\d)"),
    re.compile(r"(?<=\b[zdui]\.) (?=[BhaVR]\.)"),
    re.compile(r" (?=–[ ,.])"),  # a dash does not begin a line
)
_QUOTE_MARKS = re.compile('[„“”"«»]')
_OPENS_AFTER = " \t\n([{-–/" + NBSP
_FAULTS = ("None", "{{", "}}", "{%", "%}", "  ", " ,", " .", "„“", "()")


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
    context["headline"] = headline = bound(_one_line(headline))
    text = _closed_up(_rendered(_text_environment(), f"{name}.jinja", context))
    html = bound(_rendered(_html_environment(), f"{name}.jinja", context))
    html = re.sub(r"\n{2,}", "\n", html).strip() + "\n"
    for output in (headline, text, _without_tags(html)):
        _read_again(name, output, facts)
    return Letter(headline, text, html)


def plain(name: str, facts: Any) -> tuple[str, str]:
    """Headline and text of a message to colleagues: a gap in it is better than silence.

    Raises Misconfigured if a template asks for what is not there.
    """
    context = _context(facts)
    headline = _rendered(_text_environment(), f"{name}.headline.jinja", context)
    text = _rendered(_text_environment(), f"{name}.jinja", context)
    return _one_line(headline), _closed_up(text)


def long_date(day: date) -> str:
    """3. August 2021, with a no-break space after the day."""
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """03.08.2021"""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def weekday(day: date) -> str:
    """Dienstag"""
    return WEEKDAYS[day.weekday()]


def quoted(text: str) -> str:
    """Text in German quotation marks; marks inside become single ones."""
    return f"„{_QUOTE_MARKS.sub(_inner_mark, text)}“"


def verbatim(text: str) -> str:
    """A quotation that closes its sentence: it gets a full stop if it has none."""
    return quoted(text) + ("" if text.endswith((".", "!", "?")) else ".")


def bound(text: str) -> str:
    """The text with the no-break spaces of German: 26. März, § 9, Dr. X, z. B."""
    for pattern in _TO_BIND:
        text = pattern.sub(NBSP, text)
    return text


def wrapped(text: str) -> str:
    """Lines of at most 72 columns, never broken at a no-break space or a hyphen."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def shortened(text: str, longest: int = SUBJECT) -> str:
    """The whole words that fit into `longest` characters, with an ellipsis if cut."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    whole = text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{whole} …" if whole else f"{text[: longest - 1]}…"


def _inner_mark(found: re.Match[str]) -> str:
    mark, before = found[0], found.string[: found.start()]
    if mark == "„":
        return "‚"
    opens = mark != "”" and (not before or before[-1] in _OPENS_AFTER)
    if mark == '"' and found.string.count(mark) % 2 == 0:  # pairs of them
        opens = before.count(mark) % 2 == 0
    return "‚" if opens else "‘"


def _one_line(text: str) -> str:
    """Lines joined as the author meant them; gaps inside a line stay visible."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text.strip())


def _text_paragraph(text: str) -> str:
    return wrapped(bound(_one_line(text))) + "\n\n"


def _html_paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>\n").format(Markup(_one_line(text)))  # escaped when filled


def _html_date(shown: Callable[[date], str]) -> Callable[[date], Markup]:
    def marked(day: date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(day, shown(day))

    return marked


@cache
def _text_environment() -> ImmutableSandboxedEnvironment:
    environment = _environment("text", escaping=False)
    environment.filters.update(
        long_date=long_date, short_date=short_date, paragraph=_text_paragraph
    )
    return environment


@cache
def _html_environment() -> ImmutableSandboxedEnvironment:
    environment = _environment("html", escaping=True)
    environment.filters.update(
        long_date=_html_date(long_date),
        short_date=_html_date(short_date),
        paragraph=_html_paragraph,
    )
    return environment


def _environment(frames: str, *, escaping: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([TEMPLATES / frames, TEMPLATES / "german"]),
        autoescape=escaping,
        undefined=StrictUndefined,
        finalize=_present,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        weekday=weekday, quoted=quoted, verbatim=verbatim, shortened=shortened
    )
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
