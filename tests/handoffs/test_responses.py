"""From when to when somebody acted on what rang: filled from alerts, confirmed with the hand-off, paid so."""

from datetime import date, datetime, timedelta

import pytest

from studyhub import clock
from studyhub.alerts import acting, keeping
from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import Alert, AlertSource
from studyhub.allowance import closing, queries
from studyhub.allowance.models import AllowanceRow
from studyhub.db import db
from studyhub.handoffs import queries as handoffs
from studyhub.handoffs import writing
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.writing import Response, Words
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.held import Duty
from tests.cast import Cast
from tests.handoffs.conftest import HOUR, before_the_end, nights

DECEMBER = date(2026, 12, 1)
NEW_YEAR = datetime.fromisoformat("2027-01-01T09:00:00+09:00")


@pytest.fixture
def rang(night: Shift, author: User) -> Alert:
    """An alert at 22:13:27 that the author acted on for nineteen minutes."""
    starts_at = night.starts_at + 3 * HOUR + timedelta(minutes=13, seconds=27)
    firing = Firing("one", "MailRelayQueueHigh", "cart-api", starts_at, starts_at + timedelta(minutes=19))
    taking.take([firing], source=AlertSource.HAND, now=starts_at)
    alert: Alert = db.session.scalars(db.select(Alert)).one()
    acting.act(alert, author, by=author, now=starts_at + HOUR)
    return alert


def confirm(cast: Cast, night: Shift, author: User, typed: dict[str, str]) -> int:
    before_the_end(night)
    return cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}", data={"burns": ""} | typed).status_code


def kept() -> list[tuple[datetime, datetime | None, str]]:
    [handoff] = db.session.scalars(handoffs.handoffs())
    return [(one.starts_at, one.ends_at, one.what) for one in handoff.responses]


def counted(night: Shift) -> list[list[list[str | None]]]:
    """The responses of the rows of a night that count in December."""
    [closed] = [queries.closed(DECEMBER)]
    assert closed is not None
    rows = sorted(queries.all_rows(closed), key=lambda row: row.id)
    return [row.responses for row in rows if row.shift_id == night.id]


def test_the_form_is_filled_from_alerts(cast: Cast, night: Shift, author: User, rang: Alert) -> None:
    before_the_end(night)

    page = cast.browser(author).get(f"/oncall/handoffs/shifts/{night.id}/new").text

    assert "MailRelayQueueHigh" in page
    assert 'value="22:13"' in page
    assert 'value="22:32"' in page


def test_times_left_as_they_are_stay_exact(cast: Cast, night: Shift, author: User, rang: Alert) -> None:
    assert confirm(cast, night, author, {f"a{rang.id}-since": "22:13", f"a{rang.id}-until": "22:32"}) == 303

    assert kept() == [(rang.starts_at, rang.ends_at, "")]


def test_the_page_names_what_was_acted_on(cast: Cast, night: Shift, author: User, rang: Alert) -> None:
    confirm(cast, night, author, {f"a{rang.id}-since": "22:13", f"a{rang.id}-until": "22:32"})
    [handoff] = db.session.scalars(handoffs.handoffs())

    page = cast.browser(cast.chika).get(f"/oncall/handoffs/{handoff.id}/").text

    assert "MailRelayQueueHigh ・ " in page


def test_times_are_corrected_and_one_more_is_added(cast: Cast, night: Shift, author: User, rang: Alert) -> None:
    typed = {f"a{rang.id}-since": "22:10", f"a{rang.id}-until": "23:40"}
    by_hand = {"h0-since": "01:00", "h0-until": "01:30", "h0-what": "電話で聞かれた"}

    assert confirm(cast, night, author, typed | by_hand) == 303

    at = night.starts_at
    assert kept() == [
        (at + timedelta(hours=3, minutes=10), at + timedelta(hours=4, minutes=40), ""),
        (at + 6 * HOUR, at + timedelta(hours=6, minutes=30), "電話で聞かれた"),
    ]


