"""Days away, asked for before a rota is planned."""

from datetime import date, time, timedelta

import pytest

from studyhub import clock, zones
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people import queries as people
from studyhub.people.days import unavailability
from studyhub.people.days.unavailability import Said
from studyhub.people.models import DayPart, User
from studyhub.rota import drafting
from studyhub.rota.collecting import collecting, queries
from studyhub.rota.collecting.models import Collection
from tests.cast import NOON, Cast
from tests.rota.conftest import CREW, FIRST, LAST

ANSWER_ON = NOON.date() + timedelta(days=3)


@pytest.fixture
def collection(crew: list[User], keeper: User) -> Collection:
    made = collecting.ask(FIRST, LAST, ANSWER_ON, by=keeper, now=NOON)
    db.session.commit()
    return made


def noted(user: User) -> list[tuple[date, date, DayPart, str]]:
    mine = db.session.scalars(people.unavailabilities(user))
    return [(one.starts_on, one.ends_on, one.part, one.reason) for one in mine]


def test_everybody_in_the_pool_is_told_and_finds_it_at_home_until_the_day_is_over(
    cast: Cast, collection: Collection, crew: list[User]
) -> None:
    told = db.session.scalars(db.select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "days_asked")).all()

    assert sorted(set(told)) == [person.id for person in crew]
    assert queries.unanswered(crew[0], NOON) == [collection]
    assert queries.unanswered(cast.botan, NOON) == []
    assert "日を選ぶ" in cast.browser(crew[0]).get("/").text
    clock.start_at(collection.answer_until)
    assert "日を選ぶ" not in cast.browser(crew[0]).get("/").text


def test_one_press_says_that_there_are_none(cast: Cast, collection: Collection, crew: list[User]) -> None:
    unavailability.note(crew[0], Said(FIRST, FIRST, "Trip"))
    db.session.commit()

    cast.browser(crew[0]).post(f"/oncall/collections/{collection.id}/answer", data={"unchanged": "y"})

    assert queries.unanswered(crew[0], NOON) == []
    assert noted(crew[0]) == [(FIRST, FIRST, DayPart.WHOLE, "Trip")]


def test_days_tapped_before_that_press_are_not_lost(cast: Cast, collection: Collection, crew: list[User]) -> None:
    data = {"unchanged": "y", "whole": FIRST.isoformat()}

    cast.browser(crew[0]).post(f"/oncall/collections/{collection.id}/answer", data=data)

    assert queries.unanswered(crew[0], NOON) == []
    assert [(first, last) for first, last, *_rest in noted(crew[0])] == [(FIRST, FIRST)]


def test_tapped_days_become_the_days_away_and_others_stay(cast: Cast, collection: Collection, crew: list[User]) -> None:
    me, before = crew[0], FIRST - timedelta(days=3)
    unavailability.note(me, Said(before, FIRST + timedelta(days=2), "Trip"))
    unavailability.note(me, Said(FIRST, LAST, weekday=1))
    db.session.commit()
    days = [FIRST, *(FIRST + timedelta(days=number) for number in (6, 7))]

    cast.browser(me).post(
        f"/oncall/collections/{collection.id}/answer",
        data={"whole": [day.isoformat() for day in days], "evening": [LAST.isoformat(), "tomorrow", "2030-01-01"]},
    )

    assert sorted(noted(me)) == sorted(
        [
            (before, FIRST, DayPart.WHOLE, "Trip"),
            (FIRST, LAST, DayPart.WHOLE, ""),
            (days[1], days[2], DayPart.WHOLE, ""),
            (LAST, LAST, DayPart.EVENING, ""),
        ]
    )
    page = cast.browser(me).get(f"/oncall/collections/{collection.id}/").text
    assert page.count(" checked") == 4
    assert "回答済み" in page


def test_the_keeper_sees_who_answered_and_not_what(
    cast: Cast, collection: Collection, crew: list[User], keeper: User
) -> None:
    unavailability.note(crew[0], Said(FIRST, FIRST, "Operation"))
    db.session.commit()
    cast.browser(crew[0]).post(f"/oncall/collections/{collection.id}/answer", data={"unchanged": "y"})

    page = cast.browser(keeper).get(f"/oncall/collections/{collection.id}/").text

    assert f"Answered: 1 of {CREW}" in page
    assert page.count("not yet") == CREW - 1
    assert "Operation" not in page
    assert cast.browser(cast.botan).get(f"/oncall/collections/{collection.id}/").status_code == 404
    assert crew[0].name not in cast.browser(crew[1]).get(f"/oncall/collections/{collection.id}/").text


