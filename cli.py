"""The program `laufzettel`: its commands, its clock, its exit codes.

A command is a line in the table below and a function in `commands/`; the function is
imported when it is used, so that `--help` answers at once. The clock is read here and
in the scheduler's tick, nowhere else. Exit codes: docs/cli.md, workflow/errors.py.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO

import click

from commands import language, printing
from commands.desk import Desk
from commands.frame import Group, Listed, Option, settings_options
from definitions.sentences import Problem, sentence
from workflow.errors import WrongUsage

COMMANDS = {
    "init": ("Create the database and say who administers it.", "database:init"),
    "new": ("Open an item.", "items:new"),
    "import": (
        "Take over items with their history from a file.",
        "importing:import_items",
    ),
    "list": ("List the items.", "items:list_items"),
    "show": ("Print the slip of an item.", "items:show"),
    "next": ("List what may happen next, or why not.", "items:next_events"),
    "advance": ("Record an event of the path.", "steps:advance"),
    "withdraw": ("Withdraw an item.", "steps:withdraw"),
    "correct": ("Correct an entry by a new one.", "steps:correct"),
    "history": ("Print every entry of an item.", "record:history"),
    "verify": ("Prove that the record is whole.", "record:verify"),
    "rebuild": ("Make derived rows anew, or compare.", "database:rebuild"),
    "deadline": "Deadlines by law, and office terms.",
    "deadline add": ("Set an office term.", "officeterms:add"),
    "deadline list": ("List the deadlines of an item.", "deadlines:list_terms"),
    "deadline done": ("Close an office term.", "officeterms:done"),
    "deadline extend": (
        "Extend a deadline, as far as its rule permits.",
        "deadlines:extend",
    ),
    "deadline suspend": (
        "Suspend a deadline: its days stop counting.",
        "deadlines:suspend",
    ),
    "deadline resume": ("Let a suspended deadline run again.", "deadlines:resume"),
    "consultation": "Ask bodies and record their answers.",
    "consultation open": ("Ask a body for its statement.", "consultations:open_one"),
    "consultation answer": ("Record what a body answered.", "consultations:answer"),
    "consultation list": (
        "List the consultations of an item.",
        "consultations:list_consultations",
    ),
    "document": "Attach documents to an item.",
    "document add": ("Attach a document.", "documents:add"),
    "document list": ("List the documents of an item.", "documents:list_documents"),
    "sitting": "Record the sittings of bodies.",
    "sitting record": ("Record a sitting.", "sittings:record"),
    "sitting list": ("List the sittings.", "sittings:list_sittings"),
    "sitting move": ("Move a sitting to another day.", "sittings:move"),
    "calendar": "Days off and days of sittings.",
    "calendar show": ("Show the calendars, or one with its days.", "calendars:show"),
    "calendar add": ("Enter a day off, a recess or a sitting.", "calendars:add"),
    "calendar import": (
        "Take over a calendar, or a year of sittings.",
        "feeds:import_calendar",
    ),
    "calendar export": ("Write an iCalendar file.", "feeds:export"),
    "due": ("List what is due, over all items.", "due:due"),
    "today": ("Say what the day brings, and how to go on.", "morning:today"),
    "explain": ("Explain how a deadline was counted.", "explaining:explain"),
    "extend": ("Extend a deadline, as far as its rule permits.", "deadlines:extend"),
    "suspend": ("Suspend a deadline: its days stop counting.", "deadlines:suspend"),
    "resume": ("Let a suspended deadline run again.", "deadlines:resume"),
    "plan": (
        "Say by when each step must be done for a publication in time.",
        "planning:plan",
    ),
    "forecast": ("Say on which day each step can come first.", "planning:forecast"),
    "timeline": ("Draw the days of an item on a line.", "timelines:timeline"),
    "scheduler": "Send what is due.",
    "scheduler run": ("Send what is due, until stopped.", "scheduling:run"),
    "scheduler tick": ("Send what is due now, once.", "scheduling:tick"),
    "scheduler status": ("Say when the scheduler last ran.", "scheduling:status"),
    "scheduler confirm": ("Say that the clock is right.", "scheduling:confirm"),
    "reminders": "See who is reminded of what.",
    "reminders preview": ("Show what would be sent soon.", "reminding:preview"),
    "reminders list": ("Show who was reminded of an item.", "reminding:list_sent"),
    "outbox": "Look at the messages, and decide what becomes of them.",
    "outbox list": ("List the messages.", "outbox:list_messages"),
    "outbox show": ("Show a message and what became of it.", "outbox:show"),
    "outbox retry": ("Try messages again.", "outbox:retry"),
    "outbox hold": ("Hold waiting messages back.", "outbox:hold"),
    "outbox release": ("Let held messages go.", "outbox:release"),
    "outbox drop": ("Never send messages (again).", "outbox:drop"),
    "outbox settle": ("Say whether messages have arrived.", "outbox:settle"),
    "announce": "Write releases from the record.",
    "announce draft": ("Draft the release of an entry.", "announcements:draft"),
    "announce list": ("List the releases of an item.", "announcements:list_releases"),
    "announce show": ("Print a release.", "announcements:show"),
    "role": "Say who may do what.",
    "role grant": ("Give a person a role.", "roles:grant"),
    "role revoke": ("Take a role from a person.", "roles:revoke"),
    "role list": ("List who holds which role.", "roles:list_roles"),
    "contact": "Say where people are written to.",
    "contact set": (
        "Enter the address of a person, a role or a body.",
        "contacts:set_contact",
    ),
    "contact drop": ("Take an address back.", "contacts:drop"),
    "contact list": (
        "List the addresses, and the roles that reach nobody.",
        "contacts:list_contacts",
    ),
    "absence": "Say who is away, and who stands in.",
    "absence add": ("Enter that a person is away.", "absences:add"),
    "absence end": ("End an absence.", "absences:end"),
    "absence list": ("List who is away, and when.", "absences:list_absences"),
    "whoami": ("Say who you are to the program and what you may do.", "roles:whoami"),
    "definition": "Read and check approval paths.",
    "definition list": ("List the approval paths.", "paths:list_paths"),
    "definition show": ("Print an approval path.", "paths:show"),
    "definition check": ("Prove an approval path sound.", "paths:check"),
    "definition diff": ("Say what differs between two paths.", "paths:diff"),
    "definition diagram": ("Draw an approval path.", "drawings:diagram"),
    "definition rehearse": (
        "Tell what would happen on every way of a path.",
        "rehearsing:rehearse",
    ),
    "definition schema": ("Print the JSON Schema of definition files.", "paths:schema"),
    "migrate": ("Move open items to another version.", "migration:migrate"),
    "demo": ("Replay a real decision of 2021 in a folder.", "demonstration:demo"),
}
ABOUT = (
    "The routing slip of government decisions: where an item stands, "
    "what may come next, what is due, and what may be said of it."
)


def program() -> Group:
    """The program as click sees it: groups, and lines that are loaded when used."""
    root = Group(
        "laufzettel",
        help=ABOUT,
        params=[*settings_options(), _version_option()],
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    groups = {"": root}
    for path, line in COMMANDS.items():
        parent, _, name = path.rpartition(" ")
        if isinstance(line, str):
            groups[path] = Group(name, help=line)
            groups[parent].add_command(groups[path])
        else:
            groups[parent].add_command(Listed(name, line[0], f"commands.{line[1]}"))
    return root


def read_clock() -> datetime:
    """Now, in UTC. No option and no variable sets it."""
    return datetime.now(UTC)


def main(
    arguments: Sequence[str] | None = None,
    clock: Callable[[], datetime] = read_clock,
) -> int:
    """Run one command and answer its exit code. Tests pass their own clock."""
    typed = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = _carried_out(typed, clock)
    except BrokenPipeError:  # whoever read our output has had enough: end quietly
        code = 74
    return _flushed(code)


def _carried_out(typed: Sequence[str], clock: Callable[[], datetime]) -> int:
    language.speak(_language(typed))
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a stream of a test may be of another kind
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    desk = Desk(clock)
    code = _answered(typed, desk)
    if desk.pulse is not None:
        from commands import pulse

        pulse.warn(desk.pulse, desk.now)
    return code


def _answered(typed: Sequence[str], desk: Desk) -> int:
    """The exit code of a command, which has said what is wrong."""
    try:
        _check_text(typed)
        code = _run(typed, desk)
        if sys.stdout is not None:  # whoever started us may have closed it
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, click.Abort):  # the latter: at a question
        told = sentence("Interrupted. `laufzettel history` tells what was recorded.")
        printing.complain("", told)
        return 130
    except click.ClickException as wrong:
        return _wrong_usage(wrong)
    except Problem as problem:
        printing.complain(*problem.sentences)
        return problem.exit_code
    except OSError as error:
        from commands.problems import io_problem

        printing.complain(io_problem(error))
        return 74


def _run(typed: Sequence[str], desk: Desk) -> int:
    root = program()
    if instruction := os.environ.get("_LAUFZETTEL_COMPLETE"):
        from commands import completion

        return completion.answer(root, desk, instruction)
    try:
        with root.make_context("laufzettel", list(typed), obj=desk) as context:
            code = root.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code or 0


def _check_text(typed: Sequence[str]) -> None:
    for word in typed:
        if not word.isprintable() and any(
            "\ud800" <= each <= "\udfff" for each in word
        ):
            raise WrongUsage(sentence("{word} is no text in UTF-8.", word=word))


def _language(typed: Sequence[str]) -> str:
    """The language of this run, wherever `--lang` stands.

    Help pages are made while parsing.
    """
    for at, word in enumerate(typed):
        name, equals, value = word.partition("=")
        if name == "--lang":
            value = value if equals else "".join(typed[at + 1 : at + 2])
            return value if value in language.LANGUAGES else "en"
    return language.preferred(os.environ)


def _version_option() -> click.Parameter:
    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked and not context.resilient_parsing:
            from importlib.metadata import version

            printing.say(f"laufzettel {version('laufzettel')}")
            context.exit()

    return Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="Show the version and exit.",
    )


def _wrong_usage(wrong: click.ClickException) -> int:
    text = StringIO()
    wrong.show(text)
    printing.complain(*text.getvalue().rstrip("\n").split("\n"))
    return wrong.exit_code


def _flushed(code: int) -> int:
    """The code, once both outputs are empty.

    The interpreter flushes them once more at its end; an output that cannot take its
    rest is replaced by one that can, or it would complain and end with its own code.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = code or 74
    return code


if __name__ == "__main__":
    sys.exit(main())
