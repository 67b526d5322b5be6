"""Files that are no definition at all are refused quickly, and without a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.definitions.files import SOUND, Write, brief, refused
from tests.definitions.heavy import HEAVY
from tests.definitions.test_schema import REFUSED
from tests.load import rounds

# Texts that are not YAML, or not a text at all: reading stops at the first place.
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "1:1: the file is empty; begin with `definition: name`"),
    "comments only": (
        b"# nothing\n",
        "1:1: the file is empty; begin with `definition: name`",
    ),
    "a list": (
        b"- a\n",
        "1:1: keys with values are wanted here;"
        " write one line per key, indented: key: value",
    ),
    "a word": (
        b"word",
        "1:1: keys with values are wanted here;"
        " write one line per key, indented: key: value",
    ),
    "byte order mark": (
        b"\xef\xbb\xbfa: b",
        "1:1: the file begins with a byte order mark;"
        ' save the file as UTF-8 without "BOM"',
    ),
    "mark in the middle": (
        "a: b\nc: \ufeffd".encode(),
        "2:4: the invisible character U+FEFF is not allowed; delete it",
    ),
    "NUL": (
        b"a: b\n\n  \x00",
        "3:3: the invisible character U+0000 is not allowed; delete it",
    ),
    "direction in a comment": (
        "a: b # \u202e".encode(),
        "1:8: the invisible character U+202E is not allowed; delete it",
    ),
    "Latin-1": (
        "a: b\nä: ü\n".encode("latin-1"),
        "2:1: the text is not UTF-8; save the file as UTF-8",
    ),
    "UTF-16": (
        "a: b".encode("utf-16"),
        "1:1: the text is not UTF-8; save the file as UTF-8",
    ),
    "binary": (
        bytes(range(256)),
        "3:115: the text is not UTF-8; save the file as UTF-8",
    ),
    "10 MB": (
        b"a: b\n" * 2_000_000,
        "1:1: the file is larger than 256 KiB; a definition is a page or two of text",
    ),
    "two documents": (
        b"a: b\n---\nc: d\n",
        "2:1: a second document begins here; write one definition per file",
    ),
    "YAML 1.1": (
        b"# old\n\n%YAML 1.1\n---\na: no\n",
        "3:1: a line that begins with % gives orders to the YAML reader;"
        " take the line out",
    ),
    "tag directive": (
        b"%TAG ! tag:x,2000:\n---\na: !b c\n",
        "1:1: a line that begins with % gives orders to the YAML reader;"
        " take the line out",
    ),
    "undeclared tag handle": (
        b"a: !e!x b",
        "1:4: tags are not allowed; take it out",
    ),
    "500 deep in brackets": (
        b"a: " + b"[" * 500 + b"]" * 500,
        "1:23: a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0: more than 20 levels deep;"
        " write it flatter",
    ),
    "500 deep in lines": (
        "".join(f"{' ' * depth}a:\n" for depth in range(500)).encode(),
        "21:21: a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a: more than 20 levels deep;"
        " write it flatter",
    ),
    "endless list": (
        b"- {a: b}\n" * 9_000,
        "1667:4: more than 5000 entries; shorten the file",
    ),
    "endless remark": (
        b"#\n" * 130_000,
        "10001:1: more than 10000 lines; shorten the file",
    ),
    "endless line": (
        b"a: b\nc: [" + b"d," * 100_000 + b"]",
        "2:1: a line of more than 2000 characters; break the line",
    ),
    "tab": (
        b"a:\n\tb: c\n",
        "2:1: a tab stands where spaces are wanted; indent with spaces",
    ),
    "colon in a text": (
        b"a: Frist: sieben Tage\n",
        "1:9: a colon stands where none is expected;"
        " put a text with a colon in quotes, or mend the indentation",
    ),
    "indented too far": (
        b"a: b\n  c: d\n",
        "2:4: a colon stands where none is expected;"
        " put a text with a colon in quotes, or mend the indentation",
    ),
    "indented too little": (
        b"- a\nb: c\n",
        "2:1: this line does not belong to the block above it;"
        " give it the indentation of the lines around it",
    ),
    "open bracket": (
        b"a: [b, c\nd: e\n",
        "1:4: this bracket is not closed, or a comma is missing after it;"
        " add the closing bracket or the comma",
    ),
    "stray bracket": (
        b"a: ]\n",
        "1:4: a value is missing here; look for a stray bracket or comma",
    ),
    "open quote": (
        b"a: 'b\n",
        "1:4: the quoted text that begins here does not end; add the closing quote",
    ),
    "key without a colon": (
        b"a: b\nc\nd: e\n",
        "2:1: a key without a colon; write a colon and a space after the key",
    ),
    "stray backslash": (
        b'a: "\\q"\n',
        "1:6: a backslash in double quotes that means nothing;"
        " use single quotes, or write the backslash twice",
    ),
    "escape outside Unicode": (
        b'a: "\\UFFFFFFFF"\n',
        "1:1: the text is not YAML; look for stray \\ in double quotes",
    ),
    "value that begins with @": (
        b"a: @b\n",
        "1:4: a value cannot begin with this character; put the value in quotes",
    ),
    "block with a strange head": (
        b"a: |x\n  b\n",
        "1:5: the text is not YAML from here on;"
        " look for missing quotes, brackets or indentation in this line",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_at_its_place(name: str, write: Write) -> None:
    data, expected = UNREADABLE[name]
    assert [brief(each) for each in refused(write(data))] == [expected]


def test_an_alias_bomb_is_never_unfolded(write: Write) -> None:
    levels = "".join(
        f"l{at}: &l{at} [{', '.join([f'*l{at - 1}'] * 9)}]\n" for at in range(1, 10)
    )
    found = refused(write("l0: &l0 [ha]\n" + levels + SOUND))
    aliases = [each for each in found if "alias" in str(each.what)]
    assert len(aliases) == 81
    assert {each.line for each in aliases} == set(range(2, 11))


HOSTILE = """
import os, sys, time
from definitions import reader
from definitions.proof import findings

