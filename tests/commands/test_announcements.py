"""Releases at the terminal: written by one, released by another, gone on its day."""

import json
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.commands.terminal import QUIET, REF, Said, Terminal, configured
from tests.notifications.ovens import hearths, warm
from workflow import access
from workflow.access import Identity

__all__ = ["hearths", "warm"]
pytestmark = pytest.mark.usefixtures("warm")
RELEASE = "PM-2021-0001"
TUESDAY = datetime(2021, 7, 6, 8, 0, tzinfo=UTC)
CASE = Path(__file__).parents[2] / "notifications" / "cases" / "smart-city.yaml"


class Press:
    """A terminal at which several people sit down one after the other."""

    def __init__(self, terminal: Terminal, patch: pytest.MonkeyPatch) -> None:
        self.terminal, self._patch = terminal, patch
        self.founder = access.identify(None)
        terminal.now = TUESDAY
        terminal.does("init")
        words = ("new", "Strategischer Rahmen", "--lead", "Senatskanzlei")
        terminal.does(
            *words, "--on-or-before", "2021-07-05", "--particulars", str(CASE)
        )
        terminal.does("advance", REF, "approve", "--on", "2021-07-06")
        for number, name in ((7001, "anna"), (7002, "ben")):
            terminal.does("role", "grant", f"uid:{number}", "press")
            self._patch.setattr(access, "login_name", lambda uid: f"uid {uid}")
            assert name

    def sits(self, uid: int | None) -> None:
        """Let somebody sit down."""
        who = (
            self.founder
            if uid is None
            else Identity(f"uid:{uid}", f"uid {uid}", "system")
        )
        self._patch.setattr(access, "identify", lambda *_: who)

    def by(self, uid: int | None, *words: str) -> Said:
        """A command of somebody, as people read its answer."""
        self.sits(uid)
        return self.terminal(*words)


ANNA, BEN = 7001, 7002


