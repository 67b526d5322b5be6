"""The statements of what people are told, built from its tables; for build time only.

`python -m notifications.statements` writes `sql.json`, which is what `store` runs, and
`pulse.json` for `pulse`.

They stand in modules of their own. `insert` there is that of PostgreSQL, for its ON
CONFLICT, which SQLite writes in the same way.
"""

from pathlib import Path

from notifications.looking import LOOKING
from notifications.postal import POSTAL
from notifications.reminding import REMINDING
from notifications.sweeping import SWEEPING
from notifications.vitals import PULSE, VITALS
from workflow.compiler import Executable, write

STATEMENTS: dict[str, Executable] = {
    **SWEEPING,
    **REMINDING,
    **LOOKING,
    **POSTAL,
    **VITALS,
}

if __name__ == "__main__":
    write(STATEMENTS, Path(__file__).with_name("sql.json"))
    write(PULSE, Path(__file__).with_name("pulse.json"))
