"""How commands are made of click: translated when shown, loaded when used.

The modules of the commands are imported only when one of their commands runs; the help
page of the program is made of the table in `cli.py` alone.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import click

from commands import language
from commands.language import translate
from definitions.sentences import sentence
from workflow.errors import WrongUsage


class _Helpful:
    """A help text that is kept in English and read in the language in use."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        return translate(self._help) if self._help else self._help

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text


class Option(_Helpful, click.Option):
    """An option whose help and placeholder are translated when shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        return translate(super().make_metavar(ctx))


class Argument(_Helpful, click.Argument):
    """An argument whose help and placeholder are translated when shown."""

    def make_metavar(self, ctx: click.Context) -> str:
        name = translate(self.metavar or self.name.upper())
        name = name if self.required else f"[{name}]"
        return name if self.nargs == 1 else f"{name}..."


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)


class _Spoken(_Helpful, click.Command):
    """What commands and groups have in common."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # click takes the last of several values and drops the others without a word
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        for each in () if ctx.resilient_parsing else order:
            if isinstance(each, Option) and _single(each) and order.count(each) > 1:
                raise WrongUsage(
                    sentence(
                        "{option} was given more than once; it takes one value.",
                        option=each.opts[0],
                    )
                )
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [translate(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found is not None:  # click makes it once, in the language of that moment
            found.help = translate("Show this message and exit.")
        return found


def _single(each: click.Option) -> bool:
    return not (each.multiple or each.is_flag or each.count)


class Command(_Spoken):
    """A command that also takes the options of the program behind its name."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *_ANYWHERE]


class Listed(Command):
    """A line of the table of commands.

    Name, help, and where the command is to be found.
    """

    def __init__(self, name: str, help: str, target: str) -> None:
        super().__init__(name, help=help)
        self.target = target

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.help or ""  # whole: it is one line

    def load(self) -> click.Command:
        """Import the command that this line stands for."""
        module, _, attribute = self.target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        command.name, command.help = self.name, self._help
        return command


class Group(_Spoken, click.Group):
    """Commands in the order of the table; one is loaded when it is used."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.help or ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        params = super().get_params(ctx)
        return params if ctx.parent is None else [*params, *_ANYWHERE]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, Listed) else command, rest


def command(function: Callable[..., Any]) -> click.Command:
    """Make a command of a function whose first argument is the desk.

    Its name and help stand in the table of `cli.py`.
    """
    return click.command(cls=Command)(click.pass_obj(function))


def settings_options(hidden: bool = False) -> list[click.Parameter]:
    """`--database`, `--lang`, `--config`: what holds for every command."""
    common: dict[str, Any] = {
        "callback": _keep,
        "expose_value": False,
        "hidden": hidden,
        "is_eager": True,
    }
    return [
        Option(
            ["--database"],
            metavar="DATABASE",
            help="A file or a PostgreSQL URL.",
            envvar=None if hidden else "LAUFZETTEL_DATABASE",
            show_envvar=True,
            **common,
        ),
        Option(
            ["--lang"],
            type=click.Choice(language.LANGUAGES),
            help="The language to answer in; otherwise that of the system.",
            envvar=None if hidden else "LAUFZETTEL_LANG",
            show_envvar=True,
            **common,
        ),
        Option(
            ["--config"],
            metavar="FILE",
            help="The configuration file (TOML).",
            envvar=None if hidden else "LAUFZETTEL_CONFIG",
            show_envvar=True,
            **common,
        ),
    ]


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    # click takes an empty variable for none; a database with no name is a mistake
    if value is None and param.name == "database" and _is_empty(param.envvar):
        value = ""
    if value is not None:
        ctx.obj.given[param.name] = value


def _is_empty(variable: object) -> bool:
    return isinstance(variable, str) and os.environ.get(variable) == ""


# accepted behind the name of the command as well, where people type them
_ANYWHERE: Sequence[click.Parameter] = settings_options(hidden=True)