@pytest.fixture
def press(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(terminal, monkeypatch)


PRESS = f'{QUIET}\n[press]\nfeed = "https://www.berlin.de/presse/feed.atom"'


@pytest.fixture(autouse=True)
def _feed(terminal: Terminal) -> None:
    configured(terminal.folder, PRESS)


def done(said: Said) -> str:
    assert (said.code, said.err) == (0, "")
    return " ".join(said.out.split())


def refused(said: Said, code: int = 1) -> str:
    assert (said.code, said.out) == (code, "")
    return " ".join(said.err.split())


def test_a_release_from_draft_to_press(press: Press) -> None:
    done(press.by(None, "contact", "set", "press:dpa", "--mail", "dpa@example.org"))
    written = done(press.by(ANNA, "announce", "draft", REF))
    assert "Entwurf – nicht zur Veröffentlichung" in written
    assert f"announce submit {RELEASE}" in written
    assert "four eyes" in refused(
        press.by(ANNA, "announce", "submit", RELEASE, "--to", f"uid:{ANNA}")
    )
    done(press.by(ANNA, "announce", "submit", RELEASE, "--to", f"uid:{BEN}"))
    shown = done(press.by(ANNA, "announce", "show", RELEASE))
    assert f"Still to be released: release, by uid {BEN}" in shown
    assert "not submitted to you" in refused(
        press.by(ANNA, "announce", "approve", RELEASE)
    )
    done(press.by(BEN, "announce", "approve", RELEASE))
    at = "2021-07-06T12:00"
    assert "12:00" in done(press.by(BEN, "announce", "schedule", RELEASE, "--at", at))
    assert "Sperrfrist: 6. Juli 2021, 12.00 Uhr" in done(
        press.by(ANNA, "announce", "show", RELEASE)
    )
    press.sits(None)
    press.terminal.now = datetime(2021, 7, 6, 9, 59, tzinfo=UTC)
    assert press.terminal.does("scheduler", "tick")["published"] == 0
    assert not list(Path("record-outbox").glob("*.eml"))
    press.terminal.now = datetime(2021, 7, 6, 10, 0, tzinfo=UTC)
    tick = press.terminal.does("scheduler", "tick")
    assert (tick["published"], tick["sent"], tick["problems"]) == (1, 1, [])
    (mail,) = Path("record-outbox").glob("*.eml")
    assert b"dpa@example.org" in mail.read_bytes()
    (row,) = press.terminal.does("announce", "list", REF)
    assert row["state"] == "published"
    assert press.terminal.does("verify")["sound"]


def test_the_same_bytes_are_shown_rendered_and_put_on_the_page_of_the_day(
    press: Press,
) -> None:
    feed_at = '[press]\nfeed = "https://www.berlin.de/presse.atom"\n'
    configured(Path.cwd(), QUIET + feed_at)
    released(press)
    done(press.by(BEN, "announce", "publish", RELEASE, "--url", "https://berlin.de/1"))
    press.sits(None)
    files = press.terminal.does("announce", "render", RELEASE, "--out", "files")
    text = next(each for each in files["files"] if each.endswith(".txt"))
    shown = press.terminal("announce", "show", RELEASE).out
    assert shown.startswith(Path(text).read_text(encoding="utf-8").rstrip("\n"))
    day = done(press.by(None, "announce", "day", "2021-07-06"))
    assert "Senat stimmt Strategischem Rahmen" in day
    feed = press.by(None, "announce", "feed").out
    assert "Senat stimmt Strategischem Rahmen" in feed
    assert "https://berlin.de/1" in feed


def test_the_morning_says_what_waits_for_whom(press: Press) -> None:
    done(press.by(ANNA, "announce", "draft", REF))
    assert f"announce submit {RELEASE}" in press.by(ANNA, "today").out
    assert RELEASE not in press.by(BEN, "today").out
    done(press.by(ANNA, "announce", "submit", RELEASE, "--to", f"uid:{BEN}"))
    assert f"announce approve {RELEASE}" in press.by(BEN, "today").out
    assert f"approve {RELEASE}" not in press.by(ANNA, "today").out
    done(press.by(BEN, "announce", "approve", RELEASE))
    assert f"announce publish {RELEASE}" in press.by(BEN, "today").out
    words = ("correct", REF, "2", "--reason", "Verlesen", "--outcome", "noted")
    done(press.by(None, *words))
    said = press.by(BEN, "today").out
    assert f"announce check {RELEASE}" in said
    assert f"publish {RELEASE}" not in said
    press.terminal.now += timedelta(days=2)
    press.sits(ANNA)
    (waiting,) = press.terminal.does("today")["releases"]
    assert (waiting["release"], waiting["state"]) == (RELEASE, "approved")


def test_drafts_enter_neither_the_feed_nor_the_page_of_the_day(press: Press) -> None:
    done(press.by(ANNA, "announce", "draft", REF))
    configured(Path.cwd(), QUIET + '[press]\nfeed = "https://www.berlin.de/a.atom"\n')
    said = press.by(None, "announce", "feed")
    assert said.code == 0
    assert "Strategisch" not in said.out
    assert refused(press.by(None, "announce", "day", "2021-07-06"))


def test_a_feed_that_has_no_address_is_refused_and_the_key_named(press: Press) -> None:
    configured(press.terminal.folder)
    said = refused(press.by(None, "announce", "feed"), 78)
    assert "set `feed` below [press]" in said


def pressed(press: Press, *lines: str) -> Path:
    """The table `press` of the configuration; the folder that it stands in."""
    return configured(press.terminal.folder, "\n".join((PRESS, *lines, ""))).parent


def test_a_letterhead_is_read_for_a_pdf_alone(press: Press) -> None:
    done(press.by(ANNA, "announce", "draft", REF))
    press.sits(None)
    words = ("announce", "render", RELEASE, "--out")
    for number, logo in enumerate(("nothing.png", "pipe.png", "/dev/zero")):
        place = pressed(press, f'logo = "{logo}"', 'logo_alt = "Wappen"')
        if logo == "pipe.png":
            os.mkfifo(place / logo)
        for name in ("txt", "html", "docx", "eml"):
            assert press.terminal(*words, str(number), "--format", name).code == 0
        assert press.terminal("announce", "feed").code == 0
        said = refused(press.terminal(*words, "x", "--format", "pdf"), 78)
        assert f"{logo} cannot be used" in said


def test_a_folder_of_fonts_can_be_named(press: Press) -> None:
    done(press.by(ANNA, "announce", "draft", REF))
    press.sits(None)
    place = pressed(press, 'fonts = "fonts"')
    words = ("announce", "render", RELEASE, "--out", "files", "--format", "pdf")
    assert "There is no folder" in refused(press.terminal(*words), 78)
    (place / "fonts").mkdir()
    assert press.terminal(*words).code == 0


def rendered(press: Press, out: str, *words: str) -> tuple[str, str]:
    """The subject of the mail and the HTML of a version."""
    press.sits(None)
    formats = ("--format", "eml", "--format", "html")
    found = press.terminal.does(
        "announce", "render", RELEASE, *formats, "--out", out, *words
    )
    mail, html = (Path(each).read_bytes() for each in found["files"])
    subject = message_from_bytes(mail, policy=policy.default)["Subject"]
    return str(subject), html.decode()


def test_what_was_public_is_never_rendered_as_a_draft(press: Press) -> None:
    released(press)
    done(press.by(BEN, "announce", "publish", RELEASE))
    typed = press.terminal.folder / "typed.yaml"
    typed.write_text("contact: [Telefon 030]", encoding="utf-8")
    words = ("--reason", "Kontakt fehlte", "--file", str(typed))
    done(press.by(ANNA, "announce", "correct", RELEASE, *words))
    assert rendered(press, "meanwhile", "--version", "1")[0].startswith("Senat stimmt")
    assert rendered(press, "new")[0].startswith("ENTWURF: ")
    done(press.by(ANNA, "announce", "submit", RELEASE, "--to", f"uid:{BEN}"))
    done(press.by(BEN, "announce", "approve", RELEASE))
    done(press.by(BEN, "announce", "publish", RELEASE))
    subject, html = rendered(press, "old", "--version", "1")
    assert subject.startswith("ERSETZT: Senat stimmt")
    assert '"creativeWorkStatus":"Obsolete"' in html
    done(press.by(BEN, "announce", "withdraw", RELEASE, "--reason", "Falsch."))
    for out, version in (("gone", ()), ("first", ("--version", "2"))):
        subject, html = rendered(press, out, *version)
        assert subject.startswith("ZURÜCKGEZOGEN: Senat stimmt")
        assert '"creativeWorkStatus":"Withdrawn"' in html
        assert "Entwurf" not in html


def released(press: Press) -> None:
    """A release that may go out."""
    done(press.by(ANNA, "announce", "draft", REF))
    done(press.by(ANNA, "announce", "submit", RELEASE, "--to", f"uid:{BEN}"))
    done(press.by(BEN, "announce", "approve", RELEASE))


def test_what_was_noted_is_told_to_whoever_looks(press: Press) -> None:
    done(press.by(ANNA, "announce", "draft", REF))
    words = ("announce", "submit", RELEASE, "--to", f"uid:{BEN}", "--note", "Eilt.")
    done(press.by(ANNA, *words))
    done(press.by(BEN, "announce", "return", RELEASE, "--note", "Zahl fehlt."))
    shown = done(press.by(ANNA, "announce", "show", RELEASE))
    assert f"submitted (version 1), uid {ANNA}: Eilt." in shown
    assert f"given back (version 1), uid {BEN}: Zahl fehlt." in shown
    press.sits(None)
    told = press.terminal.does("announce", "show", RELEASE)["story"]
    assert [each["verb"] for each in told] == ["draft", "submit", "return"]
    assert told[-1]["note"] == "Zahl fehlt."


def test_an_embargo_is_not_broken_by_the_way(press: Press) -> None:
    released(press)
    at = ("announce", "schedule", RELEASE, "--at", "2021-07-06T18:00")
    done(press.by(BEN, *at))
    said = refused(press.by(BEN, "announce", "publish", RELEASE))
    assert "--despite-embargo" in said
    done(press.by(BEN, "announce", "publish", RELEASE, "--despite-embargo"))


def test_the_slip_of_an_item_names_its_releases(press: Press) -> None:
    assert "Releases:" not in press.by(None, "show", REF).out
    done(press.by(ANNA, "announce", "draft", REF))
    said = done(press.by(None, "show", REF))
    assert f"Releases: {RELEASE}: first_approval, 2021-07-06, a draft" in said
    press.sits(None)
    (told,) = press.terminal.does("show", REF)["releases"]
    assert (told["id"], told["state"]) == (RELEASE, "draft")


def test_a_stale_release_is_named_and_refused(press: Press) -> None:
    released(press)
    words = ("correct", REF, "2", "--reason", "Verlesen", "--outcome", "noted")
    done(press.by(None, *words))
    said = press.by(BEN, "announce", "check", RELEASE)
    assert said.code == 5
    assert "passage.outcome: zugestimmt → zur Kenntnis genommen" in said.out
    assert "no longer says" in refused(press.by(BEN, "announce", "publish", RELEASE))
    done(press.by(ANNA, "announce", "edit", RELEASE, "--on", "2021-07-06"))
    diff = done(press.by(ANNA, "announce", "diff", RELEASE))
    assert "[-dem-]" in diff or "[-zugestimmt" in diff
    assert "{+" in diff


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("announce", "draft", "S-2021-0009"), "no item"),
        (("announce", "draft"), "give its reference"),
        (
            ("announce", "draft", REF, "--kind", "formal_decision"),
            "not to be announced",
        ),
        (("announce", "draft", REF, "--kind", "sonnet"), "no release of the kind"),
        (("announce", "draft", REF, "--on", "2021-07-05"), "cannot bear the day"),
        (("announce", "draft", "--kind", "notice"), "headline"),
        (("announce", "show", "PM-2021-0009"), "no release PM-2021-0009"),
        (("announce", "show", REF), "no release yet"),
        (("announce", "publish", "PM-1"), "no release PM-1"),
        (("announce", "check", "PM-1"), "no release PM-1"),
        (("announce", "diff", "PM-1"), "no release PM-1"),
        (("announce", "day", "2021-08-03"), "Nothing was published"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    press: Press, words: tuple[str, ...], why: str
) -> None:
    assert why in refused(press.by(None, *words))


