"""What people get wrong: a plain sentence, the exit code of the contract, no entry.

The codes are those of docs/cli.md. Each case is run in both languages by two processes
at once; the phrase is looked for in the English sentence.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.acts import check_plain
from tests.faults.program import Warm
from tests.faults.records import ITEM, Copies, founded_file, prepare, state

REFUSED, USAGE, FOUND, IO, WRONG_VERSION = 1, 2, 5, 74, 78
DRAFT = ("new", "Rahmen", "--lead", "Senatskanzlei")
CONSENT = ("advance", ITEM, "consent")
CORRECT = ("correct", ITEM, "2", "--reason", "Tippfehler")
TERM = ("deadline", "add", ITEM, "--reason", "Bericht", "--for")

CASES: dict[str, tuple[Sequence[str], int, str]] = {
    "unknown reference, shown": (("show", "S-1"), REFUSED, "There is no item S-1"),
    "unknown reference, near one": (
        ("next", "S-2021-0011"),
        REFUSED,
        f"Near it: {ITEM}",
    ),
    "unknown reference, moved": (("advance", "S-1", "approve"), REFUSED, "no item S-1"),
    "unknown reference, withdrawn": (("withdraw", "S-1"), REFUSED, "no item S-1"),
    "unknown reference, corrected": (
        ("correct", "S-1", "1", "--reason", "Irrtum"),
        REFUSED,
        "no item S-1",
    ),
    "unknown reference, history": (("history", "S-1"), REFUSED, "no item S-1"),
    "unknown reference, announced": (("announce", "draft", "S-1"), REFUSED, "no item"),
    "unknown event": (("advance", ITEM, "fly"), REFUSED, "no event fly"),
    "event of the program": (("advance", ITEM, "open"), REFUSED, "no event open"),
    "event not allowed": (
        ("advance", ITEM, "decide"),
        REFUSED,
        "still missing: consent",
    ),
    "event that has happened": (
        ("advance", ITEM, "approve"),
        REFUSED,
        "was recorded already",
    ),
    "no day of the calendar": ((*CONSENT, "--on", "2021-02-30"), REFUSED, "not a day"),
    "no day at all": ((*CONSENT, "--on", "gestern"), REFUSED, "gestern is not a day"),
    "day before the last step": (
        (*CONSENT, "--on", "2021-07-05"),
        REFUSED,
        "lies before",
    ),
    "day in the future": ((*CONSENT, "--on", "2021-08-11"), REFUSED, "in the future"),
    "latest day in the future": (
        (*CONSENT, "--on-or-before", "11.8.2021"),
        REFUSED,
        "in the future",
    ),
    "opened in the future": ((*DRAFT, "--on", "2021-08-11"), REFUSED, "in the future"),
    "two days at once": (
        (*CONSENT, "--on", "2021-08-02", "--on-or-before", "2021-08-03"),
        USAGE,
        "exclude each other",
    ),
    "unknown outcome": (
        (*CONSENT, "--outcome", "maybe"),
        REFUSED,
        "maybe is no outcome",
    ),
    "unknown field": ((*CONSENT, "--field", "medium=Amtsblatt"), REFUSED, "no field"),
    "field without a value": ((*CONSENT, "--field", "medium"), USAGE, "NAME=VALUE"),
    "correction of no entry": (
        ("correct", ITEM, "99", *CORRECT[3:]),
        REFUSED,
        "no entry",
    ),
    "correction of nothing": (CORRECT, REFUSED, "nothing would change"),
    "correction to the future": ((*CORRECT, "--on", "2021-08-11"), REFUSED, "future"),
    "correction to a word": ((*CORRECT, "--event", "fly"), REFUSED, "no event fly"),
    "no title": (("new", "", "--lead", "Senatskanzlei"), REFUSED, "it is empty"),
    "a blank title": (("new", " \t ", "--lead", "Senatskanzlei"), REFUSED, "is empty"),
    "a terminal sequence": (("new", "a\x1b[2J", *DRAFT[2:]), REFUSED, "U+001B"),
    "a line break": (("new", "a\nBcc: b", *DRAFT[2:]), REFUSED, "U+000A"),
    "an encoded word": (
        ("new", "=?utf-8?q?a=0D=0ABcc=3A_b?=", *DRAFT[2:]),
        REFUSED,
        "an encoded word (=?)",
    ),
    "a change of direction": (("new", "a\u202eb", *DRAFT[2:]), REFUSED, "U+202E"),
    "an isolated direction": (("new", "a\u2067b", *DRAFT[2:]), REFUSED, "U+2067"),
    "a lead in disguise": (("new", "a", "--lead", "b\u200bc"), REFUSED, "U+200B"),
    "bytes that are no text": (("new", "a\udc80", *DRAFT[2:]), USAGE, "UTF-8"),
    "a title without end": (("new", "a" * 301, *DRAFT[2:]), REFUSED, "300 characters"),
    "a note with a terminal sequence": (
        (*CONSENT, "--note", "\x9b2J"),
        REFUSED,
        "U+009B",
    ),
    "no lead": (("new", "Rahmen"), USAGE, "--lead"),
    "a reference that is a path": (
        (*DRAFT, "--reference", "../../etc"),
        REFUSED,
        "cannot be a reference",
    ),
    "a reference that is taken": ((*DRAFT, "--reference", ITEM), REFUSED, "already"),
    "no such command": (("frobnicate",), USAGE, "frobnicate"),
    "a term without a day": ((*TERM, "clerk", "--due", "bald"), REFUSED, "not a day"),
    "a term for nobody": (
        (*TERM, "king", "--due", "2021-09-01"),
        REFUSED,
        "no role king",
    ),
    "a term that is not there": (("deadline", "done", ITEM, "x"), REFUSED, "no open"),
    "a role that is not there": (
        ("role", "grant", "uid:4711", "king"),
        REFUSED,
        "king",
    ),
    "a second founding": (("init",), REFUSED, "holds a record already"),
    "unknown path": ((*DRAFT, "--definition", "berlin"), REFUSED, "no approval path"),
    "missing path": ((*DRAFT, "--definition", "{folder}/no.yaml"), IO, "no.yaml"),
    "broken path": (
        (*DRAFT, "--definition", "{folder}/broken.yaml"),
        REFUSED,
        "broken.yaml:",
    ),
    "path that is a folder": ((*DRAFT, "--definition", "{folder}"), IO, "{folder}"),
    "missing path, checked": (
        ("definition", "check", "{folder}/no.yaml"),
        IO,
        "no.yaml",
    ),
    "missing particulars": (
        (*DRAFT, "--particulars", "{folder}/no.yaml"),
        IO,
        "no.yaml",
    ),
    "broken particulars": (
        (*DRAFT, "--particulars", "{folder}/broken.yaml"),
        REFUSED,
        "broken.yaml:",
    ),
    "no particulars": (
        (*DRAFT, "--particulars", "{folder}/twice.yaml"),
        REFUSED,
        "twice.yaml:2:1: ",
    ),
    "no configuration": (("--config", "{folder}/no.toml", "list"), IO, "no.toml"),
    "a broken configuration": (
        ("--config", "{folder}/broken.yaml", "list"),
        WRONG_VERSION,
        "is no TOML",
    ),
    "no database": (("--database", "{folder}/no.db", "list"), IO, "`laufzettel init`"),
    "a database that is a folder": (("--database", "{folder}", "list"), IO, "{folder}"),
    "a database that is a text": (
        ("--database", "{folder}/broken.yaml", "list"),
        IO,
        "not a database",
    ),
    "a database that holds nothing": (
        ("--database", "{folder}/empty.db", "list"),
        WRONG_VERSION,
        "`laufzettel init`",
    ),
    "a database of another kind": (
        ("--database", "mysql://localhost/x", "list"),
        WRONG_VERSION,
        "postgresql://",
    ),
    "a server that is not there": (
        ("--database", "postgresql://localhost:1/x", "list"),
        IO,
        "does not answer",
    ),
}
ON_A_SERVER = (
    "unknown reference, moved",
    "event not allowed",
    "day before the last step",
    "day in the future",
    "unknown outcome",
    "correction of nothing",
    "a change of direction",
    "a reference that is taken",
    "a term that is not there",
)


@pytest.fixture(scope="module")
def record(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record in a file that every case leaves as it is."""
    path = tmp_path_factory.mktemp("record") / "record.db"
    founded_file(warm, path)
    prepare(warm, str(path))
    return str(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files to name."""
    made = tmp_path_factory.mktemp("files")
    (made / "broken.yaml").write_text("definition: [berlin\nversion: 1\n")
    (made / "twice.yaml").write_text("title: a\ntitle: b\n")
    (made / "empty.db").touch()
    return made


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_said_plainly_and_nothing_is_recorded(
    desk: Copies, record: str, folder: Path, case: str
) -> None:
    check_refused(desk, record, folder, case)


@pytest.mark.parametrize("case", ON_A_SERVER)
def test_a_server_refuses_in_the_same_words(
    prepared: Copies, folder: Path, case: str
) -> None:
    check_refused(prepared, prepared.fresh(), folder, case)


def check_refused(copies: Copies, database: str, folder: Path, case: str) -> None:
    """Both languages refuse, with the code; the record is what it was."""
    words, code, phrase = CASES[case]
    words = [word.replace("{folder}", str(folder)) for word in words]
    before = state(database)
    spoken = [[copies.call(database, "--lang", each, *words)] for each in ("en", "de")]
    english, german = (done[0] for done in copies.crew(spoken))
    check_plain(english, code, phrase.replace("{folder}", str(folder)))
    check_plain(german, code, "")
    assert english.err != german.err, "it is translated"
    assert state(database) == before


@pytest.mark.parametrize("name", ["broken.yaml", "twice.yaml"])
def test_a_check_lists_what_is_wrong_by_file_line_and_column(
    desk: Copies, record: str, folder: Path, name: str
) -> None:
    done = desk.run(record, "definition", "check", folder / name)
    assert done.code == FOUND
    assert done.out.startswith(f"{folder / name}:")
    assert "Traceback" not in done.err


def test_a_hostile_title_reaches_the_record_by_no_other_way(
    desk: Copies, record: str, folder: Path
) -> None:
    """Neither a correction nor the particulars let in what `new` refuses."""
    hidden = folder / "hidden.yaml"
    hidden.write_text(json.dumps({"title": {"nominative": "a\u202eb"}}))
    before = state(record)
    for words in (
        ("correct", ITEM, "1", "--reason", "Irrtum", "--title", "a\u202eb"),
        ("correct", ITEM, "1", "--reason", "a\x1bb", "--title", "b"),
        (*DRAFT, "--particulars", str(hidden)),
        (*TERM, "clerk", "--due", "2021-09-01", "--name", "\u202e"),
    ):
        check_plain(desk.run(record, *words), REFUSED, "")
    assert state(record) == before
