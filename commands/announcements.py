"""Commands about releases: announce draft, list, show.

A release is written from the record as it stands, every time it is asked for.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands import files, printing
from commands.answers import day_said, label
from commands.desk import Desk
from commands.frame import command, option
from commands.options import DAY, FOLDER, WHOLE, as_json, reference_argument
from definitions.sentences import sentence

if TYPE_CHECKING:
    from definitions.model import Definition
    from notifications.press import Release
    from workflow.course import Step

kind_option = option("--kind", metavar="KIND", help="The kind of release.")
entry_option = option(
    "--entry",
    "entry_seq",
    metavar="SEQ",
    type=WHOLE,
    help="The entry to announce; the latest that has a kind if none.",
)
day_option = option(
    "--on", metavar="DATE", type=DAY, help="The day of the release; today if none."
)
format_option = option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    help="The form of the release; with --out both if none.",
)


@command
@reference_argument
@kind_option
@entry_option
@day_option
@format_option
@option("--out", metavar="DIR", type=FOLDER, help="Write new files into this folder.")
@as_json
def draft(
    desk: Desk,
    reference: str,
    kind: str | None,
    entry_seq: int | None,
    on: date | None,
    form: str | None,
    out: str | None,
    as_json: bool,
) -> None:
    release = _drafted(desk, reference, kind, entry_seq, on)
    written = _write(release, reference, form, out) if out else []
    if as_json:
        printing.say_json({**_as_data(reference, release), "files": written})
    elif out:
        printing.say(*(sentence("Written: {file}", file=path) for path in written))
    else:
        printing.say_text(release.html if form == "html" else release.text)


@command
@reference_argument
@as_json
def list_releases(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
    kinds = slip.definition.announcements
    steps = [step for step in slip.steps if step.event in kinds]
    if as_json:
        printing.say_json([_step_data(step, kinds[step.event]) for step in steps])
    elif not steps:
        printing.say(
            sentence(
                "{reference}: nothing can be announced yet. What may come next: "
                "`laufzettel next {reference}`.",
                reference=reference,
            )
        )
    else:
        headings = [
            sentence("entry"),
            sentence("kind"),
            sentence("announces"),
            sentence("day"),
        ]
        printing.say_table(
            headings, [_step_row(slip.definition, each) for each in steps]
        )


def _step_data(step: "Step", kind: str) -> dict[str, Any]:
    return {
        "seq": step.entry.item_seq,
        "kind": kind,
        "event": step.event,
        "on": step.day.day,
        "on_precision": step.day.precision,
    }


def _step_row(path: "Definition", step: "Step") -> list[printing.Text]:
    kind, event = path.announcements[step.event], path.events[step.event]
    return [str(step.entry.item_seq), kind, label(event), day_said(step.day)]


@command
@reference_argument
@kind_option
@entry_option
@day_option
@as_json
def show(
    desk: Desk,
    reference: str,
    kind: str | None,
    entry_seq: int | None,
    on: date | None,
    as_json: bool,
) -> None:
    release = _drafted(desk, reference, kind, entry_seq, on)
    if as_json:
        printing.say_json(_as_data(reference, release))
        return
    printing.say_text(release.text)
    printing.say("", sentence("It states what these entries say:"))
    printing.say(*release.entry_hashes)


def _drafted(
    desk: Desk,
    reference: str,
    kind: str | None,
    entry_seq: int | None,
    on: date | None,
) -> "Release":
    from notifications import press
    from workflow import docket
    from workflow.unit import head_of

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
        head = head_of(tx)
    return press.draft(
        slip,
        kind=kind,
        entry_seq=entry_seq,
        release_day=on or desk.today,
        head=head["hash"],
        head_seq=head["seq"],
    )


def _write(release: "Release", reference: str, form: str | None, out: str) -> list[str]:
    texts = {"text": ("txt", release.text), "html": ("html", release.html)}
    chosen = [texts[form]] if form else list(texts.values())
    name = files.slug(reference, str(release.seq), release.kind)
    return [files.write_new(out, f"{name}.{end}", text) for end, text in chosen]


def _as_data(reference: str, release: "Release") -> dict[str, Any]:
    return {
        "reference": reference,
        "kind": release.kind,
        "seq": release.seq,
        "headline": release.headline,
        "text": release.text,
        "html": release.html,
        "entry_hashes": list(release.entry_hashes),
    }
