"""One text for one value: published vectors, and the property behind them."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.canonical import LARGEST, canonical, parsed

keys = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=20,
)


def test_rfc_8785_string_vector() -> None:
    """Section 3.2.2.2: which characters are escaped, and how."""
    text = '€$\u000f\nA\'B"\\\\"/'  # written with escapes in the RFC
    assert canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_rfc_8785_control_characters() -> None:
    """Section 3.2.2.2: the two-character escapes, else \\u00hh in lower case."""
    text = "\u0008\u0009\u000a\u000c\u000d\u0000\u001f\u007f\u0080"
    expected = '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u0080"'
    assert canonical(text) == expected


def test_rfc_8785_literals() -> None:
    """Section 3.2.2: the literals of the sample, without white space."""
    assert canonical([None, True, False]) == "[null,true,false]"


def test_rfc_8785_sorting() -> None:
    """Section 3.2.3, the ASCII keys of its vector: sorted by code unit."""
    value = {"\r": "Carriage Return", "1": "One", "</script>": "Browser"}
    expected = '{"\\r":"Carriage Return","1":"One","</script>":"Browser"}'
    assert canonical(value) == expected


def test_published_digests() -> None:
    """SHA-256 of `{}` and of the empty list are published widely."""
    empty: tuple[object, object] = ({}, [])
    digests = [hashlib.sha256(canonical(each).encode()).hexdigest() for each in empty]
    assert digests == [
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    ]


def test_order_of_keys_and_form_of_letters_do_not_matter() -> None:
    composed, decomposed = "Gesch\u00e4ft", "Gescha\u0308ft"
    assert canonical({"b": 1, "a": composed}) == canonical({"a": decomposed, "b": 1})


def test_tuples_are_lists() -> None:
    assert canonical((1, (2,))) == "[1,[2]]"


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        LARGEST + 1,
        -LARGEST - 1,
        "\ud800",
        {"ä": 1},
        {1: 2},
        b"bytes",
        {1, 2},
        ...,
        {"a": [{"b": 0.5}]},
    ],
    ids=repr,
)
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        '{"a":{"b":1,"b":2}}',
        '"\\u00e4"',
        '"a\u0308"',
        "1.0",
        "1e3",
        "NaN",
        " 1",
        "1\n",
        "{",
        "",
        "-0",
    ],
)
def test_only_the_canonical_text_is_read_back(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsed(text)


@given(values)
def test_reading_back_and_writing_again_changes_nothing(value: object) -> None:
    text = canonical(value)
    assert canonical(parsed(text)) == text
    assert json.loads(text) == parsed(text)


@given(st.dictionaries(keys, texts, min_size=2, max_size=6))
def test_the_text_does_not_depend_on_the_order_of_insertion(
    value: dict[str, str],
) -> None:
    turned = dict(reversed(value.items()))
    assert canonical(turned) == canonical(value)
