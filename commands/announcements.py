"""Commands that write releases and show them: announce draft, list, show.

A release is written from the record as it stands, and recorded with what it rests on.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands import completion, printing
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.galley import life_data, page_data, story, story_data, told_of
from commands.options import DAY, WHOLE, as_json, repeatable
from commands.pressdesk import (
    folders,
    found,
    issuer,
    release_argument,
    say_done,
    typed_file,
    typed_option,
    version_option,
    without_next_option,
)
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from notifications.composing import Wanted
    from notifications.page import Page
    from workflow.store import Row

LANGUAGES = ("de", "en")
STATES = (
    *("draft", "in_review", "approved", "embargoed", "published", "corrected"),
    "withdrawn",
)


@command
@argument(
    "reference",
    metavar="REF",
    required=False,
    help="The item; a notice needs none.",
    shell_complete=completion.references,
)
@option("--kind", metavar="KIND", help="The kind of release.")
@option(
    "--entry",
    "entry_seq",
    metavar="SEQ",
    type=WHOLE,
    help="The entry to announce; the latest that has a kind if none.",
)
@option("--on", metavar="DATE", type=DAY, help="The day it bears; today if none.")
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="de",
    show_default=True,
    help="The language of the release.",
)
@typed_option
@option(
    "--about",
    metavar="RELEASE",
    help="The withdrawn release that this one tells of.",
    shell_complete=completion.releases,
)
@option("--reason", metavar="TEXT", help="Why that release was withdrawn.")
@without_next_option
@option("--preview", is_flag=True, help="Only print it; record nothing.")
@repeatable
@as_json
def draft(
    desk: Desk,
    reference: str | None,
    kind: str | None,
    entry_seq: int | None,
    on: date | None,
    language: str,
    file: str | None,
    about: str | None,
    reason: str | None,
    without_next: bool,
    preview: bool,
    command_id: str | None,
    as_json: bool,
) -> None:
    from notifications import typed
    from notifications.composing import Wanted

    written = typed_file(file) if file else typed.Typed()
    written = typed.silent(written) if without_next else written
    day = on or written.release_day or desk.today
    wanted = Wanted(
        *(language, day, reference, kind, entry_seq, about, reason),
        stated=on,
        issuer=issuer(desk),
    )
    if preview:
        _preview(desk, wanted, written, as_json)
    else:
        _record(desk, wanted, written, command_id, as_json)


def _record(
    desk: Desk, wanted: "Wanted", written: Any, command_id: str | None, as_json: bool
) -> None:
    from notifications import newsroom

    with desk.store("notifications") as store:
        act = desk.act(store, command_id)
        answer = newsroom.draft(store, act, wanted, written, folders(desk))
        with store.reading() as tx:
            page = _shown(tx, answer["release"])
    if not as_json:
        printing.say_text(_text(desk, page))
    told = sentence(
        "Recorded as {release}, version 1, a draft. Next: laufzettel announce"
        " submit {release} --to ACCOUNT",
        release=answer["release"],
    )
    say_done(answer, as_json, sentence(""), told)


def _preview(desk: Desk, wanted: "Wanted", written: Any, as_json: bool) -> None:
    from notifications import newsroom

    with desk.store("notifications") as store, store.reading() as tx:
        page = newsroom.previewed(tx, wanted, written, folders(desk))
    if as_json:
        printing.say_json(page_data(page))
    else:
        printing.say_text(_text(desk, page))


def _shown(tx: Any, release: str, version: int | None = None) -> "Page":
    from notifications import archive
    from workflow import lives

    return archive.page_of(tx, lives.life_of(tx, release), version)


def _text(desk: Desk, page: "Page") -> str:
    from notifications.kiln import Job, fired

    return fired(Job(page, folders=folders(desk))).text


@command
@argument(
    "reference",
    metavar="REF",
    required=False,
    help="Only those of this item.",
    shell_complete=completion.references,
)
@option("--state", type=click.Choice(STATES), help="Only releases in this state.")
@as_json
def list_releases(
    desk: Desk, reference: str | None, state: str | None, as_json: bool
) -> None:
    from notifications import archive
    from workflow.unit import find_item

    with desk.store("notifications") as store, store.reading() as tx:
        item = find_item(tx, reference)["id"] if reference else None
        rows = [
            row
            for row in tx.all("releases_listed")
            if item in {None, row["item_id"]} and state in {None, row["state"]}
        ]
        headlines = archive.headlines(tx)
    if as_json:
        printing.say_json([_row_data(row, headlines) for row in rows])
    elif not rows:
        printing.say(_none(reference))
    else:
        headings = [
            sentence("release"),
            sentence("state"),
            sentence("kind"),
            sentence("language"),
            sentence("version"),
            sentence("day"),
            sentence("item"),
            sentence("headline"),
        ]
        printing.say_table(headings, [_row(row, headlines) for row in rows])


def _none(reference: str | None) -> Sentence:
    if reference is None:
        return sentence("No release is on record that fits.")
    return sentence(
        "{reference} has no release that fits. `laufzettel announce draft {reference}`"
        " writes one.",
        reference=reference,
    )


def _row(row: "Row", headlines: Mapping[str, str]) -> list[printing.Text]:
    from workflow.clearance import STATE_NAMES

    return [
        row["id"],
        STATE_NAMES[row["state"]],
        row["kind"],
        row["language"],
        str(row["version"]),
        row["day"].isoformat(),
        row["reference"] or "–",
        headlines[row["id"]],
    ]


def _row_data(row: "Row", headlines: Mapping[str, str]) -> dict[str, Any]:
    names = (
        *("id", "reference", "kind", "language", "announced", "state", "version"),
        *("day", "embargo_at", "embargo_event", "public_version", "published_at"),
        *("modified_at", "url", "content"),
    )
    return {**{name: row[name] for name in names}, "headline": headlines[row["id"]]}


@command
@release_argument
@version_option
@option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    default="text",
    show_default=True,
    help="The form in which it is printed.",
)
@as_json
def show(
    desk: Desk, release: str, number: int | None, form: str, as_json: bool
) -> None:
    from notifications import archive
    from notifications.kiln import Job, fired
    from workflow import lives

    with desk.store("notifications") as store, store.reading() as tx:
        life = found(tx, release)
        content = archive.content_of(tx, life, number)
        page = archive.page_of(tx, life, number)
        people = {row["id"]: row["name"] for row in tx.all("people")}
        entries = lives.story(tx, life.id)
    if as_json:
        told = {"story": [story_data(each, people) for each in entries]}
        printing.say_json({**life_data(life, people), **page_data(page), **told})
        return
    if page.published_at is not None and not page.marks:
        printing.say_text(content.html if form == "html" else content.text)
    else:
        made = fired(Job(page, folders=folders(desk)))
        printing.say_text(made.html if form == "html" else made.text)
    if form == "text":
        printing.say("", *story(life, people))
        printing.say("", sentence("What has happened to it:"))
        printing.say(*(told_of(each, people) for each in entries))
