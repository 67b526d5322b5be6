"""Passwords are read from private files alone, and are shown nowhere."""

import os
import pickle
import traceback
from pathlib import Path

import pytest

from notifications import credentials
from notifications.credentials import Secret
from workflow.errors import Misconfigured

CANARY = "Kanarienvogel"


def private(path: Path, text: str = CANARY + "\n", mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def revealed(path: Path | None, directory: Path | None = None) -> str | None:
    """What is read; `directory` is what systemd has made for the service."""
    environment = {} if directory is None else {"CREDENTIALS_DIRECTORY": str(directory)}
    secret = credentials.read(path, "smtp_password", environment)
    return None if secret is None else secret.revealed()


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_private_file_holds_one_line(tmp_path: Path, mode: int, end: str) -> None:
    assert revealed(private(tmp_path / "it", " zwölf Käse\\n " + end, mode)) == (
        " zwölf Käse\\n "
    )


@pytest.mark.parametrize("bits", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001, 0o077])
def test_a_file_that_others_can_open_is_refused_with_the_remedy(
    tmp_path: Path, bits: int
) -> None:
    path = private(tmp_path / "it", mode=0o600 | bits)
    with pytest.raises(Misconfigured, match=f"mode {0o600 | bits:04o}") as refused:
        revealed(path)
    assert f"`chmod 600 {path}`" in str(refused.value)


def a_link(path: Path) -> None:
    path.symlink_to(private(path.with_name("elsewhere")))


@pytest.mark.parametrize("made", [a_link, Path.mkdir, os.mkfifo])
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, made: "type[object]"
) -> None:
    path = tmp_path / "it"
    made(path)  # type: ignore[call-arg]
    with pytest.raises(Misconfigured, match="regular file"):
        revealed(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_account_is_refused(tmp_path: Path) -> None:
    path = private(tmp_path / "it")
    os.chown(path, 65534, 65534)
    with pytest.raises(Misconfigured, match="belongs to another account"):
        revealed(path)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nowhere .* No such file"):
        revealed(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n", b"two\nlines\n", b"a\x00b", b"a\x1b[2J", b"a\tb", b"\xff\xfe"),
        *(CANARY.encode("utf-16"), CANARY.encode() + b"\xff", b"x" * 5000),
    ],
)
def test_what_is_no_line_of_text_is_refused_unseen(
    tmp_path: Path, content: bytes
) -> None:
    path = private(tmp_path / "it")
    path.write_bytes(content)
    with pytest.raises(Misconfigured, match="holds no credential") as refused:
        revealed(path)
    told = "".join(traceback.format_exception(refused.value))
    assert CANARY not in told
    assert r"\xff" not in told


@pytest.mark.parametrize("mode", [0o400, 0o440, 0o600])
def test_a_credential_of_the_service_is_read_if_no_file_is_set(
    tmp_path: Path, mode: int
) -> None:
    given = tmp_path / "credentials"
    given.mkdir()
    assert revealed(None, given) is None
    private(given / "smtp_password", mode=mode)
    assert revealed(None, given) == CANARY
    assert revealed(private(tmp_path / "it", "file"), given) == "file"
    assert revealed(None) is None


def test_a_credential_that_all_can_read_is_refused(tmp_path: Path) -> None:
    private(tmp_path / "smtp_password", mode=0o444)
    with pytest.raises(Misconfigured, match="mode 0444"):
        revealed(None, tmp_path)


def test_a_secret_shows_itself_to_who_asks_for_it_alone() -> None:
    secret = Secret(CANARY)
    for text in (repr(secret), str(secret), f"{secret}", f"{[secret]}", f"{secret!a}"):
        assert CANARY not in text
    with pytest.raises(TypeError, match="not written anywhere"):
        pickle.dumps(secret)
    assert secret.revealed() == CANARY
