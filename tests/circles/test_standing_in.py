"""Circles without an organiser who is there, and the administrator who names one."""

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles import organizers, unorganized
from studyhub.circles import queries as circles
from studyhub.circles.handed_in.waiting import without_organizer
from studyhub.circles.models import Circle, CircleState, Visibility
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User, UserState
from tests.cast import NOON, OF_PEOPLE, Browser, Cast
from tests.meetings.scenes import messages

LIST = "/circles-without-organizer/"


def name(browser: Browser, circle: Circle, user: User) -> int:
    return browser.post(f"{LIST}{circle.id}/organizer", data={"user_id": user.id}).status_code


def organizes(circle: Circle, user: User) -> bool:
    mine = circles.participation(circle, user)
    return mine is not None and mine.is_organizer


def hidden_circle(cast: Cast) -> Circle:
    """One for participants only, whose organiser Chika has left; Botan and Emi are in it."""
    circle = cast.new_circle(cast.chika, title="Quietest", visibility=Visibility.PARTICIPANTS, meetings=1)
    for user in (cast.botan, cast.editor):
        joining.join(circle, user, now=NOON)
    leaving.move(cast.chika, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)
    return circle


@pytest.mark.parametrize("state", [UserState.LEFT, UserState.SUSPENDED, UserState.ON_LEAVE])
def test_it_waits_for_administrators_until_an_organiser_is_there(cast: Cast, state: UserState) -> None:
    leaving.move(cast.aki, state, OF_PEOPLE, by=cast.admin, now=NOON)
    assert without_organizer(cast.admin, NOON) == [1]
    assert without_organizer(cast.botan, NOON) == []
    assert f'href="{LIST}"' in cast.browser(cast.admin).get("/").text

    assert name(cast.browser(cast.admin), cast.circle, cast.botan) == 303

    assert organizes(cast.circle, cast.botan)
    assert without_organizer(cast.admin, NOON) == []


def test_it_ends_when_somebody_takes_over_by_themselves(cast: Cast) -> None:
    leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)

    organizers.take_over(cast.circle, cast.botan, now=NOON)

    assert without_organizer(cast.admin, NOON) == []


@pytest.mark.parametrize("how", ["over", "nobody there"])
def test_a_circle_that_nobody_could_organise_does_not_wait(cast: Cast, how: str) -> None:
    leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)
    if how == "over":
        cast.circle.move_to(CircleState.ENDED)
    else:
        leaving.move(cast.botan, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    assert unorganized.count() == 0


def test_of_a_circle_closed_to_them_administrators_learn_no_more_than_whom_they_could_name(cast: Cast) -> None:
    circle = hidden_circle(cast)
    leaving.move(cast.botan, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    page = cast.browser(cast.admin).get(LIST).text

    assert "参加者のみの会" in page
    assert ("2人" in page, ">Emi</option>" in page) == (True, True)
    assert ("Quietest" in page, ">Botan</option>" in page, circle.slug in page) == (False, False, False)
    assert cast.browser(cast.admin).get(f"/circles/{circle.slug}/").status_code == 404


def test_there_too_they_name_one_and_still_do_not_see_it(cast: Cast) -> None:
    circle = hidden_circle(cast)
    browser = cast.browser(cast.admin)

    assert name(browser, circle, cast.editor) == 303

    assert organizes(circle, cast.editor)
    assert "Quietest" not in browser.get(LIST).text
    assert browser.get(f"/circles/{circle.slug}/").status_code == 404


def test_everybody_in_the_circle_is_told_once(cast: Cast) -> None:
    circle = hidden_circle(cast)

    for _ in range(2):
        name(cast.browser(cast.admin), circle, cast.botan)

    assert messages("organizer_stood_in") == ["Botan", "Emi"]


def test_the_trail_says_who_named_whom(cast: Cast) -> None:
    circle = hidden_circle(cast)

    name(cast.browser(cast.admin), circle, cast.botan)

    event = db.session.scalars(db.select(AuditEvent).filter_by(action="circle.organizer_stood_in")).one()
    assert (event.actor_id, event.circle_id, event.after) == (cast.admin.id, circle.id, {"user_id": cast.botan.id})


def test_where_an_organiser_is_there_nothing_happens(cast: Cast) -> None:
    name(cast.browser(cast.admin), cast.circle, cast.botan)

    assert not organizes(cast.circle, cast.botan)
    with pytest.raises(organizers.HasOrganizer):
        organizers.stand_in(cast.circle, cast.botan, by=cast.admin, now=NOON)


@pytest.mark.parametrize("who", ["chika", "aki", "admin"])
def test_only_who_takes_part_and_is_there_is_named(cast: Cast, who: str) -> None:
    leaving.move(cast.aki, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    name(cast.browser(cast.admin), cast.circle, getattr(cast, who))

    assert unorganized.count() == 1


@pytest.mark.parametrize("who", ["botan", "editor", "chika"])
def test_only_administrators_name(cast: Cast, who: str) -> None:
    leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)
    browser = cast.browser(getattr(cast, who))

    assert (browser.get(LIST).status_code, name(browser, cast.circle, cast.botan)) == (403, 403)
