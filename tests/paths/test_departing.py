"""Whoever goes, and accounts that are made one: paths, mentors and nights to shadow follow."""

from datetime import timedelta

import pytest

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.departures import leaving
from studyhub.departures import merging as accounts
from studyhub.paths import making, shadowing
from studyhub.paths.making import Wanted
from studyhub.paths.models import Path
from studyhub.people.models import User, UserState
from studyhub.services.models import Service
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.paths.scenes import FIRST_NIGHT, new_night, wanted


def go(cast: Cast, user: User, state: UserState) -> None:
    leaving.move(user, state, OF_PEOPLE, by=cast.admin, now=NOON)
    db.session.commit()


def test_a_newcomer_who_leaves_ends_the_path_and_shadows_no_night(cast: Cast, path: Path) -> None:
    shadowing.plan(path, new_night(cast.aki, 10).id, by=cast.botan, now=NOON)

    go(cast, cast.botan, UserState.LEFT)

    assert (path.ended_at, path.ended_by_id) == (NOON, cast.admin.id)
    rows = db.select(Commitment).where(Commitment.kind == CommitmentKind.SHADOW)
    assert db.session.scalars(rows).all() == []


def test_on_leave_the_path_waits_and_the_night_is_free(cast: Cast, path: Path) -> None:
    shadow = shadowing.plan(path, new_night(cast.aki, 10).id, by=cast.botan, now=NOON)

    go(cast, cast.botan, UserState.ON_LEAVE)

    assert (path.ended_at, shadow.withdrawn_at) == (None, NOON)


@pytest.mark.parametrize("state", [UserState.LEFT, UserState.ON_LEAVE, UserState.SUSPENDED])
def test_without_its_mentor_newcomer_and_leads_are_asked_for_another(cast: Cast, path: Path, state: UserState) -> None:
    go(cast, cast.chika, state)

    assert (path.mentor_id, path.ended_at) == (None, None)
    rows = db.select(OutboxMessage).where(OutboxMessage.kind == "mentor_gone", OutboxMessage.channel == Channel.INBOX)
    told = db.session.scalars(rows).all()
    assert {one.recipient_id for one in told} == {cast.botan.id, cast.aki.id}


def test_of_two_paths_for_one_service_that_of_the_account_that_stays_goes_on(
    cast: Cast, path: Path, service: Service
) -> None:
    home = cast.person("Home")
    other = making.make(Wanted(home, service, None, FIRST_NIGHT), by=home, now=NOON)

    accounts.merge(home, cast.botan, OF_PEOPLE, by=cast.admin, now=NOON + timedelta(hours=1))
    db.session.commit()

    assert (path.ended_at, other.user_id) == (None, cast.botan.id)
    assert other.ended_at is not None


@pytest.mark.parametrize("goes", ["mentor", "newcomer"])
def test_nobody_becomes_their_own_mentor_by_a_merger(cast: Cast, service: Service, goes: str) -> None:
    path = making.make(wanted(cast, service), by=cast.chika, now=NOON)
    going, staying = (cast.chika, cast.botan) if goes == "mentor" else (cast.botan, cast.chika)

    accounts.merge(going, staying, OF_PEOPLE, by=cast.admin, now=NOON)
    db.session.commit()
    db.session.expire_all()

    assert (path.user_id, path.mentor_id) == (staying.id, None)
