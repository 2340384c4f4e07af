"""What an administrator reads before and after somebody rests, is suspended or leaves."""

import pytest

from studyhub.circles.models import Visibility
from studyhub.circles.unorganized import are_without, would_be_without
from studyhub.departures import leaving
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User, UserState
from tests.cast import NOON, OF_PEOPLE, Cast

CLOSING = [UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT]
SAID = {
    UserState.ON_LEAVE: "Akiさんを休職中にしました。",
    UserState.SUSPENDED: "Akiさんの利用を停止しました。",
    UserState.LEFT: "Akiさんを退職にしました。",
}


def press(cast: Cast, person: User, state: UserState) -> str:
    browser = cast.browser(cast.admin)
    answer = browser.post(f"/people/{person.id}/state", data={"state": state})
    return browser.get(answer.location).text


@pytest.mark.parametrize("closed", CLOSING)
def test_the_answer_says_what_was_done(cast: Cast, closed: UserState) -> None:
    assert SAID[closed] in press(cast, cast.aki, closed)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (UserState.ON_LEAVE, "Akiさんを復職にしました。"),
        (UserState.SUSPENDED, "Akiさんの利用停止を解除しました。"),
        (UserState.LEFT, "Akiさんをメンバーに戻しました。"),
    ],
)
def test_the_answer_says_from_where_somebody_is_back(cast: Cast, before: UserState, words: str) -> None:
    leaving.move(cast.aki, before, OF_PEOPLE, by=cast.admin, now=NOON)

    assert words in press(cast, cast.aki, UserState.ACTIVE)


def test_an_account_that_waited_is_accepted_or_refused(cast: Cast) -> None:
    cast.aki.state = cast.botan.state = UserState.PENDING

    assert "Akiさんのアカウントを承認しました。" in press(cast, cast.aki, UserState.ACTIVE)
    assert "Botanさんのアカウントの申し込みを断りました。" in press(cast, cast.botan, UserState.LEFT)


def test_before_the_press_the_circles_are_named_that_lose_their_last_organiser(cast: Cast) -> None:
    cast.circle.title = "Quiet reading"

    page = cast.browser(cast.admin).get(f"/people/{cast.aki.id}/").text

    assert page.count("次の1件の会は、主催者がいなくなります。") == len(CLOSING)
    # Above stands what Aki gives and takes part in, the circle too.
    assert page.partition('id="account"')[2].count("Quiet reading") == len(CLOSING)


def test_a_circle_with_another_organiser_who_is_there_is_not_named(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON, as_organizer=True)
    assert would_be_without(cast.aki, cast.admin) == []

    leaving.move(cast.chika, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    assert [one.circle for one in would_be_without(cast.aki, cast.admin)] == [cast.circle]


def test_it_is_said_where_nobody_could_take_over(cast: Cast) -> None:
    [named] = would_be_without(cast.aki, cast.admin)
    assert named.people == [cast.botan]

    leaving.move(cast.botan, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)

    [named] = would_be_without(cast.aki, cast.admin)
    assert named.people == []
    assert "ほかに引き継げる参加者もいません" in cast.browser(cast.admin).get(f"/people/{cast.aki.id}/").text


@pytest.mark.parametrize("closed", CLOSING)
def test_after_the_press_each_circle_leads_to_where_an_organiser_is_named(cast: Cast, closed: UserState) -> None:
    page = press(cast, cast.aki, closed)

    assert "Akiさんが主催していた1件の会は、いま主催者がいません。" in page
    assert f'href="/circles-without-organizer/#circle-{cast.circle.id}"' in page


def test_once_somebody_organises_it_nothing_is_said_any_more(cast: Cast) -> None:
    press(cast, cast.aki, UserState.SUSPENDED)
    assert [one.circle for one in are_without(cast.aki, cast.admin)] == [cast.circle]

    cast.browser(cast.admin).post(
        f"/circles-without-organizer/{cast.circle.id}/organizer", data={"user_id": cast.botan.id}
    )

    assert are_without(cast.aki, cast.admin) == []


def test_a_circle_closed_to_the_administrator_is_counted_and_not_named(cast: Cast) -> None:
    hidden = cast.new_circle(cast.chika, title="Quietest", visibility=Visibility.PARTICIPANTS, meetings=1)
    joining.join(hidden, cast.botan, now=NOON)

    page = cast.browser(cast.admin).get(f"/people/{cast.chika.id}/").text + press(cast, cast.chika, UserState.SUSPENDED)

    assert "参加者のみの会" in page
    assert ("Quietest" in page, hidden.slug in page) == (False, False)
