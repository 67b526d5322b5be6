"""The program `laufzettel`: its commands, its clock, its exit codes.

A command is a line in `commands.table` and a function in `commands/`; the function is
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
from commands.table import COMMANDS
from definitions.sentences import Problem, sentence
from workflow.errors import WrongUsage

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
