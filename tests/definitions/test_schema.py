"""The JSON Schema, the documentation and the model name the same keys."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from definitions.loader import find, load, shipped
from definitions.model import Definition, schema
from definitions.vocabulary import Event, Label, Source, State
from tests.definitions.files import SOUND, Write, checked, edited

DOCUMENT = Path(__file__).parents[2] / "docs" / "definitions.md"
HEADINGS: dict[str, type[BaseModel]] = {
    "The file": Definition,
    "A label": Label,
    "A source": Source,
    "A state": State,
    "An event": Event,
}
ROW = re.compile(r"^\| `(\w+)` \| (yes|no) \| (.+) \| `(.+)` \|$", re.MULTILINE)


def sections() -> dict[str, str]:
    """Heading -> text, of the documentation."""
    parts = re.split(r"^### (.+)$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def example() -> str:
    """The complete file of the documentation."""
    found = re.search(r"```yaml\n(.+?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_key_is_documented_and_every_documented_key_exists(heading: str) -> None:
    rows = ROW.findall(sections()[heading])
    fields = HEADINGS[heading].model_fields
    assert {key: needed for key, needed, _, _ in rows} == {
        name: "yes" if field.is_required() else "no" for name, field in fields.items()
    }


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_documented_key_has_an_example_of_itself(heading: str) -> None:
    for key, _, _, shown in ROW.findall(sections()[heading]):
        assert list(YAML(typ="safe", pure=True).load(shown)) == [key]


def test_every_model_is_documented() -> None:
    documented = set(HEADINGS.values())
    for model in models(Definition):
        keys = set(model.model_fields)
        assert any(keys == set(each.model_fields) for each in documented)


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that its fields are made of."""
    yield model
    for field in model.model_fields.values():
        queue = [field.annotation]
        while queue:
            kind = queue.pop()
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from models(kind)
            elif get_origin(kind) is not None:
                queue.extend(get_args(kind))


def test_the_example_of_the_documentation_is_sound_and_uses_every_key(
    write: Write,
) -> None:
    assert checked(write(example())) == ()
    used = set(re.findall(r"\b(\w+):", example()))
    for model in HEADINGS.values():
        assert set(model.model_fields) <= used


# --- A small judge of JSON Schema, enough for what the model writes ---------------


def refusals(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """Why the schema refuses a value; empty if it does not."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in rule:
        tried = [refusals(value, each, root) for each in rule["anyOf"]]
        return [] if any(not each for each in tried) else tried[0]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "null": type(None),
    }
    if "type" in rule and not isinstance(value, kinds[rule["type"]]):
        return [f"{value!r} is not {rule['type']}"]
    return [
        *of_text(value, rule),
        *of_list(value, rule, root),
        *of_map(value, rule, root),
    ]


def of_text(value: Any, rule: dict[str, Any]) -> Iterator[str]:
    if isinstance(value, str):
        if "pattern" in rule and not re.search(rule["pattern"], value):
            yield f"{value} does not fit {rule['pattern']}"
        if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", 10**6):
            yield f"{value} is too short or too long"


def of_list(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if isinstance(value, list):
        if len(value) < rule.get("minItems", 0):
            yield "too few entries"
        for each in value:
            yield from refusals(each, rule["items"], root)


def of_map(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    yield from (
        f"{key} is missing" for key in rule.get("required", ()) if key not in value
    )
    if len(value) < rule.get("minProperties", 0):
        yield "too few keys"
    for key, each in value.items():
        patterns = rule.get("patternProperties", {}).items()
        fitting = [sub for pattern, sub in patterns if re.search(pattern, key)]
        known = rule.get("properties", {}).get(key) or next(iter(fitting), None)
        other = rule.get("additionalProperties", True)
        if known is None and other is False:
            yield f"{key} is not known"
        elif known is not None or isinstance(other, dict):
            yield from refusals(each, known or other, root)


def plain(text: str) -> Any:
    """YAML as an editor reads it, days left as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def judged(text: str) -> list[str]:
    return refusals(plain(text), schema(), schema())


@pytest.mark.parametrize("name", shipped())
def test_the_schema_accepts_what_is_shipped(name: str) -> None:
    assert judged(find(name).source) == []


def test_the_schema_accepts_what_the_loader_accepts() -> None:
    assert judged(SOUND) == []
    assert judged(example()) == []


@pytest.mark.parametrize(
    "change",
    [
        ("zone:", "colour: red\nzone:"),
        ("zone: Europe/Berlin\n", ""),
        ("initial: true", "initial: no"),
        ("by: [clerk]", "by: []"),
        ("by: [clerk]", "by: [os.system]"),
        ("{de: Rat, en: council}", "{de: Rat}"),
        ("{de: Rat, en: council}", "{de: 012, en: council}"),
        ("valid_from: 2024-01-01", "valid_from: soon"),
        ("[open, decide, publish]", "open"),
        ("text: Altes", "txt: Altes"),
        ("  decided: {de", "  Decided: {de"),
    ],
    ids=lambda change: change[1].strip() or "left out",
)
def test_the_schema_refuses_what_the_loader_refuses(
    change: tuple[str, str], write: Write
) -> None:
    with pytest.raises(Exception, match=r"path\.yaml:\d+:\d+: "):
        load(write(edited(change)))
    assert judged(edited(change))


def test_the_schema_names_its_draft() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