def test_a_notice_needs_no_item(press: Press) -> None:
    Path("hinweis.yaml").write_text(
        """
headline: "Hinweis an die Redaktionen: Keine Senatspressekonferenz am 13. Juli 2021"
paragraphs:
  - Am 13. Juli 2021 findet keine Pressekonferenz nach der Sitzung des Senats statt.
contact: ["Chef vom Dienst, Telefon: (030) 9026-0"]
""",
        encoding="utf-8",
    )
    words = ("announce", "draft", "--kind", "notice", "--file", "hinweis.yaml")
    said = done(press.by(ANNA, *words))
    assert "Das Presse- und Informationsamt des Landes Berlin teilt mit:" in said
    assert "Keine Senatspressekonferenz am 13. Juli 2021" in said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("paragraphs: [ohne Punkt]", "full stop"),
        ('paragraphs: ["Er sagte \\"Ja\\"."]', "straight quotation marks"),
        ('quotes: [{office: x, text: "a\\u202eb"}]', "control"),
        ("sonnet: 1", "no such key"),
        ("links: [{text: Hier, url: 'javascript:x'}]", "https"),
        ("paragraphs: [Die Bürger:innen kommen.]", "Bürger"),
    ],
)
def test_what_people_type_is_refused_with_its_place(
    press: Press, text: str, why: str
) -> None:
    Path("text.yaml").write_text(text, encoding="utf-8")
    said = press.by(ANNA, "announce", "draft", REF, "--file", "text.yaml")
    assert said.code == 1
    assert why in said.err