def refuse(file):
    start = time.process_time()
    found = findings(file)
    assert all(str(each).startswith(f"{file}:{each.line}:") for each in found)
    took = time.process_time() - start
    return any(each.severity == "error" for each in found) and took < 1

for file in sys.argv[1:]:
    if not (child := os.fork()):
        os._exit(0 if refuse(file) else 1)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{file} was accepted, or took too long")
    if used.ru_maxrss > 100 * 1024:
        sys.exit(f"{file} took {used.ru_maxrss} KiB")
"""


@pytest.mark.heavy
def test_hostile_files_cost_less_than_a_second_and_100_mib(tmp_path: Path) -> None:
    """Form and path together, each file in a process of its own."""
    hostile = [data for data, _ in UNREADABLE.values()]
    hostile += [text.encode() for text in (*HEAVY.values(), *REFUSED.values())]
    hostile += [
        "".join(f"k{at:04}: x\n" for at in range(2400)).encode(),
        b"a: b\n" * 2400,
        b"#\n" * 9_000,
        b"# " + b"x" * 1_900 + b"\n" * 130,
        b"a: |\n" + b"  xxxxxxxxxxxxxxxxxxxxxx\n" * 9_900,
        b"a: >\n" + b"  xxxxxxxxxxxxxxxxxxxxx\n\n" * 4_900,
        b"a: '" + b"x\n" * 9_900 + b"'",
        b"a: " + b"x\n  " * 9_900,
        (b"? " * 900 + b"\n") * 100,
        (b"!" * 1900 + b"\n") * 130,
        (b"[" * 19 + b"a," * 900 + b"\n") * 100,
        b"\n" * 9_900,
    ]
    files = []
    for at, data in enumerate(hostile[:: rounds(4, 1)]):
        file = tmp_path / f"{at}.yaml"
        file.write_bytes(data)
        files.append(str(file))
    run = [sys.executable, "-W", "error", "-c", HOSTILE, *files]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
