"""YAML text into plain data, strictly: the only door to ruamel.yaml.

JSON is read by the same rules, with the same findings.
"""

import re

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from definitions.findings import Place, Places
from definitions.jsontext import NotJson, events
from definitions.limits import DEFINITION, Limits
from definitions.sentences import Sentence, sentence
from definitions.tree import Reading, Stop, Tree

# Invisible characters would show people another text than the program reads.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def read(
    data: bytes, file: str, limits: Limits = DEFINITION, *, json: bool = False
) -> Reading:
    """Reads the bytes of a file; `file` is the name said in findings.

    Of what is larger than `limits` the rest is not looked at.
    """
    tree = Tree(file, limits)
    text = ""
    try:
        text = _decoded(data, tree)
        if json:
            _build_json(text, tree)
        else:
            _build(text, tree)
        complete = True
    except Stop:
        complete = False
    return Reading(
        text=text,
        value=tree.root,
        places=Places(tree.keys, tree.values),
        findings=tuple(tree.findings),
        spoiled=frozenset(tree.spoiled),
        complete=complete,
        dropped=frozenset(tree.dropped),
    )


def _decoded(data: bytes, tree: Tree) -> str:
    if len(data) > tree.limits.size:
        limit = tree.limits.size // 1024
        what = sentence("the file is larger than {limit} KiB", limit=limit)
        tree.stop(Place(), what, tree.limits.smaller)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        place = _place(data[: problem.start].decode("utf-8"))
        what = sentence("the text is not UTF-8")
        tree.stop(place, what, sentence("save the file as UTF-8"))
    _refuse_characters(text, tree)
    _refuse_lines(text, tree)
    return text


def _refuse_characters(text: str, tree: Tree) -> None:
    found = _FORBIDDEN.search(text)
    if found is None:
        return
    if found.start() == 0 and found[0] == "\ufeff":
        what = sentence("the file begins with a byte order mark")
        tree.stop(Place(), what, sentence('save the file as UTF-8 without "BOM"'))
    code = f"U+{ord(found[0]):04X}"
    what = sentence("the invisible character {code} is not allowed", code=code)
    tree.stop(_place(text[: found.start()]), what, sentence("delete it"))


def _refuse_lines(text: str, tree: Tree) -> None:
    lines = text.splitlines()
    most, longest = tree.limits.lines, tree.limits.line
    if len(lines) > most:
        what = sentence("more than {limit} lines", limit=most)
        tree.stop(Place(most + 1), what, sentence("shorten the file"))
    for number, line in enumerate(lines, start=1):
        if len(line) > longest:
            what = sentence("a line of more than {limit} characters", limit=longest)
            tree.stop(Place(number), what, sentence("break the line"))
    content = (at for at, line in enumerate(lines, start=1) if _says_something(line))
    first = next(content, None)
    if first is not None and lines[first - 1].startswith("%"):
        what = sentence("a line that begins with % gives orders to the YAML reader")
        tree.stop(Place(first), what, sentence("take the line out"))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _place(before: str) -> Place:
    lines = re.split("\r\n|\r|\n", before)
    return Place(len(lines), len(lines[-1]) + 1)


def _build(text: str, tree: Tree) -> None:
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            tree.take(event)
    except MarkedYAMLError as problem:
        begun, what, hint = _plainly(str(problem.problem))
        mark = (begun and problem.context_mark) or problem.problem_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place()
        tree.stop(place, what, hint)
    except (YAMLError, ValueError, OverflowError):
        # E.g. an escape "\UFFFFFFFF" outside Unicode: the parser gives no place for it.
        what = sentence("the text is not YAML")
        tree.stop(Place(), what, sentence("look for stray \\ in double quotes"))


def _build_json(text: str, tree: Tree) -> None:
    try:
        for event in events(text):
            tree.take(event)
    except NotJson as wrong:
        tree.stop(_place(text[: wrong.at]), wrong.what, wrong.hint)


# The parser sees these only lines later; where they began is what must be mended.
_SEEN_LATE = (
    "unexpected end of stream",
    "expected ',' or ",
    "could not find expected ':'",
)
# What the parser says -> what a person can do with it.
_SYNTAX = (
    (
        "found character '\\t'",
        sentence("a tab stands where spaces are wanted"),
        sentence("indent with spaces"),
    ),
    (
        "that cannot start any token",
        sentence("a value cannot begin with this character"),
        sentence("put the value in quotes"),
    ),
    (
        "mapping values are not allowed",
        sentence("a colon stands where none is expected"),
        sentence("put a text with a colon in quotes, or mend the indentation"),
    ),
    (
        "unexpected end of stream",
        sentence("the quoted text that begins here does not end"),
        sentence("add the closing quote"),
    ),
    (
        "expected ',' or ",
        sentence("this bracket is not closed, or a comma is missing after it"),
        sentence("add the closing bracket or the comma"),
    ),
    (
        "could not find expected ':'",
        sentence("a key without a colon"),
        sentence("write a colon and a space after the key"),
    ),
    (
        "unknown escape character",
        sentence("a backslash in double quotes that means nothing"),
        sentence("use single quotes, or write the backslash twice"),
    ),
    (
        "expected <block end>",
        sentence("this line does not belong to the block above it"),
        sentence("give it the indentation of the lines around it"),
    ),
    (
        "expected the node content",
        sentence("a value is missing here"),
        sentence("look for a stray bracket or comma"),
    ),
    (
        "tag",  # an undeclared handle, an unfinished one
        sentence("tags are not allowed"),
        sentence("take it out"),
    ),
)


def _plainly(problem: str) -> tuple[bool, Sentence, Sentence]:
    for said, what, hint in _SYNTAX:
        if said in problem:
            return said in _SEEN_LATE, what, hint
    return (
        False,
        sentence("the text is not YAML from here on"),
        sentence("look for missing quotes, brackets or indentation in this line"),
    )
