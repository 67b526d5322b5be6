"""The JSON Schema of a definition file, as it is shipped for editors.

Made from the model by `make schema`; a test makes it anew and compares.
"""

import json
from pathlib import Path

from definitions.model import schema

FILE = Path(__file__).with_name("definition.schema.json")


def text() -> str:
    """The schema as the shipped file and `definition schema` show it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
