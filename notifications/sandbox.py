"""The only door to Jinja2: two sandboxes in which an undefined name is an error.

`Trusted` fills the templates that are shipped. `Hardened` fills those that an office
may replace: it calls nothing but macros, and stands in a process of its own
(`notifications.furnace`).
"""

import traceback
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.plain import Record, Trace, Unfilled, name_of

_FINITE = ("first", "join", "last", "length", "lower", "trim", "upper")
_LARGEST_NUMBER = 64  # bits of a product
_WARMING = {  # a little of everything, and an error
    "x/x.jinja": "{% import 'y.jinja' as y %}{{ y.said('ä\\n' ~ 1) if 1 < 2 }}",
    "x/y.jinja": "{% macro said(a) %}{{ a | upper }}{{ a.x }}{% endmacro %}",
}

Unfillable = TemplateError


class Trusted(ImmutableSandboxedEnvironment):
    """A sandbox for shipped templates, read from folders."""

    def __init__(self, folders: Sequence[Path], *, escaping: bool) -> None:
        super().__init__(
            loader=FileSystemLoader(folders),
            autoescape=escaping,
            undefined=StrictUndefined,
            finalize=_present,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def rendered(self, name: str, facts: Mapping[str, Any]) -> str:
        """A template, filled. Raises `Unfillable`."""
        return self.get_template(name).render(facts)


def _present(value: object) -> object:
    """StrictUndefined lets None pass, and Jinja2 would print the word."""
    if value is None:
        raise TemplateError("a value is None")
    return value


class _Noting(Context):
    """A context that notes which facts are asked for."""

    def resolve_or_missing(self, key: str) -> Any:
        trace = getattr(self.environment, "trace", None)
        if trace is not None and key in self.parent:
            trace.facts.add(key)
        return super().resolve_or_missing(key)


class _Named(StrictUndefined):
    """An undefined value that says its bare name."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name or self._undefined_hint or "")


class _AtHand(BaseLoader):
    """The templates at hand, room by room; there is no way to any other file."""

    def __init__(self, texts: Mapping[str, str], rooms: Sequence[str]) -> None:
        self.texts, self.rooms = texts, rooms

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template of a name. Escaping is the environment's, not its own."""
        places = (f"{room}/{name}" for room in self.rooms)
        place = next((each for each in places if each in self.texts), None)
        if place is None:
            raise TemplateNotFound(name)
        tree = environment.parse(self.texts[place], place, place)
        switch = tree.find(nodes.EvalContextModifier)
        if switch is not None:
            raise Unfilled("forbidden", "autoescape", place, switch.lineno)
        assert isinstance(environment, Hardened)
        if environment.trace is not None:
            environment.trace.used.add(place)
            _Marks(place, environment.trace).set_in(tree)
        code = environment.compile(tree, place, place)
        return environment.template_class.from_code(environment, code, globals or {})


class Hardened(ImmutableSandboxedEnvironment):
    """A sandbox for templates that somebody else wrote.

    Data are read, macros are called, and nothing else: no method, no function, no
    filter but ours and seven harmless ones, no arithmetic that grows.
    """

    context_class = _Noting
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(
        self,
        texts: Mapping[str, str],
        rooms: Sequence[str],
        filters: Mapping[str, Callable[..., object]],
        *,
        escaping: bool,
        trace: Trace | None = None,
    ) -> None:
        super().__init__(
            loader=_AtHand(texts, rooms),
            autoescape=escaping,
            undefined=_Named,
            finalize=_said,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.rooms = tuple(rooms)
        self.trace, self.noted = trace, trace.reached if trace else None
        known = {name: self.filters[name] for name in _FINITE} | dict(filters)
        self.filters = {name: _of_facts(each) for name, each in known.items()}
        self.tests = {"none": self.tests["none"]}
        self.globals = {}

    def is_safe_callable(self, obj: Any) -> bool:
        """Only what templates themselves define, and the marks of a trace.

        To call what is undefined is an error that says its name.
        """
        defined = isinstance(obj, Macro | BlockReference | LoopContext | Undefined)
        return defined or (self.noted is not None and obj == self.noted)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """What is neither private nor a method."""
        readable = super().is_safe_attribute(obj, attr, value)
        return readable and (isinstance(value, Macro) or not callable(value))

    def call_binop(
        self, context: Context, operator: str, left: Any, right: Any
    ) -> object:
        """Small numbers; no text is repeated or filled in by an operator."""
        numbers = isinstance(left, int) and isinstance(right, int)
        if operator == "**" or not numbers:
            raise SecurityError(operator)
        if left.bit_length() + right.bit_length() > _LARGEST_NUMBER:
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of the facts, noted if anybody asks for a trace."""
        if self.trace is not None and isinstance(obj, Record):
            self.trace.facts.add(f"{name_of(obj)}.{attribute}")
        return super().getattr(obj, attribute)

    def filled(self, name: str, facts: Mapping[str, Any], longest: int) -> str:
        """A template, filled. Raises `Unfilled`, and MemoryError where that ends."""
        pieces, size = [], 0
        try:
            for piece in self.get_template(name).generate(facts):
                size += len(piece)
                if size > longest:
                    raise Unfilled("output")
                pieces.append(piece)
        except MemoryError:
            raise
        except Exception as error:  # whatever a template brings about
            raise _unfilled(error, f"{self.rooms[0]}/{name}") from error
        return "".join(pieces)


def warm() -> None:
    """Load what Jinja2 and Python load late: a moment comes when nothing opens."""
    with suppress(Unfilled):
        Hardened(_WARMING, ["x"], {}, escaping=True).filled("x.jinja", {}, 1)


def _unfilled(error: Exception, name: str) -> Unfilled:
    """What went wrong, and in which line of which template."""
    template, line = _place(error, name)
    match error:
        case Unfilled():
            found = error.template or template, error.line or line
            return Unfilled(error.what, error.about, *found)
        case TemplateSyntaxError():
            return Unfilled(
                "syntax", error.message or "", error.name or "", error.lineno
            )
        case TemplateNotFound():
            return Unfilled("absent", str(error.name), template, line)
        case SecurityError():
            return Unfilled("forbidden", str(error.message), template, line)
        case UndefinedError():
            return Unfilled("unknown", str(error.message), template, line)
        case PermissionError():  # of the furnace, which opens nothing any more
            return Unfilled("forbidden", str(error), template, line)
        case RecursionError():
            return Unfilled("endless", "", template, line)
    return Unfilled("unusable", type(error).__name__, template, line)


def _place(error: Exception, name: str) -> tuple[str, int | None]:
    """Where in a template: Jinja2 puts its own frames into the traceback."""
    place: tuple[str, int | None] = name, None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".jinja"):
            place = frame.f_code.co_filename, line
    return place


def _of_facts(shown: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is not asked to show what there is not."""

    @wraps(shown)
    def asked(*given: object, **named: object) -> object:
        for each in given:
            if each is None:
                raise Unfilled("missing")
            if isinstance(each, Undefined):
                str(each)  # raises what says its name
        return shown(*given, **named)

    return asked


def _said(value: object) -> object:
    """What may be printed: text and numbers. None, days and records are none."""
    if value is None:
        raise Unfilled("missing")
    if type(value) is Undefined:  # an `if` inside of a value, without `else`
        raise Unfilled("unset")
    if isinstance(value, bool) or not isinstance(value, str | int | Undefined):
        raise Unfilled("unprintable", type(value).__name__)
    return value


@dataclass(frozen=True)
class _Marks:
    """Has every branch of a template note that it was reached."""

    place: str
    trace: Trace

    def set_in(self, tree: nodes.Template) -> None:
        found = list(tree.find_all((nodes.If, nodes.For, nodes.CondExpr)))
        others = {id(one) for each in found for one in getattr(each, "elif_", ())}
        for each in found:
            if isinstance(each, nodes.CondExpr):
                self._inside(each)
                continue
            assert isinstance(each, nodes.If | nodes.For)
            choice = isinstance(each, nodes.If)
            each.body.insert(0, self._noted(each, "if" if choice else "for"))
            if choice and id(each) not in others:
                each.else_.insert(0, self._noted(each, "else"))  # an elif has none

    def _inside(self, value: nodes.CondExpr) -> None:
        value.expr1 = self._mark(value, "if", value.expr1)
        if value.expr2 is not None:
            value.expr2 = self._mark(value, "else", value.expr2)

    def _noted(self, at: nodes.Node, which: str) -> nodes.Stmt:
        return nodes.ExprStmt(self._mark(at, which), lineno=at.lineno)

    def _mark(self, at: nodes.Node, which: str, *says: nodes.Expr) -> nodes.Call:
        place = self.place, at.lineno, which
        self.trace.branches.setdefault(place, False)
        told = [*map(nodes.Const, place), *says]
        note = nodes.EnvironmentAttribute("noted")
        return nodes.Call(note, told, [], None, None, lineno=at.lineno)
