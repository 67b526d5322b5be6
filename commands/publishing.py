"""Commands that let releases go: announce schedule, publish, withdraw."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from commands import completion
from commands.answers import local_said
from commands.desk import Desk
from commands.frame import command, option
from commands.options import as_json
from commands.pressdesk import folders, posting, release_argument, say_done, written
from definitions.sentences import Problem, Sentence, sentence
from workflow.errors import WrongUsage

if TYPE_CHECKING:
    from workflow.publicity import Life
    from workflow.store import Store


@command
@release_argument
@option("--at", metavar="TIME", help="An hour in Berlin, such as 2021-08-03T12:00.")
@option(
    "--when",
    "event",
    metavar="EVENT",
    help="An event of the path that must be recorded first.",
    shell_complete=completion.release_events,
)
@written
@as_json
def schedule(
    desk: Desk,
    release: str,
    at: str | None,
    event: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from notifications import embargoes

    if (at is None) == (event is None):
        raise WrongUsage(
            sentence("An embargo ends at an hour or with an event: --at or --when.")
        )
    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        if at is not None:
            instant = embargoes.instant(at)
            answer = embargoes.until(store, act, release, instant)
            told = sentence(
                "{release} goes out at {when}, while a scheduler runs.",
                release=release,
                when=local_said(instant),
            )
        else:
            answer = embargoes.until_recorded(store, act, release, event or "")
            told = sentence(
                "{release} goes out when {event} is recorded, on {day}.",
                release=release,
                event=event or "",
                day=answer["day"],
            )
    say_done(answer, as_json, told)


@command
@release_argument
@option("--url", metavar="URL", help="The address under which it stands.")
@option(
    "--elsewhere",
    is_flag=True,
    help="It was published without this program: record it, send nothing.",
)
@option("--despite-embargo", is_flag=True, help="Let it go although it is embargoed.")
@written
@as_json
def publish(
    desk: Desk,
    release: str,
    url: str | None,
    elsewhere: bool,
    despite_embargo: bool,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from notifications import releasing
    from workflow import announcing, lives
    from workflow.publicity import PUBLIC

    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        with store.reading() as tx:
            life = lives.life_of(tx, release)
            listed = sum(
                row["subject"].startswith("press:") for row in tx.all("contacts")
            )
        if life.state in PUBLIC and url is not None:
            answer = announcing.locate(store, act, release, url)
            told = sentence("{release} stands under {url}.", release=release, url=url)
        else:
            answer = releasing.publish(
                store,
                act,
                release,
                posting(desk),
                url=url,
                elsewhere=elsewhere,
                despite_embargo=despite_embargo,
            )
            told = _published(answer, listed, elsewhere=elsewhere)
    say_done(answer, as_json, told)


def _published(answer: Mapping[str, Any], listed: int, *, elsewhere: bool) -> Sentence:
    said = {"release": answer["release"], "version": answer["version"]}
    if elsewhere:
        return sentence(
            "{release}, version {version}, is recorded as published; nothing is sent.",
            **said,
        )
    if not listed:
        return sentence(
            "{release}, version {version}, is public. Nobody stands on the press list:"
            " laufzettel contact set press:NAME --mail ADDRESS",
            **said,
        )
    return sentence(
        "{release}, version {version}, is public; it goes to {count} on the press list"
        " with the next round of the scheduler.",
        **said,
        count=listed,
    )


@command
@release_argument
@option("--reason", metavar="TEXT", required=True, help="Why it is withdrawn.")
@written
@as_json
def withdraw(
    desk: Desk,
    release: str,
    reason: str,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from notifications import releasing, typed
    from workflow import lives

    reason = typed.reason(reason)
    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        with store.reading() as tx:
            life = lives.life_of(tx, release)
        answer, gone = releasing.withdraw(store, act, release, reason)
        told = [sentence("{release} is withdrawn.", release=release)]
        if gone:
            told.append(
                sentence(
                    "{count} of its messages had gone out, or may have.", count=gone
                )
            )
        if life.public_version is not None:
            told += _told(desk, store, life, reason)
    say_done(answer, as_json, *told)


def _told(desk: Desk, store: "Store", life: "Life", reason: str) -> list[Sentence]:
    """Which release tells of a withdrawal, or why none does yet."""
    from notifications import newsroom

    try:
        notice = newsroom.told_withdrawn(
            store, desk.act(store), life, desk.today, reason, folders(desk)
        )
    except Problem as problem:
        return [
            *problem.sentences,
            sentence(
                "No release tells of it yet: laufzettel announce draft --kind"
                " withdrawal --about {release} --reason TEXT",
                release=life.id,
            ),
        ]
    return [
        sentence(
            "{notice} says so in public, once it is released: laufzettel announce"
            " submit {notice} --to ACCOUNT",
            notice=notice,
        )
    ]
