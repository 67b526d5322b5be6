"""Plain data as a form to be filled in: maps, lists, texts and days, each at its place.

Whatever is wrong is kept as a finding, and reading goes on.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from definitions.findings import Finding, Path, choose, nearest, shown, where
from definitions.sentences import Sentence, sentence
from definitions.tree import Reading
from definitions.values import Number
from workflow import wording
from workflow.errors import Refused

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Form:
    """The file as it is read: its values by path, and what is wrong with them."""

    def __init__(self, reading: Reading, file: str) -> None:
        self._reading, self._file = reading, file
        self.findings: list[Finding] = []

    def say(
        self, path: Path, what: Sentence, hint: Sentence, *, key: bool = False
    ) -> None:
        """Keep a finding, unless the reader has said already what is wrong there."""
        spoiled = self._reading.spoiled
        if any(path[:end] in spoiled for end in range(len(path) + 1)):
            return
        places = self._reading.places
        place = places.key(path) if key else places.value(path)
        self.findings.append(
            Finding(self._file, place.line, place.column, where(path), what, hint)
        )

    def map(
        self, path: Path, value: object, known: Sequence[str], needed: Sequence[str]
    ) -> dict[str, Any]:
        """The map at `path`; empty if there is none. Unknown keys are left out."""
        if not isinstance(value, dict):
            what = sentence("keys with values are wanted here")
            hint = sentence("write one line per key, indented: key: value")
            self.say(path, what, hint)
            return {}
        meant = set()
        for key in value.keys() - set(known):
            name = shown(key)
            what = sentence("the key {key} is not known here", key=name)
            self.say((*path, key), what, choose(key, known), key=True)
            meant.add(nearest(key, sorted(known)))
        for key in needed:
            if key not in value.keys() | meant and not self._dropped(path, key):
                what = sentence("the key {key} is missing", key=key)
                self.say((*path, key), what, sentence("add it"))
        return {key: value[key] for key in known if key in value}

    def list(self, path: Path, value: object) -> list[object]:
        """The list at `path`; empty if there is none."""
        if isinstance(value, list):
            return value
        what = sentence("a list is wanted here")
        self.say(path, what, sentence("begin each entry with a dash: - title: TEXT"))
        return []

    def text(self, path: Path, value: object) -> str | None:
        """The text at `path`; None if something else stands there."""
        if isinstance(value, str):
            return value
        what, hint = sentence("a text is wanted here"), sentence("write a single text")
        match value:
            case Number(text):
                what = sentence("YAML reads {text} as a number", text=shown(text))
                hint = sentence('write it in quotes: "{text}"', text=shown(text))
            case bool():
                what = sentence("YAML reads this as true or false")
                hint = sentence("write it in quotes if it is a text")
            case None:
                what, hint = sentence("nothing stands here"), sentence("write a text")
        self.say(path, what, hint)
        return None

    def words(self, path: Path, said: Mapping[str, Any]) -> dict[str, str]:
        """The texts at `path` by field, as they may go on record."""
        found = {}
        for name, value in said.items():
            text = self.text((*path, name.removeprefix(wording.FIELD)), value)
            if text is not None:
                found[name] = self._clean(path, name, text)
        return found

    def day(self, path: Path, value: object) -> date | None:
        """The day at `path`; None if none stands there."""
        text = self.text(path, value)
        if text is None:
            return None
        if not _DAY.fullmatch(text):
            what = sentence("{text} is not a day", text=shown(text) or '""')
            self.say(path, what, sentence("write year-month-day: 2026-01-31"))
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            what = sentence("the calendar has no such day")
            self.say(path, what, sentence("mend the day"))
        return None

    def _clean(self, path: Path, name: str, text: str) -> str:
        try:
            return wording.clean(name, text)
        except Refused as refused:
            key = name.removeprefix(wording.FIELD)
            reason = refused.sentences[0].values["reason"]
            what = sentence("the text is refused: {reason}", reason=reason)
            self.say((*path, key), what, sentence("mend the text"))
            return text

    def _dropped(self, path: Path, key: str) -> bool:
        return not {(*path, key), (*path, "*")}.isdisjoint(self._reading.dropped)
