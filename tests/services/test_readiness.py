"""Who is ready for what: begun by oneself, signed off by others, over after half a year; and what is read of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.people.models import ImpossibleMove, User, UserState
from studyhub.services import queries, readying, states
from studyhub.services.handed_in.departing import settle
from studyhub.services.models import Readiness, Service
from studyhub.services.states import ReadinessState, Standing
from studyhub.settings import organization
from tests.cast import NOON, OF_PEOPLE, Browser, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, sink
from tests.services.conftest import new_service

__all__ = ["sink"]
READY, SHADOWING = ReadinessState.READY, ReadinessState.SHADOWING
HALF_A_YEAR_AGO = NOON.replace(month=6)


def signed_off(service: Service, user: User, by: User, state: ReadinessState = READY, *, days: int = 0) -> Readiness:
    return readying.sign_off(service, user, state, by=by, now=NOON - timedelta(days=days))


def sign_off(browser: Browser, service: Service, user: User, state: str = "ready") -> int:
    data = {"user_id": str(user.id), "state": state}
    return browser.post(f"/services/{service.id}/readiness", data=data).status_code


def test_who_has_begun_stays_where_they_are(cast: Cast, service: Service) -> None:
    signed_off(service, cast.botan, cast.aki)

    readying.begin(service, cast.botan, now=NOON)

    assert queries.standings_of([cast.botan.id], NOON) == {cast.botan.id: {service.id: Standing.READY}}


def test_nobody_signs_off_themselves(cast: Cast, service: Service) -> None:
    with pytest.raises(readying.OwnReadiness):
        signed_off(service, cast.aki, cast.aki)


def test_whoever_is_signed_off_is_told_by_whom_and_what_comes_of_it(app: Flask, cast: Cast, service: Service) -> None:
    signed_off(service, cast.botan, cast.aki)
    db.session.commit()

    send_all(app, clock.now())

    inbox = cast.browser(cast.botan).get("/inbox/").text
    assert f"{service.name}の「参加可」になりました" in inbox
    assert "Akiさんが認定しました。" in inbox
    assert "夜と休日の当番に入ります。" in inbox


def test_a_sign_off_that_was_taken_away_before_its_mail_went_is_not_told(
    app: Flask, cast: Cast, service: Service, sink: sinks.Sink
) -> None:
    signed_off(service, cast.botan, cast.aki)
    readying.take_away(service, cast.botan, by=cast.aki, now=NOON)
    db.session.commit()

    send_all(app, clock.now())

    assert sink.mails == []


def test_whoever_is_ready_goes_back_only_by_beginning_again(cast: Cast, service: Service) -> None:
    signed_off(service, cast.botan, cast.aki)

    with pytest.raises(ImpossibleMove):
        signed_off(service, cast.botan, cast.aki, SHADOWING)


def test_ready_is_stale_six_months_after_practice_and_not_before(cast: Cast, service: Service) -> None:
    readiness = readying.sign_off(service, cast.botan, READY, by=cast.aki, now=HALF_A_YEAR_AGO)

    assert readiness.standing(NOON - timedelta(seconds=1)) is Standing.READY
    assert readiness.standing(NOON) is Standing.STALE
    assert queries.ready_people(NOON) == set()


def test_how_long_readiness_lasts_is_set_by_the_organisation(cast: Cast, service: Service) -> None:
    organization.current().stale_months = 2
    signed_off(service, cast.botan, cast.aki, days=60)
    signed_off(service, cast.chika, cast.botan, days=62)

    assert queries.ready_people(NOON) == {cast.botan.id}
    assert "参加可になってから2か月練習していない" in cast.browser(cast.chika).get("/services/map").text


def test_a_night_shadowed_moves_whoever_was_no_further(cast: Cast, service: Service) -> None:
    readying.begin(service, cast.botan, now=NOON)
    signed_off(service, cast.aki, cast.admin)

    for person in (cast.aki, cast.botan, cast.chika):
        readying.shadowed(service, person, now=NOON)

    states = {row.user_id: (row.state, row.signed_off_by_id) for row in db.session.scalars(db.select(Readiness))}
    assert states == {
        cast.aki.id: (READY, cast.admin.id),
        cast.botan.id: (SHADOWING, None),
        cast.chika.id: (SHADOWING, None),
    }


@pytest.mark.parametrize(("days", "standing"), [(100, Standing.READY), (200, Standing.STALE)])
def test_practice_keeps_ready_who_is_ready_and_brings_back_nobody_who_is_stale(
    cast: Cast, service: Service, days: int, standing: Standing
) -> None:
    readiness = signed_off(service, cast.botan, cast.aki, days=days)

    readying.practise(service, cast.botan, now=NOON)
    readying.shadowed(service, cast.botan, now=NOON)

    assert readiness.standing(NOON) is standing
    assert (readiness.practised_at == NOON) == (standing is Standing.READY)


def test_signed_off_again_one_is_ready_as_long_as_before(cast: Cast, service: Service) -> None:
    readiness = readying.sign_off(service, cast.botan, READY, by=cast.aki, now=HALF_A_YEAR_AGO)

    signed_off(service, cast.botan, cast.aki)

    assert (readiness.standing(NOON), readiness.since) == (Standing.READY, HALF_A_YEAR_AGO)


def test_the_lead_signs_off_while_nobody_of_the_team_is_ready_then_they_do(cast: Cast, service: Service) -> None:
    aki, botan = cast.browser(cast.aki), cast.browser(cast.botan)

    assert sign_off(botan, service, cast.chika) == 403
    assert sign_off(aki, service, cast.botan) == 303
    assert sign_off(aki, service, cast.chika) == 403
    assert sign_off(botan, service, cast.chika, "shadowing") == 303
    # Ready, and of no team that runs it.
    assert sign_off(botan, service, cast.chika) == 303
    assert sign_off(cast.browser(cast.chika), service, cast.editor) == 403


def test_a_sign_off_of_oneself_or_of_nobody_is_refused_on_the_page(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.aki)

    assert sign_off(browser, service, cast.aki) == 422
    assert browser.post(f"/services/{service.id}/readiness", data={"state": "cold"}).status_code == 422
    assert db.session.scalars(db.select(Readiness)).all() == []


def test_only_active_people_ready_for_enough_services_are_in_the_pool(cast: Cast, service: Service) -> None:
    other, old = new_service(cast, "mail"), new_service(cast, "old")
    for one in (service, other):
        signed_off(one, cast.botan, cast.aki)
    signed_off(service, cast.chika, cast.aki)
    signed_off(old, cast.admin, cast.aki)
    old.retired_at = NOON
    signed_off(service, cast.editor, cast.aki)
    cast.editor.state = UserState.ON_LEAVE
    signed_off(other, cast.aki, cast.admin, SHADOWING)

    assert queries.ready_people(NOON) == {cast.botan.id, cast.chika.id}
    assert queries.ready_people(NOON, services=2) == {cast.botan.id}


def test_on_leave_one_stays_what_one_was_and_leaving_ends_it(cast: Cast, service: Service) -> None:
    signed_off(service, cast.botan, cast.aki)

    leaving.move(cast.botan, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)
    leaving.move(cast.botan, UserState.ACTIVE, OF_PEOPLE, by=cast.admin, now=NOON)
    assert queries.ready_people(NOON) == {cast.botan.id}
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert db.session.scalars(db.select(Readiness)).all() == []


def test_two_accounts_of_one_person_are_as_far_as_either_was(cast: Cast, service: Service) -> None:
    readying.begin(service, cast.botan, now=NOON)
    signed_off(service, cast.chika, cast.aki)

    settle(cast.chika, cast.botan, now=NOON)

    assert [(one.user_id, one.state) for one in db.session.scalars(db.select(Readiness))] == [(cast.botan.id, READY)]


def test_the_keeper_ticks_many_at_once_and_those_who_are_ready_stay(cast: Cast, service: Service) -> None:
    other = new_service(cast, "mail")
    cast.chika.is_rota_keeper = True
    signed_off(service, cast.aki, cast.botan, days=30)
    ticks = [f"{one.id}-{user.id}" for one in (service, other) for user in (cast.aki, cast.botan, cast.chika)]

    cast.browser(cast.chika).post("/services/pool", data={"ready": [*ticks, "999-1", "x-y", "7", f"{other.id}-999"]})

    rows = db.session.scalars(db.select(Readiness).order_by(Readiness.id)).all()
    assert [row.signed_off_by_id for row in rows] == [cast.botan.id, *[cast.chika.id] * 5]
    assert queries.ready_people(NOON, services=2) == {cast.aki.id, cast.botan.id, cast.chika.id}


def test_only_the_keeper_opens_the_pool(cast: Cast, service: Service) -> None:
    cast.chika.is_rota_keeper = True

    assert cast.browser(cast.chika).get("/services/pool?team=minne").status_code == 200
    assert cast.browser(cast.admin).get("/services/pool").status_code == 403


@pytest.mark.parametrize(
    ("ready", "sentence"),
    [
        (0, "1人で任せられる人は、まだいません。"),
        (1, "Personさんが休むと、誰もいなくなります。"),
        (2, "1人が休むと、残りは1人です。"),
        (4, "2人が同時に休むと、残りは2人です。"),
    ],
)
def test_the_page_says_what_happens_when_somebody_is_away(
    cast: Cast, service: Service, ready: int, sentence: str
) -> None:
    for number in range(ready):
        person = cast.person(f"Person{number}" if ready > 1 else "Person")
        signed_off(service, person, cast.aki)

    assert sentence in cast.browser(cast.chika).get(f"/services/{service.id}/").text


def test_the_map_shows_the_people_of_one_team_and_counts_over_all(cast: Cast, service: Service) -> None:
    signed_off(service, cast.chika, cast.aki)
    signed_off(service, cast.botan, cast.aki, SHADOWING)

    text = cast.browser(cast.chika).get("/services/map").text

    assert "参加可 1人" in text
    assert 'data-who="Botan"><span class="tag tag-next">シャドー中' in text
    assert 'data-who="Chika"' not in text
    # What each sign means, the dot of those who have not begun too.
    assert '・</span><span class="off-screen">未経験</span> まだ始めていない' in text


def test_taking_away_is_for_those_who_sign_off_and_the_keeper(cast: Cast, service: Service) -> None:
    signed_off(service, cast.botan, cast.aki)
    signed_off(service, cast.chika, cast.botan)
    address = f"/services/{service.id}/readiness/{cast.chika.id}/delete"

    assert cast.browser(cast.aki).post(address).status_code == 403
    assert cast.browser(cast.botan).post(address).status_code == 303
    assert queries.ready_people(NOON) == {cast.botan.id}


def test_for_a_service_that_is_no_more_nobody_gets_ready(cast: Cast, service: Service) -> None:
    service.retired_at = NOON

    cast.browser(cast.botan).post(f"/services/{service.id}/practice")

    assert db.session.scalars(db.select(Readiness)).all() == []


def test_every_standing_has_its_words_and_its_look() -> None:
    assert set(states.WORDS) == set(states.KINDS) == {*states.MEANINGS, Standing.STALE} == set(Standing)
    assert set(states.MOVES) == {None, *ReadinessState}


def test_a_press_without_a_choice_signs_off_nobody_and_says_so(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.aki)
    page = browser.get(f"/services/{service.id}/").text
    # What a browser without a script sends of an untouched select.
    first = re.search(r'name="user_id".*?<option value="(.*?)"', page, re.DOTALL)
    assert first is not None

    answer = browser.post(f"/services/{service.id}/readiness", data={"user_id": first[1], "state": "ready"})

    assert answer.status_code == 422
    assert "メンバーを選んでください。" in answer.text
    assert db.session.scalars(db.select(Readiness)).all() == []