def test_what_one_did_not_act_on_is_taken_out_for_good(cast: Cast, night: Shift, author: User, rang: Alert) -> None:
    confirm(cast, night, author, {f"a{rang.id}-since": "", f"a{rang.id}-until": ""})
    [handoff] = db.session.scalars(handoffs.handoffs())

    page = cast.browser(author).get(f"/oncall/handoffs/{handoff.id}/edit").text

    assert kept() == []
    assert 'value="22:13"' not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"h0-since": "25:00", "h0-until": "01:00"},
        {"h0-since": "12:00", "h0-until": "13:00"},
        {"h0-since": "01:00"},
        {"h0-until": "01:00"},
        {"h0-what": "電話"},
        {"h0-since": "01:00", "h0-until": "02:00", "h0-what": "長" * 121},
    ],
    ids=str,
)
def test_times_that_say_nothing_are_refused_with_what_was_typed(
    cast: Cast, night: Shift, author: User, typed: dict[str, str]
) -> None:
    before_the_end(night)

    answer = cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}", data={"burns": "残る"} | typed)

    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.text for value in ("残る", *typed.values()))
    assert db.session.scalars(db.select(Handoff)).all() == []


def test_the_summary_says_what_is_wrong_with_the_times(cast: Cast, night: Shift, author: User) -> None:
    before_the_end(night)

    answer = cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}", data={"h0-since": "01:00"})

    assert "<li>対応した時間:開始と終了の時刻を入力してください。" in answer.text


def test_the_page_names_an_alert_of_which_no_service_is_known(
    cast: Cast, night: Shift, author: User, rang: Alert
) -> None:
    confirm(cast, night, author, {f"a{rang.id}-since": "22:13", f"a{rang.id}-until": "22:32"})
    rang.group = None
    db.session.commit()
    [handoff] = db.session.scalars(handoffs.handoffs())

    page = cast.browser(cast.chika).get(f"/oncall/handoffs/{handoff.id}/").text

    assert "<p>MailRelayQueueHigh</p>" in page


def test_the_allowance_takes_what_was_confirmed(
    cast: Cast, night: Shift, author: User, rang: Alert, keeper: User
) -> None:
    confirm(cast, night, author, {f"a{rang.id}-since": "22:00", f"a{rang.id}-until": "23:00"})

    closing.close(DECEMBER, by=keeper, now=NEW_YEAR)

    begins = night.starts_at + 3 * HOUR
    assert counted(night) == [[[begins.isoformat(), (begins + HOUR).isoformat()]]]


def test_the_allowance_takes_what_alerts_say_where_nothing_was_confirmed(
    cast: Cast, night: Shift, author: User, rang: Alert, keeper: User
) -> None:
    before_the_end(night)
    cast.browser(author).post(f"/oncall/handoffs/shifts/{night.id}/quiet")

    closing.close(DECEMBER, by=keeper, now=NEW_YEAR)

    assert rang.ends_at is not None
    assert counted(night) == [[[rang.starts_at.isoformat(), rang.ends_at.isoformat()]]]


def test_what_is_confirmed_after_the_month_was_closed_is_proposed_as_a_correction(
    night: Shift, author: User, rang: Alert, keeper: User
) -> None:
    closed = closing.close(DECEMBER, by=keeper, now=NEW_YEAR)
    said = [Response(night.starts_at, night.starts_at + HOUR)]
    writing.write(night, Words(responses=said), by=author, now=night.ends_at)

    corrections = closing.correct_as_proposed(closed, "確認されたため", by=keeper, now=NEW_YEAR)

    confirmed = [[said[0].starts_at.isoformat(), (night.starts_at + HOUR).isoformat()]]
    assert [(row.sign, row.responses) for row in corrections] == [(-1, []), (1, confirmed)]
    assert closing.proposed(closed) == []
    rows = db.session.scalars(db.select(AllowanceRow).where(AllowanceRow.shift_id == night.id))
    assert sum(row.sign * row.minutes for row in rows) == 15 * 60


def test_confirmed_times_outlive_the_alert(cast: Cast, night: Shift, author: User, rang: Alert) -> None:
    confirm(cast, night, author, {f"a{rang.id}-since": "22:13", f"a{rang.id}-until": "22:32"})
    starts_at = rang.starts_at

    keeping.forget_old(night.ends_at + timedelta(days=1200))
    db.session.commit()
    db.session.expire_all()

    assert [times[0] for times in kept()] == [starts_at]
    clock.start_at(night.ends_at)
    [handoff] = db.session.scalars(handoffs.handoffs())
    assert 'value="22:13"' in cast.browser(author).get(f"/oncall/handoffs/{handoff.id}/edit").text


def test_each_night_has_its_own(night: Shift, author: User, rang: Alert) -> None:
    assert [len(handoffs.acted_on(duty)) for duty in map(_duty, nights()[:2])] == [1, 0]


def _duty(shift: Shift) -> Duty:
    assert shift.user is not None
    return Duty(shift, shift.starts_at, shift.ends_at, shift.user, None)
