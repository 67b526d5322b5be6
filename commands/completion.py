"""Shell completion of what the record and its paths know by name.

A completion that fails completes nothing: an error message in the middle of a line that
is being typed helps nobody.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, shell_complete

from commands.desk import Desk

if TYPE_CHECKING:
    from definitions.model import Definition

VARIABLE = "_LAUFZETTEL_COMPLETE"
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def answer(program: click.Command, desk: Desk, instruction: str) -> int:
    """Answer the shell: its script (`bash_source`) or completions (`bash_complete`)."""
    try:
        return shell_complete(
            program, {"obj": desk}, "laufzettel", VARIABLE, instruction
        )
    except BrokenPipeError:
        raise
    except Exception:
        return 1


def _quiet(
    candidates: Callable[[click.Context], Iterable[CompletionItem]],
) -> Completer:
    @wraps(candidates)
    def complete(
        context: click.Context, _: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        try:
            return [
                each
                for each in candidates(context)
                if str(each.value).casefold().startswith(begun.casefold())
            ]
        except Exception:
            return []

    return complete


@_quiet
def references(context: click.Context) -> Iterable[CompletionItem]:
    """The references of all items."""
    from workflow.docket import references as known

    with context.obj.store(feel=False) as store, store.reading() as tx:
        return [CompletionItem(each) for each in known(tx)]


@_quiet
def releases(context: click.Context) -> Iterable[CompletionItem]:
    """The numbers of all releases."""
    with context.obj.store(feel=False) as store, store.reading() as tx:
        rows = tx.all("releases")
    return [CompletionItem(row["id"], help=row["kind"]) for row in rows]


@_quiet
def events(context: click.Context) -> Iterable[CompletionItem]:
    """The events that can follow in the path of the item named before."""
    path, state = _place(context)
    return [
        CompletionItem(name, help=path.events[name].en)
        for name in path.events_from(state)
    ]


@_quiet
def release_events(context: click.Context) -> Iterable[CompletionItem]:
    """The events of the path of the item that a release tells of."""
    from workflow import lives
    from workflow.unit import definition_of

    with context.obj.store(feel=False) as store, store.reading() as tx:
        life = lives.life_of(tx, context.params["release"])
        row = tx.one("item_by_id", item=life.item)
        path = definition_of(tx, row["definition_hash"]) if row else None
    events = path.events.items() if path else ()
    return [CompletionItem(name, help=each.en) for name, each in events]


@_quiet
def path_events(context: click.Context) -> Iterable[CompletionItem]:
    """All events of the path of the item named before."""
    path, _ = _place(context)
    return [CompletionItem(name, help=each.en) for name, each in path.events.items()]


@_quiet
def outcomes(context: click.Context) -> Iterable[CompletionItem]:
    """The outcomes of the event named before."""
    path, _ = _place(context)
    event = path.events[_given(context, "event")]
    return [
        CompletionItem(name, help=path.outcomes[name].en) for name in event.outcomes
    ]


@_quiet
def paths(_: click.Context) -> Iterable[CompletionItem]:
    """The approval paths that come with the program."""
    from definitions.loader import shipped

    return [CompletionItem(name) for name in shipped()]


@_quiet
def terms(context: click.Context) -> Iterable[CompletionItem]:
    """The open office terms of the item named before."""
    from workflow.docket import slip

    with context.obj.store(feel=False) as store, store.reading() as tx:
        found = slip(tx, _given(context, "reference")).terms
    return [CompletionItem(each.name) for each in found if each.status == "open"]


@_quiet
def consultations(context: click.Context) -> Iterable[CompletionItem]:
    """The consultations of the path of the item named before."""
    path, _ = _place(context)
    return [
        CompletionItem(name, help=rule.en) for name, rule in path.consultations.items()
    ]


@_quiet
def bodies(context: click.Context) -> Iterable[CompletionItem]:
    """The bodies that the consultation named before asks."""
    path, _ = _place(context)
    asks = path.consultations[_given(context, "name")].asks
    return [CompletionItem(name, help=path.bodies[name].en) for name in asks]


@_quiet
def calendars(context: click.Context) -> Iterable[CompletionItem]:
    """The calendars of the record, and those that are shipped."""
    from workflow.almanacs import names

    with context.obj.store(feel=False) as store, store.reading() as tx:
        return map(CompletionItem, names(tx))


@_quiet
def all_bodies(context: click.Context) -> Iterable[CompletionItem]:
    """The bodies of every path of the record."""
    from workflow.duties import paths

    with context.obj.store(feel=False) as store, store.reading() as tx:
        found = {name: body for path in paths(tx) for name, body in path.bodies.items()}
    return [CompletionItem(name, help=found[name].en) for name in sorted(found)]


@_quiet
def people(context: click.Context) -> Iterable[CompletionItem]:
    """The people of the record, as they are called."""
    with context.obj.store(feel=False) as store, store.reading() as tx:
        return [CompletionItem(row["name"]) for row in tx.all("people")]


@_quiet
def correspondents(context: click.Context) -> Iterable[CompletionItem]:
    """Who can have an address: people, and the roles and bodies of the paths."""
    from workflow.duties import paths

    with context.obj.store(feel=False) as store, store.reading() as tx:
        names = [row["name"] for row in tx.all("people")]
        for path in paths(tx):
            names += [f"role:{each}" for each in path.roles]
            names += [f"body:{each}" for each in path.bodies]
    return map(CompletionItem, dict.fromkeys(names))


@_quiet
def deadlines(context: click.Context) -> Iterable[CompletionItem]:
    """The deadlines and office terms of the item named before."""
    from workflow.docket import slip

    with context.obj.store(feel=False) as store, store.reading() as tx:
        found = slip(tx, _given(context, "reference"))
    names = [each.name for each in found.deadlines]
    names += [each.name for each in found.terms]
    return map(CompletionItem, dict.fromkeys(names))


@_quiet
def running(context: click.Context) -> Iterable[CompletionItem]:
    """The deadlines of the item named before that have not ended."""
    from workflow.docket import slip

    with context.obj.store(feel=False) as store, store.reading() as tx:
        found = slip(tx, _given(context, "reference")).deadlines
    names = [each.name for each in found if each.running]
    return map(CompletionItem, dict.fromkeys(names))


@_quiet
def messages(context: click.Context) -> Iterable[CompletionItem]:
    """The keys of the messages that somebody has to look at or that wait."""
    from notifications import outbox

    with context.obj.store("notifications", feel=False) as store, store.reading() as tx:
        return [
            CompletionItem(row["key"][:12], help=f"{row['state']} {row['recipient']}")
            for row in outbox.listed(tx)
        ]


@_quiet
def answers(context: click.Context) -> Iterable[CompletionItem]:
    """The outcomes of the consultation named before."""
    path, _ = _place(context)
    found = path.consultations[_given(context, "name")].outcomes
    return [CompletionItem(name, help=path.outcomes[name].en) for name in found]


@_quiet
def documents(context: click.Context) -> Iterable[CompletionItem]:
    """The kinds of documents of the path of the item named before."""
    path, _ = _place(context)
    return [CompletionItem(name, help=each.en) for name, each in path.documents.items()]


@_quiet
def series(context: click.Context) -> Iterable[CompletionItem]:
    """The series of sittings that the paths of the record name."""
    from workflow.series import series_of
    from workflow.unit import definition_of

    with context.obj.store(feel=False) as store, store.reading() as tx:
        paths = [definition_of(tx, row["hash"]) for row in tx.all("definitions")]
    return map(CompletionItem, sorted(set().union(*map(series_of, paths))))


def _given(context: click.Context, name: str) -> str:
    """The argument `name` as typed so far.

    Behind an option that still lacks its value click has not taken the arguments apart.
    """
    found = context.params.get(name)
    if found is None and context.parent is not None:
        typed = [each for each in context.parent.args if not each.startswith("-")]
        arguments = [
            each for each in context.command.params if isinstance(each, click.Argument)
        ]
        found = typed[[each.name for each in arguments].index(name)]
    return str(found)


def _place(context: click.Context) -> "tuple[Definition, str]":
    from workflow.unit import definition_of, find_item

    with context.obj.store(feel=False) as store, store.reading() as tx:
        item = find_item(tx, _given(context, "reference"))
        return definition_of(tx, item["definition_hash"]), item["state"]
