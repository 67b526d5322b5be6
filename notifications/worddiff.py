"""Two texts compared word by word, for readers. Pure."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
Change = tuple[str, str]  # how, and the text
_WORDS = re.compile(r"\n+|[^\S\n]+|[^\s]+")


def compared(old: str, new: str) -> list[Change]:
    """What stayed, went and came, in the order of the texts."""
    before, after = (_WORDS.findall(_unfolded(each)) for each in (old, new))
    found: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for how, i, j, k, end in matcher.get_opcodes():
        if how == "equal":
            found.append((SAME, "".join(before[i:j])))
            continue
        if i < j:
            found.append((GONE, "".join(before[i:j])))
        if k < end:
            found.append((NEW, "".join(after[k:end])))
    return found


def _unfolded(text: str) -> str:
    """Paragraphs on one line: where lines are broken says nothing."""
    return re.sub(r"(?<!\n)\n(?!\n|$)", " ", text)


def marked(changes: Iterable[Change]) -> str:
    """The changes in one text: [-what went-], {+what came+}."""
    frames = {SAME: "{}", GONE: "[-{}-]", NEW: "{{+{}+}}"}
    return "".join(frames[how].format(text) for how, text in changes)
