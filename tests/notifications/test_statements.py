"""The compiled statements are those of the source."""

import json
from importlib.resources import files

from notifications.statements import STATEMENTS
from notifications.vitals import PULSE
from workflow.compiler import compiled
from workflow.statements import STATEMENTS as OF_THE_RECORD


def test_the_compiled_statements_are_up_to_date() -> None:
    """If this fails: `make statements`."""
    kept = json.loads(files("notifications").joinpath("sql.json").read_bytes())
    assert json.loads(json.dumps(compiled(STATEMENTS))) == kept


def test_what_every_command_asks_is_up_to_date() -> None:
    """If this fails: `make statements`."""
    kept = json.loads(files("notifications").joinpath("pulse.json").read_bytes())
    assert json.loads(json.dumps(compiled(PULSE))) == kept


def test_no_statement_bears_the_name_of_one_of_the_record() -> None:
    assert not STATEMENTS.keys() & OF_THE_RECORD.keys()


def test_a_claim_skips_locked_rows_where_the_database_can() -> None:
    made = compiled({"claim": STATEMENTS["claim_message"]})
    assert "FOR UPDATE SKIP LOCKED" in made["postgresql"]["claim"]["sql"]
    assert "FOR UPDATE" not in made["sqlite"]["claim"]["sql"]
