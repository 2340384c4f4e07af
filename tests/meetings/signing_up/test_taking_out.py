"""An organiser takes somebody out of a circle; whoever left or was taken out has no invitation left in it."""

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles import invitations, organizers
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.delivery.texts import kinds_of
from studyhub.departures import leaving
from studyhub.meetings.assigning import assignments
from studyhub.meetings.signing_up import joining, signups, taking_out
from studyhub.people.models import UserState
from studyhub.words.speaking import speaking
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.meetings.scenes import chapter_of, held, meetings_of, messages, state


def hidden_circle(cast: Cast) -> Circle:
    """A circle for participants only, into which Chika came by invitation."""
    circle = cast.new_circle(cast.aki, title="Quiet", visibility=Visibility.PARTICIPANTS)
    invitations.invite(circle, [cast.chika.id], by=cast.aki, now=NOON)
    joining.join(circle, cast.chika, now=NOON)
    return circle


def test_what_they_had_in_what_comes_is_free_again(cast: Cast) -> None:
    first = cast.meetings[0]
    first.capacity = 2
    signups.sign_up(first, cast.chika, now=NOON)
    assignments.claim(cast.meetings[1], chapter_of(cast.meetings[1]), cast.botan, now=NOON)

    taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)

    assert [state(meeting, cast.botan) for meeting in cast.meetings] == [None] * 4
    assert (messages("promoted"), held(chapter_of(cast.meetings[1]))) == (["Chika"], [])
    assert circles.participation(cast.circle, cast.botan) is None


def test_they_are_told_once_and_not_by_whom(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    for _ in range(2):
        browser.post(f"/circles/{cast.circle.slug}/people/{cast.botan.id}/delete")

    [told] = db.session.scalars(
        db.select(OutboxMessage).filter_by(kind="circle_taken_out", channel=Channel.MAIL, recipient_id=cast.botan.id)
    )
    assert told.payload == {"circle": "SRE", "slug": cast.circle.slug}


def test_of_a_circle_that_closes_for_them_they_are_told_no_address(cast: Cast) -> None:
    taking_out.take_out(hidden_circle(cast), cast.chika, by=cast.aki, now=NOON)

    told = db.session.scalars(db.select(OutboxMessage).filter_by(kind="circle_taken_out")).first()
    assert told is not None
    with speaking("ja", "Asia/Tokyo"):
        message = kinds_of(cast.app)[told.kind].render(told.payload, "ja")
    assert "参加者のみの会のため" in str(message)
    assert "/circles/quiet" not in str(message)


def test_they_cannot_open_a_circle_for_participants_only_any_more(cast: Cast) -> None:
    circle = hidden_circle(cast)
    browser = cast.browser(cast.chika)
    pages = [f"/circles/{circle.slug}/", f"/circles/{circle.slug}/people", f"/meetings/{meetings_of(circle)[0].id}/"]
    assert [browser.get(page).status_code for page in pages] == [200, 200, 200]

    cast.browser(cast.aki).post(f"/circles/{circle.slug}/people/{cast.chika.id}/delete")

    assert [browser.get(page).status_code for page in pages] == [404, 404, 404]


def test_into_another_circle_they_may_come_again(cast: Cast) -> None:
    taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)

    cast.browser(cast.botan).post(f"/circles/{cast.circle.slug}/participation")

    assert circles.participation(cast.circle, cast.botan) is not None


def test_it_is_on_record_who_took_out_whom(cast: Cast) -> None:
    taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)

    [event] = db.session.scalars(db.select(AuditEvent).filter_by(action="circle.taken_out"))
    assert (event.actor_id, event.circle_id, event.after) == (cast.aki.id, cast.circle.id, {"user_id": cast.botan.id})


def test_the_last_organizer_stays(cast: Cast) -> None:
    with pytest.raises(taking_out.OwnPlace):
        taking_out.take_out(cast.circle, cast.aki, by=cast.aki, now=NOON)


def test_another_organizer_can_be_taken_out(cast: Cast) -> None:
    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)

    taking_out.take_out(cast.circle, cast.botan, by=cast.aki, now=NOON)

    assert circles.organizer_count(cast.circle) == 1
    assert messages("organizer_wanted") == []


def test_the_page_asks_first_and_says_what_it_does(cast: Cast) -> None:
    address = f"/circles/{cast.circle.slug}/people"
    mine, theirs = (cast.browser(user).get(address).text for user in (cast.aki, cast.botan))

    assert "補欠の人に回り、担当の章は未定に戻り、本人に知らせます" in mine
    assert f"{address}/{cast.botan.id}/delete" in mine
    assert f"{address}/{cast.aki.id}/delete" not in mine
    assert "/delete" not in theirs


def test_who_is_not_in_the_circle_is_not_named(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    browser.post(f"/circles/{cast.circle.slug}/people/{cast.chika.id}/delete")

    page = browser.get("/circles/").text
    assert "会から外す人はいませんでした" in page
    assert "Chika" not in page


def test_leaving_ends_the_invitation(cast: Cast) -> None:
    circle = hidden_circle(cast)
    browser = cast.browser(cast.chika)

    browser.post(f"/circles/{circle.slug}/participation/delete")

    assert browser.get(f"/circles/{circle.slug}/").status_code == 404


@pytest.mark.parametrize("closed", [UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT])
def test_whose_account_rests_has_no_invitation_left_when_they_come_back(cast: Cast, closed: UserState) -> None:
    circle = cast.new_circle(cast.aki, title="Quiet", visibility=Visibility.PARTICIPANTS)
    invitations.invite(circle, [cast.chika.id], by=cast.aki, now=NOON)

    leaving.move(cast.chika, closed, OF_PEOPLE, by=cast.admin, now=NOON)
    leaving.move(cast.chika, UserState.ACTIVE, OF_PEOPLE, by=cast.admin, now=NOON)

    assert circles.visible(cast.chika, circle.slug) is None


def test_whoever_left_can_be_invited_again(cast: Cast) -> None:
    circle = hidden_circle(cast)
    joining.leave(circle, cast.chika, now=NOON)

    asked = invitations.invite(circle, [cast.chika.id], by=cast.aki, now=NOON)

    assert asked == [cast.chika]