def test_the_answer_in_json_names_what_was_done(press: Press) -> None:
    press.sits(ANNA)
    answer = press.terminal.does("announce", "draft", REF)
    assert (answer["release"], answer["version"], answer["verb"]) == (
        RELEASE,
        1,
        "draft",
    )
    shown = json.loads(press.terminal("announce", "show", RELEASE, "--json").out)
    assert shown["state"] == "draft"
    assert shown["headline"]


# --- the editor


def with_editor(press: Press, patch: pytest.MonkeyPatch, script: str) -> None:
    """An editor that does what a shell script does to the file "$1"."""
    editor = Path("editor.sh").absolute()
    editor.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    editor.chmod(0o755)
    patch.setenv("VISUAL", str(editor))
    patch.setenv("EDITOR", str(editor))
    patch.setenv("TMPDIR", str(Path.cwd()))
    patch.setattr(tempfile, "tempdir", None)
    patch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    done(press.by(ANNA, "announce", "draft", REF))


def test_a_text_is_changed_in_an_editor(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_editor(press, monkeypatch, 'echo "contact: [Chef vom Dienst]" > "$1"')
    assert "version 2" in done(press.by(ANNA, "announce", "edit", RELEASE))
    shown = press.by(ANNA, "announce", "show", RELEASE).out
    assert "Chef vom Dienst" in shown
    assert "Nothing was changed" in done(press.by(ANNA, "announce", "edit", RELEASE))
    assert not list(Path.cwd().glob("pm-2021-0001-*.yaml"))


@pytest.mark.parametrize(
    "script",
    [
        'echo "paragraphs: [ohne Punkt]" > "$1"',
        'printf "paragraphs: [B\\374rger.]" > "$1"',
        'echo "sonnet: 1" > "$1"',
    ],
)
def test_what_was_typed_is_kept_when_it_is_refused(
    press: Press, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    with_editor(press, monkeypatch, script)
    said = refused(press.by(ANNA, "announce", "edit", RELEASE))
    (kept,) = Path.cwd().glob("pm-2021-0001-*.yaml")
    assert str(kept) in said.replace(" ", "")
    assert kept.read_bytes()


def test_nobody_overwrites_what_was_typed_meanwhile(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_editor(press, monkeypatch, 'echo "contact: [Chef vom Dienst]" > "$1"')
    Path("other.yaml").write_text("contact: [Anderswo]", encoding="utf-8")

    def meanwhile(*, filename: str) -> None:
        words = ("announce", "edit", RELEASE, "--file", "other.yaml")
        assert press.terminal(*words).code == 0
        Path(filename).write_text("contact: [Chef vom Dienst]", encoding="utf-8")

    monkeypatch.setattr("click.edit", meanwhile)
    said = press.by(ANNA, "announce", "edit", RELEASE)
    assert said.code == 4
    assert "What was typed is kept" in said.err
    press.sits(None)
    (row,) = press.terminal.does("announce", "list")
    assert row["version"] == 2, "the text of the other stands"


def test_the_office_names_itself_in_the_configuration(press: Press) -> None:
    words = ("announce", "draft", REF, "--preview")
    default = done(press.by(ANNA, *words))
    assert f"Presse- und Informationsamt des Landes Berlin · {RELEASE}" in default
    configured(press.terminal.folder, '[press]\nissuer = "Senatskanzlei"\n')
    assert f"Senatskanzlei · {RELEASE}" in done(press.by(ANNA, *words))
    configured(press.terminal.folder, "[press]\nissuer = 7\n")
    assert "press.issuer must be a text" in press.by(ANNA, *words).err
