"""Commands about the database itself: init, rebuild."""

from typing import TYPE_CHECKING, Any

from commands import printing
from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.access import Identity


@command
@option(
    "--admin",
    metavar="PERSON",
    help="On PostgreSQL: who administers the record; whoever runs this if none.",
)
@option("--upgrade", is_flag=True, help="Bring an older database up to date.")
@as_json
def init(desk: Desk, admin: str | None, upgrade: bool, as_json: bool) -> None:
    from workflow import people, schema
    from workflow.store import is_server

    database = desk.settings.database
    server = is_server(database)
    # looked up first: a name that nobody bears must not leave half a record
    named = _named(admin, server)
    if upgrade:
        schema.bring_up_to_date(database)
        _make_rows(desk)
    else:
        schema.prepare(database)
    with desk.store(feel=False) as store:
        act = desk.act(store)
        who = named or act.identity
        if not upgrade:
            people.found(store, act, administrator=who, every_role=not server)
    if as_json:
        said = {"database": desk.database_shown, "administrator": who.name}
        printing.say_json({**said, "upgraded": upgrade})
    elif upgrade:
        printing.say(
            sentence("{database} is up to date.", database=desk.database_shown)
        )
    else:
        printing.say(
            sentence("The record is founded: {database}.", database=desk.database_shown)
        )
        printing.say(_rights(who, server))


@command
@option("--check", is_flag=True, help="Change nothing, only compare (exit 5).")
@as_json
def rebuild(desk: Desk, check: bool, as_json: bool) -> int:
    from workflow import projection

    with desk.store() as store:
        if check:
            with store.reading() as tx:
                found = list(projection.differences(tx))
        else:
            with store.writing() as tx:
                tx.one("lock_head")
                found = list(projection.differences(tx))
                projection.rebuild(tx)
    rows = [
        {"reference": reference, "name": name, "there": there, "made": made}
        for reference, name, there, made in found
    ]
    if as_json:
        printing.say_json({"differences": rows, "rebuilt": not check})
    elif not rows:
        printing.say(sentence("Every deadline is what the record makes of it."))
    else:
        _say_differences(rows, check)
    return 5 if check and rows else 0


def _say_differences(rows: list[dict[str, Any]], check: bool) -> None:
    headings = [
        sentence("reference"),
        sentence("deadline"),
        sentence("there"),
        sentence("by the record"),
    ]
    told = [
        (each["reference"], each["name"], _due(each["there"]), _due(each["made"]))
        for each in rows
    ]
    printing.say_table(headings, told)
    if check:
        printing.say(
            sentence("{count} rows differ: `laufzettel rebuild`.", count=len(rows))
        )
    else:
        printing.say(sentence("{count} rows were made anew.", count=len(rows)))


def _due(row: dict[str, Any] | None) -> str | None:
    """The last day of a row and what became of it."""
    return None if row is None else f"{row['due'] or '?'} {row['status']}"


def _make_rows(desk: Desk) -> None:
    """What an older program did not derive from the entries is derived now."""
    from workflow.projection import rebuild

    with desk.store(feel=False) as store, store.writing() as tx:
        rebuild(tx)


def _named(admin: str | None, server: bool) -> "Identity | None":
    """Whom `--admin` names; WrongUsage on a file, which has one account."""
    from workflow.access import account_of
    from workflow.errors import WrongUsage

    if admin is None:
        return None
    if not server:
        raise WrongUsage(
            sentence(
                "Whoever founds a file administers it: --admin is for PostgreSQL, where"
                " it names the first administrator. Nothing was recorded."
            )
        )
    return account_of(admin, server=server)


def _rights(who: "Identity", server: bool) -> Sentence:
    if server:
        return sentence(
            "{name} ({account}) administers it and gives roles to others: "
            "`laufzettel role grant`.",
            name=who.name,
            account=who.account,
        )
    return sentence(
        "{name} ({account}) administers it and holds every role of every path, "
        "because the file belongs to this account.",
        name=who.name,
        account=who.account,
    )
