"""From a file to a definition, by name or by path, and from a stored snapshot."""

import subprocess
import sys
from pathlib import Path

import pytest

from definitions.canonical import canonical, parsed
from definitions.files import FileUnreadable
from definitions.loader import (
    DefinitionUnknown,
    SnapshotUnreadable,
    find,
    from_content,
    hash_of,
    load,
    shipped,
)
from tests.definitions.files import SOUND, Write, edited


def test_a_sound_file_is_loaded_as_it_is_written(write: Write) -> None:
    loaded = load(write(SOUND))
    assert loaded.source == SOUND
    assert parsed(loaded.content)["version"] == "2026-01"
    assert loaded.hash == hash_of(loaded.content)
    assert from_content(loaded.content) is loaded.definition


def test_windows_line_ends_change_nothing(write: Write) -> None:
    other = load(write(SOUND.replace("\n", "\r\n"))).hash
    assert load(write(SOUND)).hash == other


def test_comments_quotes_and_order_do_not_change_the_hash(write: Write) -> None:
    head, tail = SOUND.split("stations:", 1)
    quoted = head.replace("definition: small", 'definition: "small"')
    turned = f"# a remark\nstations:{tail}{quoted}"
    assert load(write(turned)).hash == load(write(SOUND)).hash


def test_decomposed_letters_do_not_change_the_hash(write: Write) -> None:
    decomposed = SOUND.replace("ä", "a\u0308").replace("ü", "u\u0308")
    assert decomposed != SOUND
    assert load(write(decomposed)).hash == load(write(SOUND)).hash


def test_words_of_yaml_1_1_are_texts(write: Write) -> None:
    text = edited(("{de: Rat, en: council}", "{de: no, en: 12:30:45}"))
    body = load(write(text)).definition.bodies["council"]
    assert (body.de, body.en) == ("no", "12:30:45")


def test_what_is_said_of_a_file_fits_the_file(write: Write) -> None:
    """Places count as an editor counts: letters, not bytes."""
    loaded = load(write(SOUND))
    lines = SOUND.splitlines()
    for path, place in loaded.places.keys.items():
        assert lines[place.line - 1][place.column - 1 :].startswith(str(path[-1]))


def test_a_definition_is_found_by_name_or_path(write: Write) -> None:
    assert "berlin-senate" in shipped()
    assert find("berlin-senate").definition.name == "berlin-senate"
    assert find(str(write(SOUND))).definition.name == "small"


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DefinitionUnknown) as caught:
        find("berlin-senat")
    assert caught.value.exit_code == 1
    first, second = str(caught.value).splitlines()
    assert first == (
        "There is no approval path berlin-senat: did you mean berlin-senate?"
    )
    assert all(name in second for name in shipped())


@pytest.mark.parametrize("name", ["missing.yaml", "./missing", "a\0b.yaml", "x" * 9000])
def test_a_file_that_cannot_be_read_is_an_input_error(name: str) -> None:
    with pytest.raises((FileUnreadable, DefinitionUnknown)) as caught:
        find(name)
    assert caught.value.exit_code == (1 if name.startswith("xx") else 74)
    assert len(str(caught.value)) < 500


def test_a_folder_is_not_a_definition(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        load(tmp_path)


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[", '{"definition":"x"}', "null", '{"a": 1}', "[" * 100_000],
    ids=lambda content: content[:20] or "empty",
)
def test_a_damaged_snapshot_is_named_as_such(content: str) -> None:
    with pytest.raises(SnapshotUnreadable) as caught:
        from_content(content)
    assert caught.value.exit_code == 78
    assert "laufzettel verify" in str(caught.value)


def test_a_snapshot_of_a_newer_version_is_named_as_such(write: Write) -> None:
    newer = parsed(load(write(SOUND)).content) | {"committees": {}}
    with pytest.raises(SnapshotUnreadable):
        from_content(canonical(newer))


def test_a_snapshot_is_read_without_the_yaml_parser(write: Write) -> None:
    """Every command on an item reads a snapshot; none waits for what it needs not."""
    file = write(load(write(SOUND)).content)
    code = (
        "import sys; from definitions.loader import from_content;"
        "from_content(open(sys.argv[1], encoding='utf-8').read());"
        "sys.exit(any(name.startswith('ruamel') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=True, timeout=30)
