"""Commands for the item of a prepared record, and how a refusal looks."""

from tests.faults.program import Done
from tests.faults.records import ITEM

BUSY, FORBIDDEN, IO, WRONG_VERSION, INTERRUPTED = 75, 77, 74, 78, 130

CONSENT = ("advance", ITEM, "consent", "--on", "2021-08-03")
WRITING = {
    "new": ("new", "Rahmen", "--lead", "Senatskanzlei"),
    "advance": CONSENT,
    "withdraw": ("withdraw", ITEM),
    "correct": ("correct", ITEM, "1", "--reason", "Irrtum", "--title", "Plan"),
    "deadline add": (
        *("deadline", "add", ITEM, "--due", "2021-09-01"),
        *("--reason", "Bericht", "--for", "clerk"),
    ),
    "deadline done": ("deadline", "done", ITEM, "term-1"),
    "role grant": ("role", "grant", "uid:4711", "clerk"),
}
READING = {
    "list": ("list",),
    "show": ("show", ITEM),
    "history": ("history", ITEM),
    "verify": ("verify",),
    "outbox": ("outbox", "list"),
    "help": ("--help",),
    "path": ("definition", "show", "berlin-senate"),
}


def check_plain(done: Done, code: int, phrase: str) -> None:
    """The exit code, words on standard error alone, nothing of the machinery."""
    assert done.code == code, done
    assert not done.out
    assert done.err.strip()
    assert phrase in done.err
    for inside in ("Traceback", "sqlite3", "psycopg", "Errno", "Error("):
        assert inside not in done.err
    assert all(each == "\n" or each.isprintable() for each in done.err)
