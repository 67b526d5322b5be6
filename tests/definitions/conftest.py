"""Files to be read."""

from pathlib import Path

import pytest

from tests.definitions.files import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a definition file and says where it is."""

    def written(content: str | bytes) -> Path:
        file = tmp_path / "path.yaml"
        data = content.encode("utf-8") if isinstance(content, str) else content
        file.write_bytes(data)
        return file

    return written
