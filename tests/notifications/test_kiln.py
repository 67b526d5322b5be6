"""Releases are set in a process of their own, and what fails there fails alone."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.sentences import Problem
from notifications.facts import Stated
from notifications.kiln import Fired, Job, fired, fired_all
from notifications.moulds import LARGEST, SHIPPED
from notifications.oven import Oven
from notifications.page import Link, Page, Quote
from notifications.plain import packed, page_of, unpacked
from notifications.samples import samples
from notifications.typography import NBSP
from tests.notifications.firing import DAY, Said, own, page, write
from workflow.errors import Misconfigured

EMBARGO = f"Sperrfrist: 3.{NBSP}August 2021, 12.00 Uhr"


def decided() -> Stated:
    return samples("formal_decision")[0]


def test_a_release_is_set_from_its_facts() -> None:
    done = fired(Job(page("formal_decision"), decided()))
    assert done.page.headline == "Senat stimmt Bericht zu"
    assert done.page.kicker == f"Aus der Sitzung des Senats am 3.{NBSP}August 2021:"
    assert done.page.paragraphs[0].startswith("Der Senat hat in seiner heutigen Sitz")
    for words in (done.page.headline, done.page.kicker):
        assert words in done.text
        assert words in done.html


def test_what_people_typed_follows_what_was_generated() -> None:
    typed = "Die Senatorin stellt den Bericht am Freitag vor."
    done = fired(Job(page("formal_decision", typed), decided()))
    assert len(done.page.paragraphs) > 1
    assert done.page.paragraphs[-1] == typed


def test_without_facts_the_words_stay_and_the_frames_are_set_anew() -> None:
    first = fired(Job(page("formal_decision"), decided()))
    public = replace(first.page, published_at=datetime(2021, 8, 3, 10, tzinfo=UTC))
    again = fired(Job(public))
    assert again.page == public
    assert "Entwurf" in first.text
    assert "Entwurf" not in again.text


def test_what_an_office_lays_into_its_folder_stands_for_what_is_shipped(
    tmp_path: Path,
) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    write(near, "german/formal_decision.headline.jinja", "Nah")
    write(far, "german/formal_decision.headline.jinja", "Fern")
    write(
        far,
        "german/formal_decision.kicker.jinja",
        "{% import 'ours.jinja' as ours %}{{ ours.greet(item.lead) }}",
    )
    write(far, "german/ours.jinja", "{% macro greet(x) %}Gruß, {{ x }}:{% endmacro %}")
    done = fired(Job(page("formal_decision"), decided(), (near, far))).page
    assert (done.headline, done.kicker) == ("Nah", "Gruß, Senatskanzlei:")
    assert (
        done.paragraphs
        == fired(Job(page("formal_decision"), decided())).page.paragraphs
    )


@pytest.mark.parametrize("frame", ["text", "html"])
def test_a_frame_that_forgets_an_embargo_is_refused(tmp_path: Path, frame: str) -> None:
    shipped = (SHIPPED / frame / "release.jinja").read_text(encoding="utf-8")
    parted = shipped.replace("{{ parts.marks(page) }}", "")
    file = write(tmp_path, f"{frame}/release.jinja", parted)
    job = Job(replace(page("own", "Ein Satz."), headline="Titel", marks=(EMBARGO,)))
    assert EMBARGO in fired(job).text
    with pytest.raises(Misconfigured, match=r"leaves out this.*Sperrfrist") as refused:
        fired(replace(job, folders=(tmp_path,)))
    assert str(file) in str(refused.value)


FAULTS = [
    ("{{ nothing }}", "there is no fact “nothing”"),
    ("{{ title.nothing }}", "there is no fact “nothing”"),
    ("{{ unknown_day.year }}", "there is no fact “year”"),
    ("{{ unknown_day | long_date }}", "a fact that it states is missing"),
    ("{{ unknown_day }}", "a fact that it states is missing"),
    ("{{ day }}", "a day needs a filter"),
    ("{{ day == day }}", "a day needs a filter"),
    ("{{ title | long_date }}", "what it sets as a day is none"),
    ("{{ 'x' if title == 'y' }}", "a condition inside of a value has no else"),
    ("{% if title %}", "no template can be read there"),
    ("{{ title | shout }}", "No filter named 'shout'"),
    ("{% include 'nothing.jinja' %}", "there is no template “nothing.jinja”"),
    ("{{ title.upper() }}", "it is not allowed to use this: “upper”"),
    ("{{ 1 // 0 }}", "it does what cannot be done: “ZeroDivisionError”"),
]


def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path) -> None:
    jobs = [
        own(tmp_path, f"own{number}", f"Ein Satz.\n\n{text}")
        for number, (text, _) in enumerate(FAULTS)
    ]
    said = list(map(str, fired_all(jobs)))
    for number, (_, reason) in enumerate(FAULTS):
        assert f"own{number}.jinja, line 3 cannot be filled" in said[number]
        assert reason in said[number]


GAPS = [
    ("Der Senat  hat.", "“  ”"),
    ("Der Senat , der Rat", "“ ,”"),
    ("Der Senat,, der Rat", "“,,”"),
    ("", "“”"),
    ("Am {% raw %}{{ day }}{% endraw %}", "“{{”, “}}”"),
    ("Der \u202eSenat", "“\\u202e”"),
    ("Das Gesetz „“", "“„“”"),
]


def test_words_with_a_gap_are_refused(tmp_path: Path) -> None:
    jobs = [
        own(tmp_path, f"own{number}", text) for number, (text, _) in enumerate(GAPS)
    ]
    said = list(map(str, fired_all(jobs)))
    for number, (_, found) in enumerate(GAPS):
        assert f"own{number}.jinja has a gap ({found})" in said[number]


def test_what_facts_bring_is_no_gap(tmp_path: Path) -> None:
    job = own(tmp_path, "own", "{{ title }}")
    title = "None of {{ these }}, {% nor %} these  two ()"
    done = fired(replace(job, facts=Said(title)))
    assert done.page.paragraphs == (title,)


def test_many_are_set_by_one_process_and_one_failure_is_alone(tmp_path: Path) -> None:
    good = own(tmp_path, "good", "{{ title | quoted }} am {{ day | long_date }}.")
    bad = own(tmp_path, "bad", "{{ nothing }}")
    lost = replace(good, folders=(tmp_path / "lost",))
    done = fired_all([*[good] * 49, bad, lost, *[good] * 49])
    failed = [number for number, each in enumerate(done) if isinstance(each, Problem)]
    assert failed == [49, 50]
    assert isinstance(done[98], Fired)
    assert done[98] == done[0]
    assert done[98].page.paragraphs == (f"„Bund & Land“ am 3.{NBSP}August 2021.",)


def test_threads_may_set_releases_at_the_same_time(tmp_path: Path) -> None:
    jobs = [own(tmp_path, f"own{number}", f"Satz {number}.") for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(fired, jobs))
    found = [each.page.paragraphs for each in done]
    assert found == [(f"Satz {number}.",) for number in range(4)]


def test_a_process_that_dies_is_said_and_another_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Oven.ask

    def shot(oven: Oven, request: dict[str, object]) -> dict[str, object]:
        monkeypatch.setattr(Oven, "ask", ask)
        oven._begun()._process.kill()
        return ask(oven, request)

    monkeypatch.setattr(Oven, "ask", shot)
    job = own(tmp_path, "own", "Ein Satz.")
    first, second = fired_all([job, job])
    assert "ended unexpectedly" in str(first)
    assert isinstance(second, Fired)


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="no /proc")
def test_the_process_has_no_environment_and_little_of_everything() -> None:
    with Oven({}) as oven:
        own_folder = Path(f"/proc/{oven._begun()._process.pid}")
        limits = own_folder.joinpath("limits").read_text(encoding="ascii")
        assert own_folder.joinpath("environ").read_bytes() == b""
        assert os.readlink(own_folder / "cwd") == "/"
    found = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert found["Max address space"] == str(256 * 1024 * 1024)
    assert found["Max file size"] == "0"
    assert found["Max processes"] == "0"
    assert found["Max core file size"] == "0"


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        "open('canary', 'w')",
        "os.system('true')",
        "os.listdir('/')",
        "socket.socket()",
        "import wave",
    ],
)
def test_in_the_furnace_nothing_opens(deed: str, tmp_path: Path) -> None:
    program = (
        "import os, socket, sys; from notifications.furnace import _nothing_else; "
        "print('begun', flush=True); sys.addaudithook(_nothing_else); " + deed
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(SHIPPED.parent.parent)},
        check=False,
    )
    assert done.stdout == "begun\n"
    assert "PermissionError" in done.stderr
    assert not (tmp_path / "canary").exists()


LINKS = st.builds(Link, st.text(), st.text())
PAGES = st.builds(
    Page,
    identity=st.text(),
    kind=st.text(),
    language=st.sampled_from(["de", "en"]),
    headline=st.text(),
    dateline=st.text(),
    kicker=st.none() | st.text(),
    paragraphs=st.lists(st.text()).map(tuple),
    release_day=st.dates(),
    quotes=st.lists(st.builds(Quote, st.text(), st.text(), st.none())).map(tuple),
    links=st.lists(LINKS).map(tuple),
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    plain_language=st.none() | LINKS,
)


@given(PAGES)
def test_a_page_crosses_the_border_as_it_is(found: Page) -> None:
    assert page_of(packed(found)) == found


@pytest.mark.parametrize("kind", ["formal_decision", "publication", "notice"])
def test_what_a_template_sees_has_no_methods(kind: str) -> None:
    def look(value: object) -> None:
        if isinstance(value, tuple):
            for each in value:
                look(each)
            return
        public = [name for name in dir(value) if not name.startswith("_")]
        if not isinstance(value, str | int | None):
            assert not [name for name in public if callable(getattr(value, name))]
            for name in public:
                look(getattr(value, name))

    for facts in samples(kind)[:20]:  # type: ignore[arg-type]
        record = unpacked(packed(facts))
        for name in packed(facts)["fields"]:
            look(getattr(record, name))


@pytest.mark.parametrize("value", [1.5, {"a": 1}, {1}, object(), b"x", DAY.strftime])
def test_what_is_not_plain_stays_here(value: object) -> None:
    with pytest.raises(TypeError, match="not plain"):
        packed((1, ("x", value)))


def test_days_are_compared_as_days() -> None:
    earlier, later = (unpacked(packed(date(2021, 9, day))) for day in (9, 10))
    assert earlier < later
    assert earlier == unpacked(packed(date(2021, 9, 9)))


def test_files_that_cannot_be_templates_are_refused_all_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    write(folder, "german/fine.jinja", "fein")
    write(folder, "german/large.jinja", "x" * (LARGEST + 1))
    (folder / "german/folder.jinja").mkdir()
    (folder / "german/binary.jinja").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(folder / "german/pipe.jinja")
    secret = write(tmp_path, "secret.txt", "geheim")
    (folder / "german/away.jinja").symlink_to(secret)
    (folder / "german/dead.jinja").symlink_to(folder / "nothing")
    (folder / "german/circle.jinja").symlink_to("circle.jinja")
    (folder / "german/inside.jinja").symlink_to(folder / "german/fine.jinja")
    with pytest.raises(Misconfigured) as refused:
        fired(Job(page(), folders=(folder,)))
    said = str(refused.value)
    assert "geheim" not in said
    for name in ("large", "folder", "binary", "pipe", "away", "dead", "circle"):
        assert f"{name}.jinja" in said
    for name in ("fine", "inside"):
        assert f"{name}.jinja" not in said


def test_the_largest_file_is_still_a_template(tmp_path: Path) -> None:
    text = "Satz." + "{# #}" * ((LARGEST - 5) // 5)
    job = own(tmp_path, "own", text + " " * (LARGEST - len(text)))
    assert fired(job).page.paragraphs == ("Satz.",)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no folder"):
        fired(Job(page(), folders=(tmp_path / "nothing",)))
