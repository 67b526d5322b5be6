"""JSON is read as strictly as YAML, with the place of everything."""

import json
from functools import partial
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.findings import Place
from definitions.limits import Limits
from definitions.reader import read
from definitions.sentences import sentence
from definitions.tree import Reading
from definitions.values import Number

WIDE = Limits(sentence("less"), sentence("one"), size=10**7, line=10**7)
TEXT = st.text(st.characters(codec="utf-8"), max_size=8).map(partial(normalize, "NFC"))
KEY = TEXT.filter(lambda text: text not in {"", "<<"})
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | TEXT,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(KEY, each, max_size=3),
    max_leaves=12,
)


def reading(text: str) -> Reading:
    return read(text.encode(), "f", WIDE, json=True)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), VALUES))
def test_what_json_says_is_what_is_read(value: Any) -> None:
    found = reading(json.dumps(value, indent=1))
    assert found.findings == ()
    assert found.value == value


def test_values_and_places() -> None:
    found = reading('{"a": [1, -2.5e3, true],\n "b": "x\\u00e4"}')
    assert found.value == {"a": [Number("1"), Number("-2.5e3"), True], "b": "xä"}
    assert found.places.key(("b",)) == Place(2, 2)
    assert found.places.value(("a", 1)) == Place(1, 11)
    assert found.findings == ()


WRONG = {
    '{"a": "x", "a": "y"}': "1:12: a: the key stands twice, first in line 1;",
    '{"a": 1,}': "1:9: a key in double quotes is wanted here;",
    '{"a": [1,]}': "1:10: a value is missing here;",
    '{"a"': "1:5: : is wanted here;",
    "[1 2]": "1:4: , is wanted here;",
    "{} {}": "1:4: the text goes on after its end;",
    '{"a": 01}': "1:7: the text is not JSON from here on;",
    "[True]": "1:2: the text is not JSON from here on;",
    '["a': "1:2: the text is not JSON from here on;",
    '["\\x"]': "1:2: a backslash in double quotes that means nothing;",
    "[" * 500: "1:21: " + "0." * 18 + "0: more than 20 levels deep;",
    "// no\n{}": "1:1: the text is not JSON from here on;",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_has_its_place(text: str) -> None:
    (found,) = reading(text).findings
    assert str(found).startswith(f"f:{WRONG[text]}")
