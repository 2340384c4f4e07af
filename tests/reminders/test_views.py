"""Pages with one button that a mail leads to, whoever is signed in, and the choice of circles."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.accounts.models import Attempt
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.delivery import preferences
from studyhub.delivery.models import Channel
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import UserState
from studyhub.reminders import links, stopping
from studyhub.reminders.absence import be_absent
from studyhub.reminders.links import Absence, Stop
from studyhub.reminders.models import ReminderKind
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.meetings.scenes import change, chapter_of, later


def absence(cast: Cast) -> str:
    return links.absence_path(SECRET_KEY, Absence(place_of(cast).id, cast.meeting.starts_at))


def place_of(cast: Cast) -> Signup:
    signup = signup_queries.active_signup(cast.meeting, cast.botan)
    assert signup is not None
    return signup


def stop(cast: Cast, *, everything: bool = False) -> str:
    return links.stop_path(SECRET_KEY, Stop(cast.botan.id, None if everything else cast.circle.id), NOON)


def comes(cast: Cast) -> bool:
    return signup_queries.active_signup(cast.meeting, cast.botan) is not None


def test_one_press_makes_one_absent_without_signing_in(cast: Cast) -> None:
    browser = cast.browser()
    path = absence(cast)
    assert f'action="{path}"' in browser.get(path).text
    assert comes(cast)

    answer = browser.post(path, csrf=False)

    assert answer.status_code == 303
    assert not comes(cast)
    assert f'action="{path}"' not in browser.get(path).text


def test_a_presenter_reads_what_being_absent_does_before_and_what_it_did_afterwards(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    path = absence(cast)

    asked = cast.browser().get(path).text
    cast.browser().post(path, csrf=False)
    told = cast.browser().get(path).text

    assert "<b>1章</b> Chapter 1は、代わりに発表してくれる方を募ります。" in asked
    assert cast.aki.name not in asked
    assert "<b>1章</b> Chapter 1を代わりに発表してくれる方を募っています。" in told


def test_whose_chapter_somebody_else_took_since_reads_so(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    path = absence(cast)
    cast.browser().post(path, csrf=False)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=clock.now())

    assert "<b>1章</b> Chapter 1は、ほかの方が引き受けました。" in cast.browser().get(path).text


def test_opening_it_changes_nothing_and_pressing_twice_is_harmless(cast: Cast) -> None:
    path = absence(cast)
    cast.browser().get(path)
    assert comes(cast)

    for _press in range(2):
        assert cast.browser().post(path, csrf=False).status_code == 303

    assert not comes(cast)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("why", ["begun", "moved", "suspended", "for another thing", "forged"])
def test_a_link_that_is_over_leads_nowhere(cast: Cast, method: str, why: str) -> None:
    path = absence(cast)
    if why == "begun":
        clock.start_at(cast.meeting.starts_at)
    elif why == "moved":
        change(cast, cast.meeting, **later(cast.meeting, days=1))
    elif why == "suspended":
        cast.botan.state = UserState.SUSPENDED
    elif why == "for another thing":
        path = f"/reminders/absence/{stop(cast).rpartition('/')[2]}"
    else:
        path = path[:-1] + ("a" if path[-1] != "a" else "b")

    assert cast.browser().open(path, method=method, csrf=False).status_code == 404
    db.session.refresh(cast.meeting)
    assert comes(cast)


def test_a_link_that_is_over_says_so_counts_as_no_guess_and_leads_home_after_signing_in(cast: Cast) -> None:
    over = [absence(cast), stop(cast)]
    clock.start_at(NOON + links.STOP_WORKS)

    for path in over:
        page = cast.browser().get(path).text
        assert "このリンクは使えなくなりました" in page
        assert '<input type="hidden" name="next" value="/">' in page

    assert db.session.scalar(db.select(db.func.count()).select_from(Attempt)) == 0


def test_of_two_presses_at_once_the_second_changes_nothing(cast: Cast) -> None:
    signup = place_of(cast)
    # The other press is committed after this one has read the place.
    db.session.execute(db.update(Signup.__table__).values(state=SignupState.WITHDRAWN))

    be_absent(signup, now=NOON)

    assert queries.attendance_of(cast.meeting, cast.botan) is None


def test_a_session_that_is_called_off_at_that_moment_takes_no_absence(cast: Cast) -> None:
    signup = place_of(cast)
    db.session.execute(db.update(Meeting.__table__).values(state=MeetingState.CANCELLED))

    with pytest.raises(signups.SignupClosed):
        be_absent(signup, now=NOON)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_to_stop_tells_nothing_of_a_circle_that_closed_since(cast: Cast, method: str) -> None:
    path = stop(cast)
    cast.circle.visibility = Visibility.PARTICIPANTS
    joining.leave(cast.circle, cast.botan, now=NOON)

    assert cast.browser().open(path, method=method, csrf=False).status_code == 404
    assert not stopping.is_stopped(cast.botan, cast.circle)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_signed_up_again_since_is_not_made_absent_by_the_same_mail(cast: Cast, method: str) -> None:
    path = absence(cast)
    cast.browser().post(path, csrf=False)
    signups.sign_up(cast.meeting, cast.botan, now=NOON)

    answer = cast.browser().open(path, method=method, csrf=False)

    assert answer.status_code == 404
    assert comes(cast)


def test_who_gave_their_place_back_before_is_not_told_that_they_are_absent(cast: Cast) -> None:
    path = absence(cast)
    signups.withdraw(cast.meeting, cast.botan, now=NOON)

    cast.browser().post(path, csrf=False)

    assert queries.attendance_of(cast.meeting, cast.botan) is None
    assert "参加登録はすでに取り消されています" in cast.browser().get(path).text


def test_who_signed_up_for_one_session_alone_withdraws(cast: Cast) -> None:
    signup = signups.sign_up(cast.meeting, cast.chika, now=NOON)
    db.session.flush()
    path = links.absence_path(SECRET_KEY, Absence(signup.id, cast.meeting.starts_at))
    browser = cast.browser()
    asked = browser.get(path).text

    browser.post(path, csrf=False)

    assert "参加登録をキャンセルしますか" in asked
    assert "欠席" not in asked
    assert signup.state is SignupState.WITHDRAWN
    assert queries.attendance_of(cast.meeting, cast.chika) is None
    assert "参加登録をキャンセルしました" in browser.get(path).text


def test_the_reminders_of_a_circle_are_stopped_by_one_press(cast: Cast) -> None:
    path = stop(cast)
    assert f'action="{path}"' in cast.browser().get(path).text
    assert not stopping.is_stopped(cast.botan, cast.circle)

    cast.browser().post(path, csrf=False)

    assert stopping.is_stopped(cast.botan, cast.circle)
    assert f'action="{path}"' not in cast.browser().get(path).text


def test_all_reminders_are_stopped_by_one_press(cast: Cast) -> None:
    path = stop(cast, everything=True)

    cast.browser().post(path, csrf=False)

    off = [preferences.unwanted(kind, [cast.botan.id]) for kind in ReminderKind]
    assert off == [{(cast.botan.id, channel) for channel in Channel}] * len(ReminderKind)
    assert preferences.unwanted("meeting_changed", [cast.botan.id]) == set()


def test_a_link_to_stop_works_for_two_months(cast: Cast) -> None:
    path = stop(cast)
    clock.start_at(NOON + timedelta(days=59))
    assert cast.browser().get(path).status_code == 200

    clock.start_at(NOON + timedelta(days=60))

    assert cast.browser().get(path).status_code == 404


def test_circles_are_chosen_in_the_profile(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    box = f'name="circle_id" value="{cast.circle.id}"'
    assert f"{box} checked" in browser.get("/profile/messages/").text

    browser.post("/profile/messages/circles", data={})
    assert stopping.is_stopped(cast.botan, cast.circle)
    assert f"{box} checked" not in browser.get("/profile/messages/").text
    browser.post("/profile/messages/circles", data={"circle_id": [cast.circle.id, 4711, "x"]})

    assert not stopping.is_stopped(cast.botan, cast.circle)
