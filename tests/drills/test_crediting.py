"""Examining and responding stand in the ledger from the reveal on."""

from datetime import date

import pytest

from studyhub.db import db
from studyhub.drills.running import crediting, playing
from studyhub.drills.running.models import Drill
from studyhub.ledger import loads
from studyhub.ledger.loads import Load
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.migrating import downgrade, upgrade
from tests.cast import NOON, Cast

# The day of the session, on the clock of its circle.
DAY = date(2026, 12, 2)


@pytest.fixture
def told(cast: Cast, drill: Drill) -> Drill:
    playing.start(drill, by=cast.aki, now=NOON)
    playing.reveal(drill, by=cast.aki, now=NOON)
    db.session.commit()
    return drill


def of(cast: Cast, duty: Duty) -> dict[int, Load]:
    return loads.of_people([cast.aki.id, cast.botan.id], duty, since=DAY)


def test_with_the_reveal_both_stand_in_the_ledger(cast: Cast, told: Drill) -> None:
    assert of(cast, Duty.EXAMINED) == {cast.aki.id: Load(1, DAY)}
    assert of(cast, Duty.RESPONDED) == {cast.botan.id: Load(1, DAY)}


def test_before_the_reveal_nothing_stands_there(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)

    assert db.session.query(DutyEntry).count() == 0


def test_written_down_twice_they_stand_there_once(cast: Cast, told: Drill) -> None:
    crediting.credit(told)

    assert db.session.query(DutyEntry).count() == 2


def test_what_was_told_before_the_ledger_kept_drills_is_written_down(cast: Cast, told: Drill) -> None:
    db.session.remove()

    try:
        downgrade("0061")
    finally:
        upgrade()

    assert of(cast, Duty.EXAMINED) == {cast.aki.id: Load(1, DAY)}
    assert of(cast, Duty.RESPONDED) == {cast.botan.id: Load(1, DAY)}
    assert {entry.team_id for entry in db.session.query(DutyEntry)} == {cast.team.id}


def test_of_those_written_down_before_the_ledger_kept_sessions_it_is_worked_out(cast: Cast, told: Drill) -> None:
    meeting_id = told.meeting_id
    db.session.remove()

    try:
        downgrade("0062")
    finally:
        upgrade()

    assert [entry.meeting_id for entry in db.session.query(DutyEntry)] == [meeting_id, meeting_id]
