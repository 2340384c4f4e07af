"""Whoever gets a session is told of in the log, whichever way they came in; found by what each form changes."""

import logging

import pytest
from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import Device
from tests.rights.tables.expected import ROWS
from tests.rights.tables.places import Place
from tests.rights.test_confirming import WITH_A_SECRET, send


def device_ids() -> set[int]:
    db.session.rollback()
    found = set(db.session.scalars(select(Device.id)))
    db.session.rollback()
    return found


def test_every_way_in_is_told(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    before, ways, told = device_ids(), set(), set()
    for row in ROWS:
        if row.endpoint not in WITH_A_SECRET:
            continue
        caplog.clear()
        with caplog.at_level(logging.INFO, "studyhub.security"):
            send(place, row)
        ways |= {row.endpoint} if device_ids() - before else set()
        told |= {row.endpoint} if "signed in" in caplog.messages else set()
        place.snapshot.put_back()

    assert told == ways
    assert ways >= {"invitations.create_account", "registrations.update", "resets.update"}
