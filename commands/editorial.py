"""Commands on the text of releases: announce edit, diff, check, correct."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import DAY, WHOLE, as_json
from commands.pressdesk import (
    edited,
    folders,
    found,
    release_argument,
    say_done,
    typed_file,
    typed_option,
    without_next_option,
    written,
)
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from notifications.proofs import Checked
    from notifications.typed import Typed
    from workflow.store import Store
    from workflow.unit import Answer


@command
@release_argument
@typed_option
@option("--on", metavar="DATE", type=DAY, help="The day that it bears instead.")
@without_next_option
@written
@as_json
def edit(
    desk: Desk,
    release: str,
    file: str | None,
    on: date | None,
    without_next: bool,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> int:
    from notifications import newsroom

    with desk.store("notifications") as store:
        if file is None and on is None and not without_next:
            answer = _in_editor(desk, store, release, command_id, expect)
            if answer is None:
                printing.say(sentence("Nothing was changed."))
                return 0
        else:
            act = desk.act(store, command_id, expect)
            text = _typed(store, release, file, without_next=without_next)
            answer = newsroom.edit(store, act, release, text, folders(desk), day=on)
    say_done(
        answer,
        as_json,
        sentence(
            "{release} has version {version} now, a draft; what was released before"
            " is void. Next: laufzettel announce submit {release} --to ACCOUNT",
            release=answer["release"],
            version=answer["version"],
        ),
    )
    return 0


def _typed(
    store: "Store", release: str, file: str | None, *, without_next: bool
) -> "Typed | None":
    """What is typed instead; None if it stays as it is."""
    from notifications import newsroom, typed

    text = typed_file(file) if file else None
    if not without_next:
        return text
    with store.reading() as tx:
        now = newsroom.typed_of(tx, found(tx, release))
    return typed.silent(text or typed.read(now))


def _in_editor(
    desk: Desk, store: "Store", release: str, command_id: str | None, expect: int | None
) -> "Answer | None":
    """Let somebody change the text in an editor; None if nothing was changed."""
    from notifications import newsroom
    from workflow.clearance import not_in_this_state
    from workflow.errors import Refused
    from workflow.publicity import UNRELEASED

    with store.reading() as tx:
        life = found(tx, release)
        now = newsroom.typed_of(tx, life)
    if life.state not in UNRELEASED:
        raise Refused(
            sentence("{reason}. Nothing was recorded.", reason=not_in_this_state(life))
        )
    act = desk.act(store, command_id, expect or life.version)
    with edited(now, life.id) as text:
        if text is None:
            return None
        return newsroom.edit(store, act, life.id, text, folders(desk))


@command
@release_argument
@option("--reason", metavar="TEXT", required=True, help="Why it is corrected.")
@option("--on", metavar="DATE", type=DAY, help="Its day; today if none.")
@typed_option
@written
@as_json
def correct(
    desk: Desk,
    release: str,
    reason: str,
    on: date | None,
    file: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from notifications import newsroom, typed

    text = typed_file(file) if file else None
    reason = typed.reason(reason)
    with desk.store("notifications") as store:
        act = desk.act(store, command_id, expect)
        day = on or desk.today
        answer = newsroom.correct(
            store, act, release, reason, day, text, folders(desk), stated=on
        )
    say_done(
        answer,
        as_json,
        sentence(
            "The correction of {release} is version {version}, a draft. Next:"
            " laufzettel announce submit {release} --to ACCOUNT",
            release=answer["release"],
            version=answer["version"],
        ),
    )


@command
@release_argument
@option("--from", "old", metavar="N", type=WHOLE, help="The version before.")
@option("--to", "new", metavar="N", type=WHOLE, help="The version after; the newest.")
@as_json
def diff(
    desk: Desk, release: str, old: int | None, new: int | None, as_json: bool
) -> None:
    from notifications import archive, worddiff
    from workflow.errors import Refused

    with desk.store("notifications") as store, store.reading() as tx:
        life = found(tx, release)
        newer = life.version if new is None else new
        older = newer - 1 if old is None else old
        if life.version == 1 or older == newer:
            raise Refused(
                sentence(
                    "{release} has nothing to compare with: its newest version is"
                    " {version}.",
                    release=life.id,
                    version=life.version,
                )
            )
        texts = [archive.content_of(tx, life, each).text for each in (older, newer)]
    changes = worddiff.compared(*texts)
    if as_json:
        data = [{"how": how, "text": text} for how, text in changes]
        printing.say_json(
            {"release": life.id, "from": older, "to": newer, "parts": data}
        )
        return
    printing.say_text(worddiff.marked(changes))


@command
@argument(
    "release",
    metavar="RELEASE",
    required=False,
    help="The release; all that are not withdrawn if none.",
)
@as_json
def check(desk: Desk, release: str | None, as_json: bool) -> int:
    from notifications import proofs

    with desk.store("notifications") as store, store.reading() as tx:
        named = [release] if release else _standing(tx)
        checked = [proofs.check(tx, found(tx, each)) for each in named]
    if as_json:
        printing.say_json([_data(each) for each in checked])
    elif not checked:
        printing.say(sentence("No release is on record."))
    else:
        for each in checked:
            printing.say(*_told(each))
    return 5 if any(each.stale for each in checked) else 0


def _standing(tx: Any) -> list[str]:
    return [row["id"] for row in tx.all("releases") if row["state"] != "withdrawn"]


def _told(checked: "Checked") -> Iterable[Sentence]:
    from notifications.amending import telling

    life = checked.life
    if not checked.stale:
        yield sentence("{release} says what the record says.", release=life.id)
        return
    yield sentence("{release} is stale:", release=life.id)
    for each in telling(checked.differences):
        yield sentence(
            "  {field}: {old} → {new}",
            field=each.field,
            old=each.old or sentence("(nothing)"),
            new=each.new or sentence("(nothing)"),
        )
    for gap in checked.gaps:
        yield sentence("  {reason}", reason=gap)
    if not (checked.differences or checked.gaps):
        yield sentence("  an entry was corrected; no fact that it states has changed")
    if checked.gaps:
        yield sentence(
            "  Take it back: laufzettel announce withdraw {release} --reason TEXT",
            release=life.id,
        )
    elif life.public_version is None:
        yield sentence(
            "  Write it anew: laufzettel announce edit {release} --on {day}",
            release=life.id,
            day=life.day,
        )
    else:
        yield sentence(
            "  Correct it: laufzettel announce correct {release} --reason TEXT",
            release=life.id,
        )


def _data(checked: "Checked") -> dict[str, Any]:
    return {
        "release": checked.life.id,
        "state": checked.life.state,
        "stale": checked.stale,
        "differences": [
            {"field": each.field, "old": each.old, "new": each.new}
            for each in checked.differences
        ],
        "gaps": list(checked.gaps),
    }
