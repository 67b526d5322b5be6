"""Names of files lead nowhere else; what is there is left alone."""

from pathlib import Path

import pytest

from commands.files import LONGEST_NAME, slug, write_new
from tests.commands.terminal import REF, Terminal
from workflow.errors import Refused


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("S-2021-0001", "2", "first_approval"), "s-2021-0001-2-first-approval"),
        (("../../etc/passwd",), "etc-passwd"),
        (("/abs", "a\x00b"), "abs-a-b"),
        (("Größe",), "groe"),
        (("x" * 300,), "x" * LONGEST_NAME),
        (("..",), ""),
    ],
)
def test_a_name_is_a_slug(words: tuple[str, ...], name: str) -> None:
    assert slug(*words) == name


def test_a_file_is_written_once(tmp_path: Path) -> None:
    path = write_new(str(tmp_path / "new"), "a.txt", "Größe\n")
    assert Path(path).read_bytes() == "Größe\n".encode()
    with pytest.raises(Refused, match="not overwritten"):
        write_new(str(tmp_path / "new"), "a.txt", "other")
    assert Path(path).read_text(encoding="utf-8") == "Größe\n"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "target")
    with pytest.raises(Refused, match="not overwritten"):
        write_new(str(tmp_path), "a.txt", "text")
    assert not (tmp_path / "target").exists()


def test_particulars_that_do_not_fit_are_refused(terminal: Terminal) -> None:
    terminal.does("init")
    Path("wrong.yaml").write_text("document: {gender: green}\n", encoding="utf-8")
    words = ("new", "Titel", "--lead", "x", "--particulars")
    said = terminal(*words, "wrong.yaml")
    assert said.code == 1
    assert "document.gender" in said.err
    Path("broken.yaml").write_text("a: [\n", encoding="utf-8")
    said = terminal(*words, "broken.yaml")
    assert said.code == 1
    assert said.err.startswith("broken.yaml:")
    Path("huge.yaml").write_text("a: " + "x" * 2_000_000, encoding="utf-8")
    assert terminal(*words, "huge.yaml").code == 1
    assert terminal.does("list") == []


def test_particulars_can_be_corrected(terminal: Terminal) -> None:
    case = Path(__file__).parents[2] / "notifications" / "cases" / "smart-city.yaml"
    terminal.opened()
    words = ("correct", REF, "1", "--reason", "Formen", "--particulars", str(case))
    terminal.does(*words)
    terminal.does("advance", REF, "approve", "--on", "2021-07-06")
    preview = ("announce", "draft", REF, "--on", "2021-07-06", "--preview")
    text = " ".join(terminal.does(*preview)["paragraphs"])
    assert "dem Strategischen Rahmen" in text
