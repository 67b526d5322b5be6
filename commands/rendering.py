"""Commands that write releases as files: announce render, day, feed."""

from datetime import date
from typing import Any

import click

from commands import files, printing
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import DAY, FILE, FOLDER, as_json
from commands.pressdesk import (
    base_name,
    found,
    office,
    release_argument,
    version_option,
    write_bytes,
)
from definitions.sentences import sentence

FORMATS = ("txt", "html", "pdf", "docx", "atom", "eml")
_TEXTS = ("txt", "html")
NEWEST = 100  # releases in the feed: a reader asks often, and knows the older ones


@command
@release_argument
@option(
    "--format",
    "names",
    type=click.Choice(FORMATS),
    multiple=True,
    help="A format; can be repeated; text and HTML if none.",
)
@version_option
@option(
    "--out",
    metavar="DIR",
    type=FOLDER,
    required=True,
    help="Write new files into this folder.",
)
@as_json
def render(
    desk: Desk,
    release: str,
    names: tuple[str, ...],
    number: int | None,
    out: str,
    as_json: bool,
) -> None:
    from notifications import archive
    from notifications.formats import rendered
    from notifications.kiln import Fired
    from workflow.unit import head_of

    with desk.store("notifications") as store, store.reading() as tx:
        life = found(tx, release)
        version = number or life.version
        content = archive.content_of(tx, life, number)
        page = archive.page_of(tx, life, number)
        record = head_of(tx)["log"]
    public = page.published_at is not None and not page.marks
    released = Fired(page, content.text, content.html) if public else None
    around = office(desk, record, version)
    made = {name: rendered(page, name, around, released) for name in names or _TEXTS}
    base = base_name(life, version)
    paths = [write_bytes(out, f"{base}.{name}", each) for name, each in made.items()]
    _say_written(paths, as_json)


@command
@argument("on", metavar="DATE", type=DAY, help="The day of the sitting.")
@option(
    "--language",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="The language of the page.",
)
@option("--out", metavar="DIR", type=FOLDER, help="Write new files into this folder.")
@as_json
def day(desk: Desk, on: date, language: str, out: str | None, as_json: bool) -> None:
    from notifications import archive
    from notifications.daypage import daypage

    with desk.store("notifications") as store, store.reading() as tx:
        pages = archive.published(tx, on, language)
    page = daypage(pages, on, language)
    if out is None:
        if as_json:
            data: dict[str, Any] = {"day": on, "headline": page.headline}
            releases = [each.identity for each in pages]
            printing.say_json({**data, "releases": releases, "text": page.text})
        else:
            printing.say_text(page.text)
        return
    base = files.slug("releases", on.isoformat(), language)
    texts = {"txt": page.text, "html": page.html}
    paths = [
        files.write_new(out, f"{base}.{name}", text) for name, text in texts.items()
    ]
    _say_written(paths, as_json)


@command
@option("--out", metavar="FILE", type=FILE, help="Write a new file; printed if none.")
@option("--language", type=click.Choice(["de", "en"]), help="Only this language.")
def feed(desk: Desk, out: str | None, language: str | None) -> None:
    from notifications import archive, atom
    from workflow.unit import head_of

    with desk.store("notifications") as store, store.reading() as tx:
        pages = archive.published(tx, language=language, most=NEWEST)
        record = head_of(tx)["log"]
    # instants of the record may run ahead of a clock that was put back since
    now = max([desk.now, *(each.modified_at or desk.now for each in pages)])
    made = atom.feed(pages, now, office(desk, record).feed, record)
    if out is None:
        printing.say_text(made.decode())
        return
    files.write_file(out, made.decode())
    printing.say(sentence("Written: {file}", file=out))


def _say_written(paths: list[str], as_json: bool) -> None:
    if as_json:
        printing.say_json({"files": paths})
        return
    printing.say(*(sentence("Written: {file}", file=path) for path in paths))
