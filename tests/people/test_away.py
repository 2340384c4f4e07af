"""What somebody noted of their days, and what it says of a time: for chapters, shifts and pages alike."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.days import away, unavailability
from studyhub.people.days.away import Answer
from studyhub.people.days.unavailability import NotedOtherwise, Said
from studyhub.people.models import DayPart, Unavailability
from tests.cast import Cast

TUESDAY = 1
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def tokyo(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, tzinfo=UTC) + timedelta(hours=hour - 9)


def said_of(said: Said, begins: datetime, ends: datetime) -> Answer:
    period = Unavailability(user_id=1, **vars(said))
    return away.answer([period], begins, ends, zone="Asia/Tokyo", evening=time(18))


@pytest.mark.parametrize(
    ("said", "begins", "ends", "answer"),
    [
        (Said(FIRST, FIRST), tokyo(1, 23), tokyo(2, 1), Answer.AWAY),
        (Said(FIRST, FIRST), tokyo(2, 0), tokyo(2, 1), Answer.FREE),
        (Said(LAST, LAST), tokyo(30, 19), tokyo(31, 0), Answer.FREE),
        (Said(FIRST, LAST, weekday=TUESDAY), tokyo(8, 12), tokyo(8, 13), Answer.AWAY),
        (Said(FIRST, LAST, weekday=TUESDAY), tokyo(9, 12), tokyo(9, 13), Answer.FREE),
        (Said(FIRST, LAST, part=DayPart.EVENING), tokyo(9, 12), tokyo(9, 18), Answer.FREE),
        (Said(FIRST, LAST, part=DayPart.EVENING), tokyo(9, 12), tokyo(9, 19), Answer.AWAY),
        (Said(date(2026, 12, 9), LAST, part=DayPart.EVENING), tokyo(8, 19), tokyo(9, 10), Answer.FREE),
        (Said(FIRST, LAST, is_rather_not=True), tokyo(9, 12), tokyo(9, 13), Answer.RATHER_NOT),
    ],
)
def test_what_was_noted_says_of_an_hour(said: Said, begins: datetime, ends: datetime, answer: Answer) -> None:
    assert said_of(said, begins, ends) is answer


def test_the_firmer_of_two_counts(cast: Cast) -> None:
    unavailability.note(cast.aki, Said(FIRST, LAST, is_rather_not=True))
    unavailability.note(cast.aki, Said(FIRST, FIRST, "Trip"))
    mine = list(db.session.scalars(queries.unavailabilities(cast.aki)))

    assert away.answer(mine, tokyo(1, 12), tokyo(1, 13), zone="Asia/Tokyo") is Answer.AWAY
    assert away.answer(mine, tokyo(2, 12), tokyo(2, 13), zone="Asia/Tokyo") is Answer.RATHER_NOT


def test_days_in_common_become_one_entry(cast: Cast) -> None:
    for first, last, reason in ((1, 5, ""), (10, 12, ""), (4, 11, "Trip")):
        unavailability.note(cast.aki, Said(date(2026, 12, first), date(2026, 12, last), reason))

    known = db.session.scalars(queries.unavailabilities(cast.aki)).one()

    assert (known.starts_on.day, known.ends_on.day, known.reason) == (1, 12, "Trip")


def test_days_in_common_with_another_reason_are_refused_and_named(cast: Cast) -> None:
    unavailability.note(cast.aki, Said(FIRST, date(2026, 12, 5), "Trip"))

    with pytest.raises(NotedOtherwise):
        unavailability.note(cast.aki, Said(date(2026, 12, 4), date(2026, 12, 8), "Moving"))

    days = {"starts_on": "2026-12-04", "ends_on": "2026-12-08", "reason": "Moving"}
    answer = cast.browser(cast.aki).post("/profile/unavailability", data=days)
    assert (answer.status_code, "別の理由で登録済み" in answer.text) == (422, True)
    assert 'value="Moving"' in answer.text


def test_a_weekday_that_never_comes_is_refused_with_all_that_was_typed(cast: Cast) -> None:
    days = {"starts_on": "2026-12-02", "ends_on": "2026-12-03", "weekday": "1", "part": "evening", "reason": "Choir"}

    answer = cast.browser(cast.aki).post("/profile/unavailability", data=days)

    assert (answer.status_code, "その曜日がありません" in answer.text) == (422, True)
    assert 'value="Choir"' in answer.text


def test_days_that_are_over_are_folded_below_those_to_come(cast: Cast) -> None:
    clock.start_at(tokyo(4, 0) + timedelta(minutes=30))
    for day in (3, 4):
        unavailability.note(cast.aki, Said(date(2026, 12, day), date(2026, 12, day), f"Trip {day}"))
    db.session.commit()

    page = cast.browser(cast.aki).get("/profile/unavailability").text

    to_come, over = page.split("終わった予定1件")
    assert ("Trip 4" in to_come, "Trip 3" in to_come, "Trip 3" in over) == (True, False, True)


def test_in_the_first_hours_of_a_month_its_days_are_tapped_and_none_of_the_one_before(cast: Cast) -> None:
    clock.start_at(tokyo(1, 0) + timedelta(minutes=30))

    page = cast.browser(cast.aki).get("/profile/unavailability/days").text

    assert ('value="2026-12-01"' in page, 'value="2026-11-30"' in page) == (True, False)


def test_what_was_removed_comes_back_by_one_press(cast: Cast) -> None:
    said = Said(FIRST, LAST, "Choir", weekday=TUESDAY, part=DayPart.EVENING, is_rather_not=True)
    period = unavailability.note(cast.aki, said)
    db.session.commit()
    browser = cast.browser(cast.aki)
    browser.post(f"/profile/unavailability/{period.id}/delete")

    page = browser.get("/profile/unavailability").text
    assert "元に戻す" in page
    fields = {"starts_on": "2026-12-01", "ends_on": "2026-12-31", "weekday": "1", "part": "evening"}
    assert all(f'name="{name}" value="{value}"' in page for name, value in fields.items())
    browser.post("/profile/unavailability", data={**fields, "reason": "Choir", "is_rather_not": "y"})

    back = db.session.scalars(queries.unavailabilities(cast.aki)).one()
    assert {name: getattr(back, name) for name in vars(said)} == vars(said)
