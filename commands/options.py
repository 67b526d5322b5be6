"""Options and arguments that commands share: the day, the note, the command id, the
JSON switch.

A stack of options is a decorator; those for the day of a step end in one argument
`day`.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from commands import completion
from commands.frame import argument, option
from commands.language import said
from definitions.sentences import sentence, shortened
from workflow.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from workflow.bounds import Day

Function = Callable[..., Any]

_NUMBER = re.compile(r"[0-9]{1,9}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_GERMAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


class CalendarDay(click.ParamType[date]):
    """A day as 2021-07-06 or 6.7.2021.

    A day that no calendar has is refused (exit 1).
    """

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return _day(str(value))
        except ValueError as error:
            raise Refused(
                sentence(
                    "{day} is not a day. Days are written 2021-07-06 or 6.7.2021.",
                    day=str(value),
                )
            ) from error


class WholeNumber(click.ParamType[int]):
    """A whole number that fits every database, and is not below `least`."""

    name = "integer"

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        if _NUMBER.fullmatch(text) and int(text) >= self.least:
            return int(text)
        wrong = sentence(
            "{value} is not a number from {least} to 999999999",
            value=shortened(repr(text)),
            least=self.least,
        )
        return self.fail(said(wrong), param, ctx)


class FileName(click.ParamType[str]):
    """The name of a file; the shell completes it.

    Whoever opens it says what is wrong.
    """

    name = "file"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type=self.name)]


class FolderName(FileName):
    """The name of a folder; the shell completes it."""

    name = "dir"


DAY = CalendarDay()
WHOLE = WholeNumber()
FILE = FileName()
FOLDER = FolderName()

as_json = option(
    "--json", "as_json", is_flag=True, help="Print JSON (fields: docs/cli.md)."
)
reference_argument = argument(
    "reference",
    metavar="REF",
    help="The reference of the item, such as S-2021-0001.",
    shell_complete=completion.references,
)
event_argument = argument(
    "event",
    metavar="EVENT",
    help="The name of the event; `next` lists them.",
    shell_complete=completion.events,
)
calendar_argument = argument(
    "name",
    metavar="NAME",
    help="A calendar: DE-BE, or the name of sittings.",
    shell_complete=completion.calendars,
)
why_option = option(
    "--reason", metavar="TEXT", required=True, help="Why the calendar is changed."
)
outcome_option = option(
    "--outcome",
    metavar="NAME",
    help="The outcome of the event, where it has outcomes.",
    shell_complete=completion.outcomes,
)
outcome_text_option = option(
    "--outcome-text", metavar="TEXT", help="The outcome in the words of the resolution."
)
particulars_option = option(
    "--particulars",
    metavar="FILE",
    type=FILE,
    help="A YAML file of word forms and facts for the releases.",
)
evidence_option = option(
    "--evidence",
    metavar="TEXT",
    help="The evidence of an answer: a file sign, or where it can be found.",
)
urgent_option = option("--urgent", metavar="REASON", help="Why it is urgent.")
approved_by_option = option(
    "--approved-by", metavar="NAME", help="Who approved the urgency."
)
note_option = option("--note", metavar="TEXT", help="A note that goes on the record.")


def dated(function: Function) -> Function:
    """`--on`, `--on-or-before`, `--day-unknown`; the function takes `day.

    Day | None`.
    """

    @option("--on", metavar="DATE", type=DAY, help="The day it took effect.")
    @option(
        "--on-or-before",
        metavar="DATE",
        type=DAY,
        help="The latest day on which it can have taken effect.",
    )
    @option("--day-unknown", is_flag=True, help="The day is not known.")
    @wraps(function)
    def with_day(
        *args: Any,
        on: date | None,
        on_or_before: date | None,
        day_unknown: bool,
        **rest: Any,
    ) -> Any:
        return function(*args, day=_chosen(on, on_or_before, day_unknown), **rest)

    return with_day


repeatable = option(
    "--command-id",
    metavar="ID",
    help="Your own name for this command: repeated, it is done once.",
)
_expect_option = option(
    "--expect",
    metavar="SEQ",
    type=WHOLE,
    help="Refuse if the item has moved beyond this entry.",
)


def written(function: Function) -> Function:
    """`--command-id` and `--expect`: for commands that write on what was shown."""
    return _expect_option(repeatable(function))


def fields(function: Function) -> Function:
    """`--field NAME=VALUE`, repeatable; the function takes `fields: dict`."""

    @option(
        "--field",
        "pairs",
        metavar="NAME=VALUE",
        multiple=True,
        help="A field that the event records, such as medium; can be repeated.",
    )
    @wraps(function)
    def with_fields(*args: Any, pairs: tuple[str, ...], **rest: Any) -> Any:
        return function(*args, fields=dict(map(_pair, pairs)), **rest)

    return with_fields


def _chosen(
    on: date | None, on_or_before: date | None, day_unknown: bool
) -> "Day | None":
    from workflow.bounds import AT_LATEST, UNKNOWN, Day

    if sum([on is not None, on_or_before is not None, day_unknown]) > 1:
        raise WrongUsage(
            sentence(
                "--on, --on-or-before and --day-unknown exclude each other: give one."
            )
        )
    if on_or_before is not None:
        return Day(on_or_before, AT_LATEST)
    if day_unknown:
        return Day(None, UNKNOWN)
    return Day(on) if on is not None else None


def _day(text: str) -> date:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _GERMAN.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(text)
    return date(int(year), int(month), int(day))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise WrongUsage(
            sentence(
                "{text} is no field: write NAME=VALUE, such as medium=Amtsblatt.",
                text=text,
            )
        )
    return name, value
