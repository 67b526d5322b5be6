"""Commands about documents: document add, list."""

import os
from typing import TYPE_CHECKING

from commands import completion, files, printing
from commands.answers import label, say_entry
from commands.besides import documents
from commands.desk import Desk
from commands.frame import argument, command
from commands.options import (
    FILE,
    as_json,
    dated,
    note_option,
    reference_argument,
    written,
)
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.bounds import Day
    from workflow.unit import Answer


@command
@reference_argument
@argument(
    "kind",
    metavar="KIND",
    help="The kind of document; `definition show` lists them.",
    shell_complete=completion.documents,
)
@argument("file", metavar="FILE", type=FILE, help="The document; it stays where it is.")
@dated
@note_option
@written
@as_json
def add(
    desk: Desk,
    reference: str,
    kind: str,
    file: str,
    day: "Day | None",
    note: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from workflow import papers

    sha256, size = files.digest(file)
    with desk.store() as store:
        answer = papers.attach(
            store,
            desk.act(store, command_id, expect),
            reference,
            kind,
            file=os.path.basename(file),
            sha256=sha256,
            size=size,
            day=day,
            note=note,
        )
    if as_json:
        say_entry(answer)
    else:
        printing.say(_recorded(answer, os.path.basename(file)))


def _recorded(answer: "Answer", file: str) -> Sentence:
    return sentence(
        "{reference}: recorded {file} as {kind}, entry {seq}: {size} bytes, SHA-256"
        " {sha256}. The file stays where it is.",
        reference=answer["reference"],
        file=file,
        kind=answer["document"],
        seq=answer["seq"],
        size=answer["size"],
        sha256=answer["sha256"],
    )


@command
@reference_argument
@as_json
def list_documents(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
    found = documents(slip)
    if as_json:
        printing.say_json(found)
    elif not found:
        printing.say(
            sentence("{reference} has no documents.", reference=slip.reference)
        )
    else:
        headings = [
            sentence("document"),
            sentence("file"),
            sentence("day"),
            sentence("bytes"),
            sentence("SHA-256"),
        ]
        kinds = slip.definition.documents
        printing.say_table(
            headings,
            [
                (
                    label(kinds[each["document"]]),
                    each["file"],
                    str(each["on"] or "–"),
                    str(each["size"]),
                    each["sha256"],
                )
                for each in found
            ],
        )
