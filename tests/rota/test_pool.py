"""The pool follows readiness: whoever falls out is told once, and the keeper with the shifts that are still theirs."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.departures import leaving
from studyhub.departures import merging as accounts
from studyhub.people.models import User, UserState
from studyhub.rota.models import Rota
from studyhub.rota.pool.following import follow
from studyhub.rota.pool.messages import KINDS
from studyhub.rota.pool.models import PoolMember
from studyhub.services import readying
from studyhub.services.models import Readiness, Service
from studyhub.settings import organization
from tests.cast import NOON, OF_PEOPLE, Cast

LATER = NOON + timedelta(minutes=1)
TOLD = ("out_of_pool", "left_pool")


def told() -> list[tuple[str, int | None, int]]:
    """Which message to whom, and how many shifts it names."""
    rows = db.select(OutboxMessage).where(OutboxMessage.kind.in_(TOLD), OutboxMessage.channel == Channel.INBOX)
    found = db.session.scalars(rows.order_by(OutboxMessage.id))
    return [(one.kind, one.recipient_id, len(one.payload["shifts"])) for one in found]


def members() -> set[int]:
    return set(db.session.scalars(db.select(PoolMember.user_id)))


def the_service() -> Service:
    service: Service = db.session.scalars(db.select(Service)).one()
    return service


@pytest.fixture
def followed(published: Rota) -> Rota:
    """A published rota whose pool is known."""
    follow(NOON)
    db.session.commit()
    return published


def test_who_comes_into_the_pool_is_told_nothing(crew: list[User]) -> None:
    follow(NOON)

    assert members() == {one.id for one in crew}
    assert told() == []


def test_whoever_falls_out_is_told_once_and_the_keeper_with_their_shifts(
    followed: Rota, crew: list[User], keeper: User
) -> None:
    readying.take_away(the_service(), crew[0], by=keeper, now=NOON)

    for minute in range(3):
        follow(LATER + timedelta(minutes=minute))
        db.session.commit()

    assert members() == {one.id for one in crew[1:]}
    [(to_person, person_id, theirs), (to_keeper, keeper_id, ahead)] = told()
    assert ((to_person, person_id), (to_keeper, keeper_id)) == (
        ("out_of_pool", crew[0].id),
        ("left_pool", keeper.id),
    )
    assert theirs == ahead > 0


def test_readiness_that_goes_stale_by_time_alone_falls_out(followed: Rota, crew: list[User], keeper: User) -> None:
    follow(NOON + timedelta(days=200))

    assert members() == set()
    assert len(told()) == 2 * len(crew)
    [message] = [
        one
        for one in db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.recipient_id == crew[0].id))
        if one.kind == "out_of_pool" and one.channel is Channel.INBOX
    ]
    assert message.payload["stale"] == ["cart-api"]


def test_a_shorter_setting_takes_people_out(followed: Rota, crew: list[User]) -> None:
    organization.current().stale_months = 1

    follow(NOON + timedelta(days=40))

    assert members() == set()


def test_who_falls_out_again_is_told_again(followed: Rota, crew: list[User], keeper: User) -> None:
    service = the_service()
    readying.take_away(service, crew[0], by=keeper, now=NOON)
    follow(LATER)
    readying.tick(service, [crew[0].id], by=keeper, now=LATER)
    follow(LATER + timedelta(minutes=1))

    readying.take_away(service, crew[0], by=keeper, now=LATER)
    follow(LATER + timedelta(minutes=2))

    assert [kind for kind, *_ in told()] == ["out_of_pool", "left_pool"] * 2


def test_whoever_leaves_was_told_of_already(followed: Rota, crew: list[User], cast: Cast) -> None:
    leaving.move(crew[0], UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    follow(LATER)

    assert crew[0].id not in members()
    assert told() == []


def test_the_account_that_stays_is_in_the_pool_of_the_other(followed: Rota, crew: list[User], cast: Cast) -> None:
    accounts.merge(crew[0], cast.chika, OF_PEOPLE, by=cast.admin, now=NOON)

    follow(LATER)

    assert members() == {cast.chika.id, *(one.id for one in crew[1:])}
    assert told() == []


def test_a_keeper_who_falls_out_is_told_as_the_person_alone(crew: list[User], keeper: User) -> None:
    db.session.delete(db.session.scalars(db.select(Readiness).where(Readiness.user_id == crew[0].id)).one())
    keeper.is_rota_keeper = False
    crew[1].is_rota_keeper = True
    follow(NOON)
    readying.take_away(the_service(), crew[1], by=keeper, now=NOON)

    follow(LATER)

    assert told() == [("out_of_pool", crew[1].id, 0)]


@pytest.mark.parametrize(
    ("language", "subjects"),
    [
        ("ja", ["当番の候補から外れました", "当番の候補から外れた人:Crew 00さん"]),
        ("en", ["You are no longer in the pool of the rota", "No longer in the pool: Crew 00"]),
    ],
)
def test_what_is_told_says_why_and_names_the_shifts(
    followed: Rota, crew: list[User], app: Flask, language: str, subjects: list[str]
) -> None:
    follow(NOON + timedelta(days=200))
    shifts = [[NOON.isoformat(), (NOON + timedelta(hours=15)).isoformat(), "primary"]]
    rows = db.session.scalars(db.select(OutboxMessage).where(OutboxMessage.channel == Channel.INBOX))
    payloads = {one.kind: {**one.payload, "shifts": shifts, "rota_id": 1} for one in rows if _is_of(one, crew[0])}

    with app.test_request_context(), force_locale(language):
        messages = [KINDS[kind].render(payloads[kind], language) for kind in TOLD]

    assert [one.subject for one in messages] == subjects
    assert all("cart-api" in " ".join(one.lines) for one in messages)
    assert messages[1].url_path == "/oncall/rotas/1/"


def _is_of(message: OutboxMessage, user: User) -> bool:
    return message.recipient_id == user.id or message.payload.get("person") == user.name
