"""A folder of messages, read as a mail program reads it; processes that act at once."""

import os
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from notifications.deliveries import RoundReport
from notifications.rounds import Settings, round
from tests.worlds import PACKAGES, World
from workflow import terms
from workflow.store import open_store

MORNING = 7  # o'clock UTC: a legal day in Berlin in summer as in winter


def at(day: str, hour: int = MORNING) -> datetime:
    """An instant of that day."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")


def term(world: World, reference: str, due: str, **said: Any) -> str:
    """Set an office term; its name."""
    options = {"reason": "Strategie vorlegen", "role": "clerk", "remind_before": (7,)}
    done = terms.add_term(
        world.store,
        world.act(),
        reference,
        due=date.fromisoformat(due),
        **(options | said),
    )
    name: str = done["name"]
    return name


def finish(world: World, reference: str, name: str, day: str) -> None:
    """Close an office term on that day."""
    world.now = at(day, 6)
    terms.finish_term(world.store, world.act(), reference, name)


def tick(
    world: World, folder: Path, day: str, hour: int = MORNING, **said: Any
) -> RoundReport:
    """One round at an instant of that day."""
    return round(world.store, at(day, hour), Settings(folder, **said))


def mails(folder: Path) -> list[EmailMessage]:
    """What lies in the folder. Nothing but messages may lie there."""
    found = sorted(folder.iterdir()) if folder.exists() else []
    assert all(path.suffix == ".eml" for path in found), found
    return [read(path.read_bytes()) for path in found]


def read(content: bytes) -> EmailMessage:
    """A message as a mail program sees it."""
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def texts(folder: Path) -> list[str]:
    """The texts of the messages, in the order of their dates."""
    found = sorted(mails(folder), key=lambda each: each["Date"].datetime)
    return [text_of(each) for each in found]


def text_of(mail: EmailMessage) -> str:
    """The plain text of a message."""
    body = mail.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def in_processes(*acts: Callable[[], object]) -> list[int]:
    """Run acts in processes of their own, at once; their exit codes (-9: killed)."""
    ready, go = os.pipe()
    children = [_child(act, ready, go) for act in acts]
    os.close(ready)
    os.close(go)  # all of them read the end of the file, and begin
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _child(act: Callable[[], object], ready: int, go: int) -> int:
    child = os.fork()
    if child:
        return child
    os.close(go)
    code = 1
    try:
        os.read(ready, 1)
        act()
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    os._exit(code)


def rounds_of_its_own(database: str, folder: Path, day: str, count: int = 1) -> None:
    """What a scheduler process does: open the database, run rounds."""
    for _ in range(count):
        with open_store(database, PACKAGES) as store:
            round(store, at(day), Settings(folder))
