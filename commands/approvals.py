"""Commands of those who release texts: announce submit, approve, return."""

from typing import TYPE_CHECKING

from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json, note_option
from commands.pressdesk import folders, posting, release_argument, say_done, written
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.store import Store


@command
@release_argument
@option(
    "--to",
    "accounts",
    metavar="ACCOUNT",
    multiple=True,
    required=True,
    help="Who may release it; can be repeated.",
)
@note_option
@written
@as_json
def submit(
    desk: Desk,
    release: str,
    accounts: tuple[str, ...],
    note: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from notifications import newsroom

    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        answer = newsroom.submit(
            store, act, release, accounts, posting(desk), folders(desk), note
        )
        told = _told_of(store, release)
    say_done(
        answer,
        as_json,
        sentence(
            "{release}, version {version}, is in review. Whoever was named releases it:"
            " laufzettel announce approve {release}",
            release=answer["release"],
            version=answer["version"],
        ),
        *told,
    )


def _told_of(store: "Store", release: str) -> list[Sentence]:
    """Who was sent the text, and who has to be told in another way."""
    from workflow import lives

    with store.reading() as tx:
        life = lives.life_of(tx, release)
        people = {f"person:{row['id']}": row["name"] for row in tx.all("people")}
        known = {row["subject"] for row in tx.all("contacts")}
    asked = {f"person:{each}" for named in life.reviewers.values() for each in named}
    sent = tuple(sorted(people[each] for each in asked & known))
    silent = tuple(sorted(people[each] for each in asked - known))
    told = []
    if sent:
        told.append(sentence("The text goes to: {names}.", names=sent))
    if silent:
        told.append(
            sentence("No address is on record of: {names}. Tell them.", names=silent)
        )
    return told


@command
@release_argument
@option(
    "--part",
    "parts",
    metavar="PART",
    multiple=True,
    help="release, or quote:OFFICE; all that are yours if none.",
)
@note_option
@written
@as_json
def approve(
    desk: Desk,
    release: str,
    parts: tuple[str, ...],
    note: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from workflow import approving, lives

    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        answer = approving.approve(store, act, release, parts, note)
        with store.reading() as tx:
            life = lives.life_of(tx, release)
    told = [
        sentence(
            "{release}, version {version}: you have released {parts}.",
            release=release,
            version=answer["version"],
            parts=tuple(answer["parts"]),
        )
    ]
    if life.open_parts:
        told.append(
            sentence("Still to be released: {parts}.", parts=tuple(life.open_parts))
        )
    elif life.day >= desk.today:
        told.append(
            sentence(
                "It can go out on {day}: laufzettel announce publish {release}, or at"
                " its time: laufzettel announce schedule {release} --at TIME",
                day=life.day,
                release=release,
            )
        )
    say_done(answer, as_json, *told)


@command
@release_argument
@option("--note", metavar="TEXT", required=True, help="What is to be changed.")
@written
@as_json
def send_back(
    desk: Desk,
    release: str,
    note: str,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from workflow import approving, lives
    from workflow.publicity import PUBLIC

    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        answer = approving.send_back(store, act, release, note)
        with store.reading() as tx:
            public = lives.life_of(tx, release).state in PUBLIC
    say_done(
        answer,
        as_json,
        sentence(
            "The correction of {release} was given up; what is public stands.",
            release=release,
        )
        if public
        else sentence("{release} is a draft again.", release=answer["release"]),
    )
