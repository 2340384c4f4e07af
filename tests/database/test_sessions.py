"""Statements of columns alone pass by what SQLAlchemy prepares for rows of tables, and answer what they always did."""

from datetime import datetime

import pytest
from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from studyhub.circles.models import Circle, Participation, Visibility
from studyhub.db import db, kept
from studyhub.sessions import selects_columns_alone
from tests.cast import Cast


@kept
def _columns() -> Select[str, Visibility, datetime]:
    return select(Circle.title, Circle.visibility, Circle.created_at).where(Circle.id == bindparam("id"))


@kept
def _circle() -> Select[Circle]:
    return select(Circle).where(Circle.id == bindparam("id"))


@kept
def _both() -> Select[str, Circle]:
    return select(Circle.title, Circle).where(Circle.id == bindparam("id"))


@kept
def _is_present() -> Select[bool]:
    return select(Participation.is_present).where(Participation.id == bindparam("id"))


def test_what_a_model_works_out_is_asked_as_ever(cast: Cast) -> None:
    taking_part = cast.circle.participations[0]

    assert not selects_columns_alone(_is_present())
    assert db.session.scalar(_is_present(), {"id": taking_part.id}) is True


def test_columns_come_as_their_types_say(cast: Cast) -> None:
    circle = cast.circle

    found = db.session.execute(_columns(), {"id": circle.id}).one()

    assert selects_columns_alone(_columns())
    assert found == (circle.title, circle.visibility, circle.created_at)
    assert (found.title, found.visibility) == (circle.title, circle.visibility)


def test_columns_know_what_was_changed_a_moment_ago(cast: Cast) -> None:
    cast.circle.title = "Another title"

    assert db.session.scalar(_columns(), {"id": cast.circle.id}) == "Another title"
    assert db.session.scalars(_columns(), {"id": cast.circle.id}).all() == ["Another title"]


def test_where_nothing_may_be_flushed_columns_are_as_stored(cast: Cast) -> None:
    stored = cast.circle.title

    with db.session.no_autoflush:
        cast.circle.title = "Another title"

        assert db.session.scalar(_columns(), {"id": cast.circle.id}) == stored


def test_rows_of_tables_are_still_those_of_the_session(cast: Cast) -> None:
    assert not selects_columns_alone(_circle())
    assert not selects_columns_alone(_both())
    assert db.session.scalar(_circle(), {"id": cast.circle.id}) is cast.circle
    assert db.session.execute(_both(), {"id": cast.circle.id}).one() == (cast.circle.title, cast.circle)


def title(circle_id: int) -> str | None:
    found: str | None = db.session.scalar(_columns(), {"id": circle_id})
    return found


def test_columns_are_asked_in_the_transaction_of_the_moment(cast: Cast) -> None:
    id_, stored = cast.circle.id, cast.circle.title
    db.session.commit()
    assert title(id_) == stored

    cast.circle.title = "Another title"
    assert title(id_) == "Another title"
    db.session.rollback()
    assert title(id_) == stored

    with db.session.begin_nested() as inner:
        cast.circle.title = "A third title"
        assert title(id_) == "A third title"
        inner.rollback()
    assert title(id_) == stored

    cast.circle.title = "A fourth title"
    db.session.commit()
    assert title(id_) == "A fourth title"


def test_after_a_failure_columns_wait_for_the_rollback_as_all_else_does(cast: Cast) -> None:
    id_ = cast.circle.id
    assert title(id_) is not None
    cast.circle.capacity = 0
    with pytest.raises(IntegrityError):
        db.session.flush()

    with pytest.raises(PendingRollbackError):
        title(id_)

    db.session.rollback()
    assert title(id_) is not None
