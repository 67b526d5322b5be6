"""The JSON Schema, the documentation and the model name the same keys."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from definitions import schema as shipped_schema
from definitions.loader import find, load, shipped
from definitions.model import Definition
from definitions.model import schema as schema_of_the_model
from definitions.vocabulary import (
    Body,
    Consultation,
    Deadline,
    Event,
    Extension,
    Label,
    Requirement,
    Source,
    State,
    Suspension,
)
from tests.definitions import test_faults, test_hostile, test_rules
from tests.definitions.files import (
    DOCUMENT,
    SOUND,
    Write,
    altered,
    checked,
    edited,
    example,
)

HEADINGS: dict[str, type[BaseModel]] = {
    "The file": Definition,
    "A label": Label,
    "A source": Source,
    "A body": Body,
    "A state": State,
    "An event": Event,
    "A requirement": Requirement,
    "A consultation": Consultation,
    "A deadline": Deadline,
    "An extension": Extension,
    "A suspension": Suspension,
}
schema = cache(schema_of_the_model)  # made anew it takes longer than a test
ROW = re.compile(r"^\| `(\w+)` \| (yes|no) \| (.+) \| `(.+)` \|$", re.MULTILINE)


def sections() -> dict[str, str]:
    """Heading -> text, of the documentation."""
    parts = re.split(r"^### (.+)$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_key_is_documented_and_every_documented_key_exists(heading: str) -> None:
    rows = ROW.findall(sections()[heading])
    fields = HEADINGS[heading].model_fields
    assert {key: needed for key, needed, _, _ in rows} == {
        name: "yes" if field.is_required() else "no" for name, field in fields.items()
    }


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_documented_key_has_an_example_that_fits(heading: str) -> None:
    root = schema()
    model = HEADINGS[heading].__name__
    rules = (root if model == "Definition" else root["$defs"][model])["properties"]
    for key, _, _, shown in ROW.findall(sections()[heading]):
        value = plain(shown)
        assert list(value) == [key]
        if "…" not in shown:
            assert refusals(value[key], rules[key], root) == []


def test_every_model_is_documented() -> None:
    documented = [set(model.model_fields) for model in HEADINGS.values()]
    for model in models(Definition):
        assert set(model.model_fields) in documented


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


def given(value: object) -> Iterator[tuple[type[BaseModel], str]]:
    """Each key that is given in a definition, with the model it belongs to."""
    match value:
        case BaseModel():
            for key in value.model_fields_set:
                yield type(value), key
                yield from given(getattr(value, key))
        case dict() | tuple():
            for each in value.values() if isinstance(value, dict) else value:
                yield from given(each)
        case _ if hasattr(value, "values"):  # a frozen map
            yield from given(tuple(value.values()))


def test_the_example_of_the_documentation_is_sound_and_uses_every_key(
    write: Write,
) -> None:
    file = write(example())
    assert checked(file) == ()
    used = set(given(load(file).definition))
    assert used == {
        (model, key) for model in models(Definition) for key in model.model_fields
    }


def test_the_shipped_schema_is_made_from_the_model() -> None:
    assert shipped_schema.FILE.read_text("utf-8") == shipped_schema.text(), (
        "run `make schema`"
    )


@pytest.mark.parametrize("name", shipped())
def test_editors_find_the_schema_of_a_shipped_file(name: str) -> None:
    loaded = find(name)
    first = loaded.source.split("\n", 1)[0]
    _, _, place = first.partition("# yaml-language-server: $schema=")
    file = Path(loaded.file).parent / place
    assert file.resolve() == shipped_schema.FILE


# --- A small judge of JSON Schema, enough for what the model writes ---------------


def refusals(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """Why the schema refuses a value; empty if it does not."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in rule:
        tried = [refusals(value, each, root) for each in rule["anyOf"]]
        if all(tried):
            return tried[0]
    found = list(of_choice(value, rule, root))
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "null": type(None),
    }
    if "type" in rule and type(value) is not kinds[rule["type"]]:
        return [f"{value!r} is not {rule['type']}"]
    return [
        *found,
        *of_text(value, rule),
        *of_number(value, rule),
        *of_list(value, rule, root),
        *of_map(value, rule, root),
    ]


