"""Commands of those who release texts: announce submit, approve, return."""

from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json, note_option
from commands.pressdesk import folders, posting, release_argument, say_done, written
from definitions.sentences import sentence


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
    say_done(
        answer,
        as_json,
        sentence(
            "{release}, version {version}, is in review. Whoever was named releases it:"
            " laufzettel announce approve {release}",
            release=answer["release"],
            version=answer["version"],
        ),
    )


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
    from workflow import announcing, lives

    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        answer = announcing.approve(store, act, release, parts, note)
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
    else:
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
    from workflow import announcing

    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        answer = announcing.send_back(store, act, release, note)
    say_done(
        answer,
        as_json,
        sentence("{release} is a draft again.", release=answer["release"]),
    )
