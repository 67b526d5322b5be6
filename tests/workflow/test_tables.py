"""What SQLModel 0.0.50 does with our tables: what we rely on, and what we do not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import Session, SQLModel, create_engine, select

from notifications.tables import Heartbeat, Message, Reminder
from workflow.tables import (
    Definition,
    Entry,
    Head,
    Item,
    OfficeTerm,
    Person,
    RoleGrant,
    Words,
)

TABLES = [
    *(Definition, Entry, Head, Item, OfficeTerm, Person, RoleGrant, Words),
    *(Heartbeat, Message, Reminder),
]
SUMMER = timezone(timedelta(hours=2))


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as made:
        yield made
    engine.dispose()


def test_an_instant_comes_back_aware_and_in_utc(session: Session) -> None:
    at = datetime(2021, 10, 31, 2, 30, tzinfo=SUMMER)
    session.add(Head(id=1, log="log", seq=0, hash="0" * 64, recorded_at=at))
    session.commit()
    session.expire_all()
    found = session.exec(select(Head)).one().recorded_at
    assert found == at
    assert found.tzinfo == UTC


def test_an_instant_without_offset_is_refused_at_the_flush(session: Session) -> None:
    naive = datetime(2021, 7, 6, 12)  # noqa: DTZ001
    session.add(Head(id=1, log="log", seq=0, hash="0" * 64, recorded_at=naive))
    with pytest.raises((ValueError, StatementError)):
        session.commit()


def test_a_legal_day_stays_a_day(session: Session) -> None:
    made = OfficeTerm(
        item_id="i",
        name="term-1",
        due=date(2022, 12, 31),
        role="lead",
        remind_before="7",
        status="open",
        seq=1,
    )
    session.add(made)
    session.commit()
    session.expire_all()
    assert session.exec(select(OfficeTerm)).one().due == date(2022, 12, 31)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_table_class_validates_nothing(table: type[SQLModel]) -> None:
    """The hole, so that nobody trusts it: values are checked at the doors instead."""
    table()  # no field is given
    table(**dict.fromkeys(table.model_fields, object()))  # every field is nonsense
    made: Any = table(no_such_field=1)
    assert not hasattr(made, "no_such_field")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_column_says_whether_it_may_be_empty(table: type[SQLModel]) -> None:
    columns: Any = table.__table__.columns  # type: ignore[attr-defined]
    for column in columns:
        allows_none = table.model_fields[column.name].annotation in _OPTIONAL
        assert column.nullable == allows_none or column.primary_key, column.name


_OPTIONAL = (str | None, int | None, date | None, datetime | None)