@pytest.mark.parametrize(
    ("answer_on", "ends_on", "said"),
    [
        ("2026-11-01", "2026-12-20", "is over already"),
        ("2026-12-01", "2026-12-01", "The last day is before the first."),
        ("2100-12-31", "2026-12-20", "before the first day"),
        ("never", "2026-12-20", "Please choose the last day to answer."),
    ],
)
def test_what_cannot_be_asked_is_said_and_stays(
    cast: Cast, crew: list[User], keeper: User, answer_on: str, ends_on: str, said: str
) -> None:
    data = {"starts_on": "2026-12-07", "ends_on": ends_on, "answer_on": answer_on}

    answer = cast.browser(keeper).post("/oncall/collections/", data=data)

    assert (answer.status_code, said in answer.text, "2026-12-07" in answer.text) == (422, True, True)


def test_nobody_is_asked_where_nobody_is_ready(cast: Cast, keeper: User) -> None:
    data = {"starts_on": "2026-12-07", "ends_on": "2026-12-20", "answer_on": "2026-12-01"}

    answer = cast.browser(keeper).post("/oncall/collections/", data=data)

    assert (answer.status_code, "nobody to ask" in answer.text) == (422, True)


def test_asked_twice_is_asked_once(collection: Collection, keeper: User) -> None:
    assert collecting.ask(FIRST, LAST, ANSWER_ON, by=keeper, now=NOON) is collection


def test_days_are_tapped_in_the_profile_for_three_months(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    browser.post("/profile/unavailability/days", data={"month": "2026-12", "whole": ["2026-12-24", "2027-01-02"]})

    assert [one[:2] for one in noted(cast.aki)] == [(date(2026, 12, 24),) * 2, (date(2027, 1, 2),) * 2]
    assert browser.get("/profile/unavailability/days?month=2026-12").text.count(" checked") == 2
    for odd in ("9999-99", "0001-01", "x" * 5000, "2100-12"):
        assert browser.get("/profile/unavailability/days", query_string={"month": odd}).status_code == 200


@pytest.mark.parametrize(("then", "month"), [("2027-03", "2027-03#days"), ("9999-99", "2026-12"), ("", "2026-12")])
def test_days_that_were_tapped_are_noted_on_the_way_to_other_months(cast: Cast, then: str, month: str) -> None:
    data = {"month": "2026-12", "whole": "2026-12-24", "then": then}

    answer = cast.browser(cast.aki).post("/profile/unavailability/days", data=data)

    assert answer.location == f"/profile/unavailability/days?month={month}"
    assert [one[0] for one in noted(cast.aki)] == [date(2026, 12, 24)]


@pytest.mark.parametrize("month", [{}, {"month": "9999-99"}])
def test_days_whose_months_did_not_come_with_them_change_nothing(cast: Cast, month: dict[str, str]) -> None:
    browser, address = cast.browser(cast.aki), "/profile/unavailability/days"
    browser.post(address, data={"month": "2026-12", "whole": "2026-12-24"})

    answer = browser.post(address, data=month | {"whole": "2027-03-01"})

    assert answer.status_code == 400
    assert [one[0] for one in noted(cast.aki)] == [date(2026, 12, 24)]


def told_again() -> list[int]:
    rows = db.select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "days_asked_again")
    return sorted(db.session.scalars(rows.where(OutboxMessage.channel == Channel.INBOX)))


def test_on_the_day_before_the_last_one_whoever_has_not_answered_is_reminded_once(
    collection: Collection, crew: list[User]
) -> None:
    answered = db.session.scalars(queries.asked(collection, crew[0])).one()
    collecting.answer_unchanged(answered, now=NOON)
    day_before = zones.to_utc(ANSWER_ON - timedelta(days=1), time(10), "Asia/Tokyo")

    collecting.remind(day_before - timedelta(minutes=1))
    assert told_again() == []
    for minutes in (0, 1, 60 * 30):
        collecting.remind(day_before + timedelta(minutes=minutes))

    assert told_again() == [person.id for person in crew[1:]]


def test_whoever_was_asked_on_the_day_before_is_not_reminded(crew: list[User], keeper: User) -> None:
    day_before = zones.to_utc(ANSWER_ON - timedelta(days=1), time(11), "Asia/Tokyo")
    collecting.ask(FIRST, LAST, ANSWER_ON, by=keeper, now=day_before)

    collecting.remind(day_before + timedelta(hours=1))

    assert told_again() == []


def test_beside_a_draft_the_keeper_reads_how_many_have_not_answered(
    cast: Cast, collection: Collection, crew: list[User], keeper: User
) -> None:
    cast.browser(crew[0]).post(f"/oncall/collections/{collection.id}/answer", data={"unchanged": "y"})
    rota = drafting.make("Winter", FIRST, LAST, by=keeper, now=NOON)
    drafting.draft(rota, by=keeper, now=NOON)
    db.session.commit()

    page = cast.browser(keeper).get(f"/oncall/rotas/{rota.id}/").text
    clock.start_at(collection.answer_until)
    later = cast.browser(keeper).get(f"/oncall/rotas/{rota.id}/").text

    said = "people have not answered yet for their days away"
    assert f"{CREW - 1} {said}" in page
    assert said not in later
