"""What tests of templates share: pages to set, and an office's own folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from notifications.kiln import Job
from notifications.page import Page

DAY = date(2021, 8, 3)
HEADLINE, KICKER = "Titel", ""


@dataclass(frozen=True)
class Said:
    """The facts of a kind that only an office's own templates know."""

    title: str = "Bund & Land"
    day: date = DAY
    unknown_day: date | None = None


def page(kind: str = "own", *paragraphs: str, language: str = "de") -> Page:
    return Page(
        identity="PM-2021-0007",
        kind=kind,
        language=language,
        headline="",
        dateline="Pressemitteilung vom 03.08.2021",
        kicker=None,
        paragraphs=paragraphs,
        release_day=DAY,
    )


def own(folder: Path, kind: str, text: str, headline: str = HEADLINE) -> Job:
    """A kind of release that an office has put into its folder."""
    write(folder, f"german/{kind}.jinja", text)
    write(folder, f"german/{kind}.headline.jinja", headline)
    write(folder, f"german/{kind}.kicker.jinja", KICKER)
    return Job(page(kind), Said(), (folder,))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
