"""Changing a circle: what it says, whether it runs, who organises it, who is invited, and which book it reads."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from studyhub.circles import invitations, organizers, queries
from studyhub.circles.models import Circle, CircleInvitation, CircleState, Participation, Visibility
from studyhub.circles.organizers import HasOrganizer, NotInCircle
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import queries as meeting_queries
from studyhub.meetings.models import MeetingState
from studyhub.meetings.signing_up import joining
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to

DETAILS = {
    "title": "SREの会",
    "description": "障害から学ぶ",
    "visibility": "inside",
    "format": "discussed",
    "place": "Room 5",
    "online_url": "",
    "capacity": "",
    "sessions": "new",
}


def told(kind: str) -> list[str]:
    """Whom the outbox tells a kind of thing by mail, in order of name."""
    mails = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL)
    return sorted(str(mail.recipient_id) for mail in db.session.scalars(mails))


def test_update_keeps_what_the_organiser_wrote(cast: Cast) -> None:
    answer = cast.browser(cast.aki).post("/circles/sre/edit", data=DETAILS)

    assert answer.status_code == 303
    assert (cast.circle.title, cast.circle.format, cast.circle.slug) == ("SREの会", "discussed", "sre")


def test_update_lets_the_circle_be_found_by_its_new_words_and_its_book(cast: Cast) -> None:
    cast.browser(cast.aki).post("/circles/sre/edit", data=DETAILS)

    for word in ("障害", "sre book"):
        assert db.session.scalars(queries.with_word(select(Circle), word)).all() == [cast.circle]


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"capacity": "0"}, {"visibility": "all"}, {"online_url": "x"}, {"title": "t" * 121}]
)
def test_an_update_that_cannot_be_comes_back_as_typed(cast: Cast, wrong: dict[str, str]) -> None:
    answer = cast.browser(cast.aki).post("/circles/sre/edit", data=DETAILS | wrong)

    assert answer.status_code == 422
    assert "障害から学ぶ" in answer.text
    assert cast.circle.title == "SRE"


@pytest.mark.parametrize("path", ["edit", "book/new"])
def test_only_organisers_change_a_circle(cast: Cast, path: str) -> None:
    answers = [cast.browser(who).get(f"/circles/sre/{path}").status_code for who in (cast.botan, cast.chika, cast.aki)]

    assert answers == [403, 403, 200]


def test_pausing_carries_the_way_back(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    browser.post("/circles/sre/state/paused")

    assert 'action="/circles/sre/state/running"' in browser.get("/circles/sre/").text
    assert cast.circle.state is CircleState.PAUSED


def test_ending_calls_off_what_is_to_come_and_tells_everybody_once(cast: Cast) -> None:
    cast.browser(cast.aki).post("/circles/sre/state/ended", data={"call_off": "1"})

    assert {meeting.state for meeting in cast.meetings} == {MeetingState.CANCELLED}
    assert told("circle_over") == [str(cast.botan.id)]
    assert told("meeting_cancelled") == []


def test_ending_can_leave_what_is_planned(cast: Cast) -> None:
    cast.browser(cast.aki).post("/circles/sre/state/ended")

    assert {meeting.state for meeting in cast.meetings} == {MeetingState.SCHEDULED}


def test_resuming_lets_the_circle_run_again(cast: Cast) -> None:
    cast.circle.move_to(CircleState.PAUSED)

    cast.browser(cast.aki).post("/circles/sre/state/running")

    assert str(cast.circle.state) == "running"


@pytest.mark.parametrize("state", ["finished", "ended"])
def test_a_circle_that_is_over_takes_nobody_new(cast: Cast, state: str) -> None:
    cast.browser(cast.aki).post(f"/circles/sre/state/{state}")

    assert 'value="participant"' not in cast.browser(cast.chika).get("/circles/sre/").text


def test_a_state_that_cannot_follow_is_refused(cast: Cast) -> None:
    cast.circle.move_to(CircleState.ENDED)

    cast.browser(cast.aki).post("/circles/sre/state/paused")

    assert cast.circle.state is CircleState.ENDED


def test_a_state_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert cast.browser(cast.aki).post("/circles/sre/state/sleeping").status_code == 404


def test_naming_an_organiser_tells_them(cast: Cast) -> None:
    cast.browser(cast.aki).post("/circles/sre/organizers", data={"user_id": cast.botan.id})

    assert queries.organizer_count(cast.circle) == 2
    assert told("organizer_named") == [str(cast.botan.id)]


def test_only_who_takes_part_can_be_named(cast: Cast) -> None:
    with pytest.raises(NotInCircle):
        organizers.name(cast.circle, cast.chika, by=cast.aki, now=NOON)


@pytest.mark.parametrize("user_id", ["", "x", "0", "99999999999999999999", "-1"])
def test_nobody_at_all_cannot_be_named(cast: Cast, user_id: str) -> None:
    answer = cast.browser(cast.aki).post("/circles/sre/organizers", data={"user_id": user_id})

    assert answer.status_code == 404


def test_a_circle_that_has_an_organiser_is_not_taken_over(cast: Cast) -> None:
    with pytest.raises(HasOrganizer):
        organizers.take_over(cast.circle, cast.botan, now=NOON)


def test_the_last_organiser_stepping_down_asks_everybody_in_the_circle(cast: Cast) -> None:
    cast.browser(cast.aki).post("/circles/sre/organizers/delete")

    assert queries.organizer_count(cast.circle) == 0
    assert told("organizer_wanted") == sorted([str(cast.aki.id), str(cast.botan.id)])


def test_the_last_organiser_leaving_asks_who_stays(cast: Cast) -> None:
    joining.leave(cast.circle, cast.aki, now=NOON)

    assert told("organizer_wanted") == [str(cast.botan.id)]


def test_one_of_two_organisers_leaving_asks_nobody(cast: Cast) -> None:
    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)

    joining.leave(cast.circle, cast.aki, now=NOON)

    assert told("organizer_wanted") == []


def test_who_takes_part_takes_over_a_circle_without_organiser(cast: Cast) -> None:
    joining.leave(cast.circle, cast.aki, now=NOON)

    botan = cast.browser(cast.botan)
    botan.post("/circles/sre/organizers", data={"user_id": cast.botan.id})

    assert [user.name for user in meeting_queries.organizers(cast.circle)] == ["Botan"]
    assert "主催を引き継ぎました。" in botan.get("/circles/sre/").text


def test_invited_people_are_told_once(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    for _ in range(2):
        browser.post("/circles/sre/invitations", data={"user_ids": [cast.chika.id]})

    assert told("circle_invited") == [str(cast.chika.id)]


def test_an_invitation_taken_back_hides_the_circle_again(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Closed", visibility=Visibility.PARTICIPANTS)
    invitations.invite(circle, [cast.chika.id], by=cast.aki, now=NOON)

    cast.browser(cast.aki).post(f"/circles/{circle.slug}/invitations/{cast.chika.id}/delete")

    assert cast.browser(cast.chika).get(f"/circles/{circle.slug}/").status_code == 404


def test_who_was_invited_before_can_be_invited_again(cast: Cast) -> None:
    invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON)
    invitations.withdraw(cast.circle, cast.chika.id, by=cast.aki, now=NOON)

    asked = invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON + timedelta(hours=1))

    assert asked == [cast.chika]
    assert db.session.scalars(select(CircleInvitation)).one().withdrawn_at is None


@pytest.mark.parametrize("user_ids", [[], ["x"], ["0"], ["99999999999999999999"]])
def test_inviting_nobody_comes_back(cast: Cast, user_ids: list[str]) -> None:
    answer = cast.browser(cast.aki).post("/circles/sre/invitations", data={"user_ids": user_ids})

    assert answer.status_code == 422


def test_only_organisers_invite(cast: Cast) -> None:
    answer = cast.browser(cast.botan).post("/circles/sre/invitations", data={"user_ids": [cast.chika.id]})

    assert answer.status_code == 403


def test_a_person_is_once_in_a_circle(cast: Cast) -> None:
    rows = select(Participation).where(Participation.user_id == cast.botan.id)

    assert len(db.session.scalars(rows).all()) == 1


def test_asked_in_again_and_again_one_is_told_once_a_day(cast: Cast) -> None:
    for moment in (NOON + timedelta(seconds=number) for number in range(20)):
        invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=moment)
        invitations.withdraw(cast.circle, cast.chika.id, by=cast.aki, now=moment)
    assert told("circle_invited") == [str(cast.chika.id)]

    invitations.invite(cast.circle, [cast.chika.id], by=cast.aki, now=NOON + timedelta(days=1))

    assert told("circle_invited") == [str(cast.chika.id)] * 2


def test_another_time_says_whose_clock_it_is_only_where_it_could_be_another(cast: Cast) -> None:
    address = f"/circles/{cast.circle.slug}/rhythm"
    assert "時刻は" not in cast.browser(cast.aki).get(address).text

    cast.aki.time_zone = "Asia/Kolkata"
    db.session.commit()

    assert "時刻は日本時間です。" in cast.browser(cast.aki).get(address).text


def test_a_circle_that_is_over_promises_no_sessions_and_asks_for_no_organiser(cast: Cast) -> None:
    botan = cast.browser(cast.botan)
    cast.browser(cast.aki).post("/circles/sre/state/finished", data={"call_off": "y"})
    db.session.execute(delete(OutboxMessage))

    page = botan.get("/circles/sre/").text
    joining.leave(cast.circle, cast.aki, now=NOON)
    db.session.commit()

    assert "これまでの記録とノートは、引き続き読めます。" in page
    assert "これからの回" not in page
    assert db.session.scalars(select(OutboxMessage.kind)).all() == []
    assert "主催者を募集" not in botan.get("/circles/sre/").text


def test_a_circle_that_is_over_is_not_among_those_one_takes_part_in(cast: Cast) -> None:
    botan = cast.browser(cast.botan)
    link = 'href="/circles/sre/"'
    assert link in botan.get("/").text.partition("参加している会")[2]

    cast.circle.move_to(CircleState.ENDED)
    db.session.commit()

    assert link not in botan.get("/").text.partition("参加している会")[2]


def test_the_way_back_says_that_sessions_which_were_called_off_do_not_come_back(cast: Cast) -> None:
    go_to(NOON)
    aki = cast.browser(cast.aki)

    aki.post("/circles/sre/state/finished", data={"call_off": "y"})
    done = aki.get("/circles/sre/").text
    aki.post("/circles/sre/state/running")
    back = aki.get("/circles/sre/").text

    assert "これから予定していた4回は中止になりました。" in done
    assert "会を再開する" in done
    assert "会を再開しました。中止した回は中止のままです。" in back
    assert all(meeting.state is MeetingState.CANCELLED for meeting in cast.meetings)
