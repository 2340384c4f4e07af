"""The pager is told who is on duty, and pages say whom it calls until it has confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.outgoing import requesting
from studyhub.pager import connecting, reconciling
from studyhub.pager.calling import calls
from studyhub.pager.messages import pager_failing
from studyhub.pager.models import Pager, PagerSpan
from studyhub.pager.telling import ToPager
from studyhub.people.models import User
from studyhub.rota import queries as rotas
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role
from studyhub.words.speaking import speaking
from tests.calendars.subscribed import my
from tests.cast import Cast, query_count
from tests.meetings.scenes import messages
from tests.pager.conftest import give, work
from tests.pager.pagerduty_stub import PagerDuty

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def taker(night: Shift, crew: list[User]) -> User:
    """Whoever has no part of that night."""
    busy = set(db.session.scalars(select(Shift.user_id).where(Shift.starts_at == night.starts_at)))
    return next(one for one in crew if one.id not in busy)


def at_night(night: Shift) -> str:
    """Whom the product says the pager calls in the middle of a night, and whether that is confirmed."""
    moment = night.starts_at + 2 * AN_HOUR
    call = calls(rotas.on_duty(moment), moment)[Role.PRIMARY]
    return f"{call.user.name if call.user else None} {'✓' if call.is_confirmed else '?'}"


def test_a_night_given_away_reaches_the_pager(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, taker: User
) -> None:
    work(cast, night.starts_at - AN_HOUR)
    assert duty.called("PPRIME1", night.starts_at) == f"PU{night.user_id}"

    give(night, taker)
    assert night.user is not None
    assert at_night(night) == f"{night.user.name} ?"
    work(cast, night.starts_at - AN_HOUR)

    assert at_night(night) == f"{taker.name} ✓"
    assert duty.called("PPRIME1", night.starts_at) == f"PU{taker.id}"
    assert len(duty.overrides) == 1
    assert [one.method for one in duty.asked] == ["POST", "POST", "DELETE"]


def test_the_rest_of_a_running_night_changes_hands_without_a_gap(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, taker: User
) -> None:
    work(cast, night.starts_at - AN_HOUR)
    now = night.starts_at + 2 * AN_HOUR

    give(night, taker, now + AN_HOUR)
    work(cast, now)

    assert duty.called("PPRIME1", now) == f"PU{night.user_id}"
    assert duty.called("PPRIME1", now + AN_HOUR) == f"PU{taker.id}"


def said_to(user: User) -> str:
    """The words of the last message that the pager does not follow."""
    rows = select(OutboxMessage).where(OutboxMessage.kind == "pager_failing", OutboxMessage.recipient_id == user.id)
    last = db.session.scalars(rows.order_by(OutboxMessage.id.desc()).limit(1)).one()
    with speaking("en", "Asia/Tokyo"):
        return "\n".join(map(str, pager_failing(last.payload, "en").lines))


@pytest.mark.parametrize("mood", ["away", "slow", "nonsense", "busy"])
def test_while_it_does_not_answer_it_rests_and_pages_say_whom_it_still_calls(
    cast: Cast,
    pager: Pager,
    duty: PagerDuty,
    night: Shift,
    taker: User,
    mood: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work(cast, night.starts_at - AN_HOUR)
    give(night, taker)
    monkeypatch.setattr(requesting, "READ_SECONDS", 0.2)
    duty.mood = mood
    told = len(duty.asked)

    work(cast, night.starts_at + AN_HOUR)

    assert len(duty.asked) == told + 1
    page = cast.browser(cast.aki).get("/oncall/").text
    still = f"ページャーはまだ{night.user.name if night.user else ''}さんを呼びます"
    assert still in page
    assert still in cast.browser().get(my(taker)).text.replace("\r\n ", "")
    duty.mood = ""
    # 120 seconds are what it asks for when it is busy.
    work(cast, night.starts_at + AN_HOUR + timedelta(seconds=121))
    assert f"✓ ページャーも{taker.name}さんを呼びます" in cast.browser(cast.aki).get("/oncall/").text
    assert still not in cast.browser().get(my(taker)).text.replace("\r\n ", "")


def test_the_keeper_of_the_rota_finds_the_pager_from_the_rotas(cast: Cast, pager: Pager, keeper: User) -> None:
    assert 'href="/oncall/pager/"' in cast.browser(keeper).get("/oncall/rotas/").text


def test_what_it_made_though_its_answer_was_lost_is_not_made_twice(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift
) -> None:
    duty.loses = True
    work(cast, night.starts_at - AN_HOUR)
    duty.loses = False

    work(cast, night.starts_at - AN_HOUR / 2)

    assert len(duty.overrides) == 1
    assert db.session.scalars(select(PagerSpan.remote_id)).one() == "Q00001"


def test_what_it_refuses_waits_with_its_words_and_is_told_of_in_the_end(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, keeper: User
) -> None:
    duty.mood = "refusing"
    for minutes in (60, 50, 40):
        work(cast, night.starts_at - timedelta(minutes=minutes))

    page = cast.browser(keeper).get("/oncall/pager/").text

    assert "The pager refused these hours." in page
    assert "Override must end in the future." in page
    told = messages("pager_failing")
    assert (told.count(keeper.name), told.count(cast.admin.name)) == (1, 1)
    duty.mood = ""
    cast.browser(keeper).post("/oncall/pager/again")
    work(cast, clock.now())
    assert at_night(night) == f"{night.user.name if night.user else None} ✓"


def test_what_it_refuses_is_told_with_whose_hours_they_are(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, keeper: User
) -> None:
    duty.mood = "refusing"
    for minutes in (60, 50, 40):
        work(cast, night.starts_at - timedelta(minutes=minutes))

    assert night.user is not None
    assert f"{night.user.name}: Mon, Dec 7 19:00" in said_to(keeper)


def test_people_whom_it_does_not_know_are_named_in_one_message_a_day(
    cast: Cast, pager: Pager, duty: PagerDuty, published: Rota, crew: list[User], keeper: User
) -> None:
    pager.days_ahead = 14
    connecting.name_people(dict.fromkeys((one.id for one in crew), ""), by=keeper, now=clock.now())
    db.session.commit()
    first = rotas.shifts_of(published)[0].starts_at - timedelta(days=2)

    for minutes in (0, 2, 10):
        work(cast, first + timedelta(minutes=minutes))

    assert messages("pager_failing").count(keeper.name) == 1
    on_duty = {span.user.name for span in db.session.scalars(select(PagerSpan))}
    assert len(on_duty) > 2
    assert all(name in said_to(keeper) for name in on_duty)


def test_people_whose_ids_are_entered_stand_in_the_order_of_the_readings_of_their_names(
    cast: Cast, pager: Pager, keeper: User, crew: list[User]
) -> None:
    crew[0].name, crew[0].kana = "一ノ瀬 蓮", "いちのせ れん"
    crew[1].name, crew[1].kana = "青木 結衣", "あおき ゆい"
    db.session.commit()

    page = cast.browser(keeper).get("/oncall/pager/").text

    assert page.index("青木 結衣") < page.index("一ノ瀬 蓮")


def test_an_answer_to_a_test_alone_is_not_taken_for_following(
    cast: Cast, pager: Pager, duty: PagerDuty, keeper: User, night: Shift
) -> None:
    browser = cast.browser(keeper)

    browser.post("/oncall/pager/test")
    tested = browser.get("/oncall/pager/").text
    work(cast, night.starts_at - timedelta(hours=1))
    told = browser.get("/oncall/pager/").text

    assert ("It follows" in tested, "It follows" in told) == (False, True)


def test_a_secret_that_it_does_not_accept_is_said(cast: Cast, pager: Pager, duty: PagerDuty, keeper: User) -> None:
    pager.secret = pager.secret[::-1]
    db.session.commit()

    browser = cast.browser(keeper)
    browser.post("/oncall/pager/test")
    said = browser.get("/oncall/pager/").text

    assert "The pager answered 401" in said
    assert "Authentication failed" in said


def test_whom_it_does_not_know_it_cannot_call_until_their_id_is_entered(
    cast: Cast, pager: Pager, duty: PagerDuty, night: Shift, keeper: User
) -> None:
    holder = night.user_id or 0
    connecting.name_people({holder: ""}, by=keeper, now=clock.now())
    db.session.commit()
    work(cast, night.starts_at - AN_HOUR)
    assert (duty.asked, at_night(night)) == ([], "None ?")

    bad = cast.browser(keeper).post("/oncall/pager/people", data={f"id-{holder}": "P 1"})
    cast.browser(keeper).post("/oncall/pager/people", data={f"id-{holder}": "PNEW123"})
    work(cast, night.starts_at - AN_HOUR)

    assert (bad.status_code, 'value="P 1"' in bad.text) == (422, True)
    assert duty.called("PPRIME1", night.starts_at) == "PNEW123"


def test_whom_it_does_not_know_is_named_on_a_draft_and_asked_for_on_the_page_of_the_pager(
    cast: Cast, pager: Pager, rota: Rota, crew: list[User], keeper: User
) -> None:
    unknown = crew[0]
    connecting.name_people({unknown.id: ""}, by=keeper, now=clock.now())
    db.session.commit()
    browser = cast.browser(keeper)

    draft, page = browser.get(f"/oncall/rotas/{rota.id}/").text, browser.get("/oncall/pager/").text

    assert f"The pager does not know 1 person of this draft, and could not call them: {unknown.name}." in draft
    assert f'name="id-{unknown.id}" value=""' in " ".join(page.split())


def test_two_workers_tell_it_once(cast: Cast, pager: Pager, night: Shift) -> None:
    now = night.starts_at - AN_HOUR
    reconciling.look(now)
    db.session.commit()
    reconciling.look(now)
    db.session.commit()

    first, second = ToPager().take(now), ToPager().take(now)

    assert first is not None
    assert second is None
    assert db.session.scalar(select(func.count()).select_from(PagerSpan)) == 1


def test_whom_it_calls_is_one_statement_and_none_where_nobody_is_on_duty(
    cast: Cast, pager: Pager, night: Shift
) -> None:
    work(cast, night.starts_at - AN_HOUR)
    duties = rotas.on_duty(night.starts_at)

    with query_count(1):
        calls(duties, night.starts_at)
    with query_count(0):
        assert calls([], night.starts_at) == {}


def test_without_a_pager_nothing_is_said_of_one(cast: Cast, night: Shift) -> None:
    clock.start_at(night.starts_at)

    assert "ページャー" not in cast.browser(cast.aki).get("/oncall/").text
