"""Commands about persons and rights: role grant, revoke, list; whoami."""

from commands import printing
from commands.answers import say_entry
from commands.desk import Desk
from commands.frame import argument, command
from commands.options import as_json, note_option, repeatable
from definitions.sentences import sentence

person_argument = argument(
    "person", metavar="PERSON", help="A login name, uid:NUMBER, or a database user."
)
role_argument = argument("role", metavar="ROLE", help="A role of a path, or admin.")


@command
@person_argument
@role_argument
@note_option
@repeatable
@as_json
def grant(
    desk: Desk,
    person: str,
    role: str,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import access, people

    with desk.store() as store:
        whom = access.account_of(person, server=store.session_user is not None)
        act = desk.act(store, command_id)
        paths = people.known_paths(store)
        answer = people.grant(store, act, whom, role, paths, note=note)
    if as_json:
        say_entry(answer, name=whom.name)
    else:
        printing.say(
            sentence("{name} now holds the role {role}.", name=whom.name, role=role)
        )


@command
@person_argument
@role_argument
@note_option
@repeatable
@as_json
def revoke(
    desk: Desk,
    person: str,
    role: str,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import access, people

    with desk.store() as store:
        whom = access.account_of(person, server=store.session_user is not None)
        act = desk.act(store, command_id)
        answer = people.revoke(store, act, whom, role, note=note)
    if as_json:
        say_entry(answer, name=whom.name)
    else:
        printing.say(
            sentence(
                "{name} no longer holds the role {role}.", name=whom.name, role=role
            )
        )


@command
@as_json
def list_roles(desk: Desk, as_json: bool) -> None:
    from workflow import people

    with desk.store() as store, store.reading() as tx:
        grants = people.grants(tx)
    if as_json:
        names = ("name", "account", "role")
        printing.say_json([{name: row[name] for name in names} for row in grants])
        return
    printing.say_table(
        [sentence("person"), sentence("account"), sentence("role")],
        [(row["name"], row["account"], _role_said(row["role"])) for row in grants],
    )


@command
@as_json
def whoami(desk: Desk, as_json: bool) -> None:
    from workflow import access

    with desk.store() as store, store.reading() as tx:
        held = access.standing(tx, desk.act(store).identity)
    who, roles = held.identity, sorted(held.roles)
    if as_json:
        said = {"name": who.name, "account": who.account, "identified_by": who.how}
        printing.say_json({**said, "person": held.person, "roles": roles})
        return
    printing.say(
        sentence(
            "You are {name} ({account}), identified by {how}.",
            name=who.name,
            account=who.account,
            how=_HOW[who.how],
        )
    )
    if roles:
        said_roles = tuple(_role_said(role) for role in roles)
        printing.say(sentence("Your roles: {roles}.", roles=said_roles))
    else:
        printing.say(
            sentence(
                "You hold no role in this record: you may read, and record nothing. "
                "An administrator can give you one: `laufzettel role grant`."
            )
        )


_HOW = {
    "system": sentence("the operating system"),
    "sudo": sentence("sudo, through the service account"),
    "database": sentence("the database"),
}


def _role_said(role: str) -> printing.Text:
    return sentence("every role of every path") if role == "*" else role
