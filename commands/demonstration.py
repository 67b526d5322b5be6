"""The demonstration: the commands that carried a real decision of 2021 along its path.

Every line is a command that can be typed; the folder holds what they leave behind. The
days are those of the source, the instants of recording are true: they are now.
"""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from email import message_from_binary_file, policy
from importlib.resources import as_file, files

import click

from commands import printing
from commands.desk import Desk
from commands.frame import argument, command
from commands.options import FOLDER
from definitions.sentences import sentence
from workflow.errors import Refused

FOLDER_NAME = "laufzettel-demo"
CASE = "smart-city.yaml"
DATABASE = "laufzettel.sqlite3"
REF = "S-2021-0001"
CONFIG = "config.toml"
# The source names the document version of 5 July 2021, and no day of the Council's
# consent: both are recorded as days known at the latest.
PATH = f"""
init
new "Strategischer Rahmen für die Smart-City-Strategie Berlins" --lead Senatskanzlei \
    --on-or-before 2021-07-05 --particulars {{case}}
next {REF}
advance {REF} approve --on 2021-07-06 --outcome approved_with_remarks
advance {REF} consent --on-or-before 2021-08-03
advance {REF} decide --on 2021-08-03
advance {REF} publish --on 2021-08-03 \
    --field medium="Pressemitteilung des Senats von Berlin"
deadline add {REF} --due 2022-12-31 --reason "Smart-City-Strategie liegt vor" \
    --for lead --remind 30 --remind 7
due
scheduler tick --outbox {{outbox}}
outbox list
"""
# The first release stands where the office published it in 2021; the others are drafts,
# because it takes two people to let one go.
URL = (
    "https://www.berlin.de/rbmskzl/aktuelles/pressemitteilungen/2021/"
    "pressemitteilung.1103451.php"
)
RELEASES = f"""
announce draft {REF} --kind first_approval --on 2021-07-06
announce publish PM-2021-0001 --elsewhere --url {URL}
announce draft {REF} --kind council_position --on 2021-08-03
announce draft {REF} --kind formal_decision --on 2021-08-03
announce draft {REF} --kind publication --on 2021-08-03
announce render PM-2021-0001 --out {{releases}}
announce render PM-2021-0003 --out {{releases}}
announce list
announce check
"""
END = f"""
show {REF}
history {REF}
verify
"""


@command
@argument(
    "folder",
    metavar="DIR",
    type=FOLDER,
    required=False,
    help="A new folder for the demonstration; laufzettel-demo if none.",
)
def demo(desk: Desk, folder: str | None) -> int:
    place = _made(folder)
    case, outbox, releases = _places(place, CASE, "outbox", "releases")
    with as_file(files("notifications") / "cases" / CASE) as source:
        shutil.copyfile(source, case)
    database = os.path.join(place, DATABASE)
    with open(os.path.join(place, CONFIG), "w", encoding="utf-8") as config:
        config.write('morning = "00:00"\n')  # whatever the hour, the letter goes now
    codes = _run(desk, database, PATH, case=case, outbox=outbox)
    for path in _files(outbox, ".eml"):
        printing.say_text(_letter(path))
    codes += _run(desk, database, RELEASES, releases=releases)
    codes += _run(desk, database, END)
    printing.say(
        "",
        sentence("All of it lies in the folder {folder}. To go on:", folder=place),
        f"  export LAUFZETTEL_DATABASE={shlex.quote(os.path.abspath(database))}",
        f"  {_program()} show {REF}",
    )
    return max(codes)


def _program() -> str:
    """How this program is called here: by its name, or by the path it was called by."""
    return "laufzettel" if shutil.which("laufzettel") else shlex.quote(sys.argv[0])


def _made(folder: str | None) -> str:
    """The folder of the demonstration, made anew; nothing that is there is touched."""
    names = [folder] if folder else [FOLDER_NAME, *_numbered(FOLDER_NAME)]
    for name in names:
        try:
            os.makedirs(name)
        except FileExistsError:
            continue
        return name
    raise Refused(
        sentence("{folder} exists already; name a new folder.", folder=names[0])
    )


def _numbered(name: str) -> list[str]:
    return [f"{name}-{number}" for number in range(2, 1000)]


def _places(folder: str, *names: str) -> list[str]:
    return [os.path.join(folder, name) for name in names]


def _run(desk: Desk, database: str, story: str, **said: str) -> list[int]:
    """Run commands of the program, each printed as one would type it; their codes."""
    places = {name: shlex.quote(path) for name, path in said.items()}
    root = click.get_current_context().find_root().command
    codes = []
    for line in story.format(**places).strip().splitlines():
        words = shlex.split(line)
        printing.say("", f"$ laufzettel {shlex.join(words)}")
        # said again, because the environment may name a real database
        config = os.path.join(os.path.dirname(database), CONFIG)
        words = ["--config", config, "--database", database, *words]
        with root.make_context("laufzettel", words, obj=Desk(desk.clock)) as context:
            codes.append(root.invoke(context) or 0)
    return codes


def _files(folder: str, end: str) -> Iterator[str]:
    """The files of a folder, each announced before it is printed."""
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith(end):
            path = os.path.join(folder, name)
            printing.say("", f"$ cat {shlex.quote(path)}")
            yield path


def _letter(path: str) -> str:
    """A message as a mail program shows it."""
    with open(path, "rb") as file:
        letter = message_from_binary_file(file, policy=policy.default)
    names = ("From", "To", "Subject", "Date", "Message-ID")
    headers = [f"{name}: {letter[name]}" for name in names]
    body = letter.get_body(("plain",))
    return "\n".join([*headers, "", body.get_content() if body else ""])