def of_choice(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if "oneOf" in rule:
        fitting = [each for each in rule["oneOf"] if not refusals(value, each, root)]
        if len(fitting) != 1:
            yield f"{value!r} fits {len(fitting)} of the forms"
    if "const" in rule and (value, type(value)) != (rule["const"], type(rule["const"])):
        yield f"{value!r} is not {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{value!r} is none of {rule['enum']}"
    if "not" in rule and value in rule["not"]["enum"]:
        yield f"{value!r} is kept for the program"


def of_text(value: Any, rule: dict[str, Any]) -> Iterator[str]:
    if isinstance(value, str):
        pattern = rule.get("pattern", "").replace("$", r"\Z")  # before no line break
        if not re.search(pattern, value):
            yield f"{value} does not fit {rule['pattern']}"
        if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", 10**6):
            yield f"{value} is too short or too long"


def of_number(value: Any, rule: dict[str, Any]) -> Iterator[str]:
    least, most = rule.get("minimum", value), rule.get("maximum", value)
    if type(value) is int and not least <= value <= most:
        yield f"{value} is too small or too large"


def of_list(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if isinstance(value, list):
        if len(value) < rule.get("minItems", 0):
            yield "too few entries"
        for each in value:
            yield from refusals(each, rule.get("items", {}), root)


def of_map(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    yield from (
        f"{key} is missing" for key in rule.get("required", ()) if key not in value
    )
    if len(value) < rule.get("minProperties", 0):
        yield "too few keys"
    for key, each in value.items():
        yield from refusals(key, rule.get("propertyNames", {}), root)
        patterns = rule.get("patternProperties", {}).items()
        fitting = [sub for pattern, sub in patterns if re.search(pattern, key)]
        known = rule.get("properties", {}).get(key) or next(iter(fitting), None)
        other = rule.get("additionalProperties", True)
        if known is None and other is False:
            yield f"{key} is not known"
        elif known is not None or isinstance(other, dict):
            yield from refusals(each, known or other, root)


JUDGED = {  # what the judge knows, and what says nothing about a value
    *("$ref", "anyOf", "oneOf", "const", "not", "enum", "type", "pattern", "minLength"),
    *("maxLength", "minItems", "items", "required", "minProperties", "propertyNames"),
    *("patternProperties", "properties", "additionalProperties", "minimum", "maximum"),
    *("$schema", "$defs", "default", "description", "title"),
}


def words(rule: Any) -> Iterator[str]:
    """The words of JSON Schema that a schema uses."""
    for word, value in rule.items() if isinstance(rule, dict) else ():
        yield word
        if word in {"properties", "patternProperties", "$defs"}:
            for each in value.values():
                yield from words(each)
        elif word != "default":
            for each in value if isinstance(value, list) else [value]:
                yield from words(each)


def test_the_judge_knows_every_word_of_the_schema() -> None:
    assert set(words(schema())) <= JUDGED


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


@pytest.mark.parametrize("name", test_rules.UNSOUND)
def test_the_schema_leaves_the_path_to_the_checker(name: str) -> None:
    text, _ = test_rules.seeded(name)
    assert judged(text) == []


# What no schema can see: how it was written in YAML, and what no pattern can say.
UNSEEN = {
    "anchor",
    "anchor on a choice",
    "merge key",
    "merge key in a choice",
    "tag",
    "key that is empty",
    "key that is true",
    "no for an outcome in a move",
    "no such day",
    "day that is none in a requirement",
    "period of two lives",
    "extension without an end",
    "escape sequence in a label",
    "direction in a label",
}
REFUSED = {
    name: edited((old, marked.replace("»", "")))
    for name, (old, marked, _) in test_faults.BROKEN.items()
} | {
    name: altered((old, marked.replace("»", "")))
    for name, (old, marked, _) in test_hostile.BROKEN.items()
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_schema_refuses_what_the_loader_refuses(name: str) -> None:
    try:
        found = judged(REFUSED[name])
    except (YAMLError, TypeError, ValueError):
        return  # no data: editors refuse it as well
    assert bool(found) is (name not in UNSEEN)


def test_only_what_begins_something_needs_no_period() -> None:
    assert judged(altered(("    period: 14 days\n", ""))) == []
    assert judged(altered(("    period: 6 months\n", ""))) == ["period is missing"]


def test_the_schema_names_its_draft() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
