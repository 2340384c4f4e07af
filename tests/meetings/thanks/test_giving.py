"""ひとこと: who thanks whom, who reads it, and that it is told once and counted nowhere."""

from datetime import timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.meetings.thanks import giving, queries
from studyhub.meetings.thanks.models import Thanks
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, claim, messages

TEXT = "図がよかったです"


@pytest.fixture
def presented(cast: Cast) -> Meeting:
    """The first session, in which Botan presents the chapter and Dan sits too."""
    joining.join(cast.circle, cast.person("Dan"), now=NOON)
    claim(cast, cast.botan)
    return cast.meeting


def person(name: str) -> User:
    found: User = db.session.scalars(db.select(User).where(User.name == name)).one()
    return found


def thank(meeting: Meeting, by: User, text: str = TEXT, *, to: User | None = None) -> None:
    giving.thank(meeting, [(to or person("Botan")).id], text, by=by, now=after(meeting, minutes=2))


def read(meeting: Meeting, reader: User) -> list[str]:
    return [line.text for line in queries.said_in(meeting, reader)]


def test_whoever_had_a_seat_thanks_the_presenter_and_all_who_were_there_read_it(cast: Cast, presented: Meeting) -> None:
    thank(presented, cast.aki)

    assert [read(presented, user) for user in (cast.aki, cast.botan, person("Dan"), cast.chika)] == [
        [TEXT],
        [TEXT],
        [TEXT],
        [],
    ]


def test_whoever_was_not_there_reads_only_what_they_wrote(cast: Cast, presented: Meeting) -> None:
    thank(presented, cast.aki)
    dan = person("Dan")

    sheet = Sheet([cast.aki.id, cast.botan.id], read=[chapter_of(presented).id])
    attending.confirm(presented, sheet, by=cast.aki, now=after(presented))
    assert read(presented, dan) == []

    thank(presented, dan, "残念ながら出られませんでした")
    assert read(presented, dan) == ["残念ながら出られませんでした"]
    assert len(read(presented, cast.botan)) == 2


def test_whoever_sees_the_circle_no_more_reads_nothing(cast: Cast, presented: Meeting) -> None:
    thank(presented, cast.aki)
    presented.circle.visibility = Visibility.PARTICIPANTS
    joining.leave(cast.circle, cast.botan, now=after(presented))
    db.session.flush()

    assert read(presented, cast.botan) == []
    assert queries.received(cast.botan, cast.botan) == []
    assert queries.arrived(cast.botan, now=after(presented)) == []


@pytest.mark.parametrize("who", ["outside", "oneself", "not a presenter", "nobody"])
def test_only_who_belongs_thanks_and_only_presenters_are_thanked(cast: Cast, presented: Meeting, who: str) -> None:
    by = {"outside": cast.chika, "oneself": cast.botan}.get(who, cast.aki)
    to = {"not a presenter": [person("Dan").id], "nobody": []}.get(who, [cast.botan.id])

    with pytest.raises(giving.NotTheirs):
        giving.thank(presented, to, TEXT, by=by, now=after(presented))


def test_where_nobody_presents_whoever_leads_it_is_thanked(cast: Cast) -> None:
    cast.meeting.facilitator_id = cast.botan.id
    db.session.flush()
    db.session.expire(cast.meeting)

    thank(cast.meeting, cast.aki)

    assert read(cast.meeting, cast.botan) == [TEXT]


def test_thanks_are_taken_from_the_start_on_for_14_days(cast: Cast, presented: Meeting) -> None:
    for moment in (presented.starts_at - timedelta(minutes=1), after(presented, days=14)):
        with pytest.raises(giving.ThanksClosed):
            giving.thank(presented, [cast.botan.id], TEXT, by=cast.aki, now=moment)


def test_said_to_two_it_stands_once_and_is_taken_back_from_both(cast: Cast, presented: Meeting) -> None:
    dan = person("Dan")
    assignments.pair(presented, chapter_of(presented), dan, now=NOON)
    giving.thank(presented, [cast.botan.id, dan.id], TEXT, by=cast.aki, now=after(presented))

    [line] = queries.said_in(presented, cast.botan)
    assert line.presenters == ("Botan", "Dan")
    own = queries.own(presented, cast.aki, line.ids[0])
    assert own

    giving.take_back(own)

    assert read(presented, dan) == []


def test_only_its_writer_takes_it_back_and_only_whom_it_is_to_shows_it(cast: Cast, presented: Meeting) -> None:
    thank(presented, cast.aki)
    [line] = queries.said_in(presented, cast.aki)

    assert queries.own(presented, cast.botan, line.ids[0]) is None
    assert queries.addressed(presented, cast.aki, line.ids[0]) is None


def test_on_the_page_of_a_presenter_stands_what_they_show(cast: Cast, presented: Meeting) -> None:
    thank(presented, cast.aki)
    thank(presented, person("Dan"), "明日から使えます")
    assert [one.text for one in queries.received(cast.botan, cast.botan)] == ["明日から使えます", TEXT]
    assert queries.received(cast.botan, cast.chika) == []

    one = db.session.scalars(db.select(Thanks).where(Thanks.text == TEXT)).one()
    giving.show(one, is_shown=True)
    db.session.flush()

    assert [one.text for one in queries.received(cast.botan, cast.chika)] == [TEXT]


def test_at_home_stand_at_most_two_and_only_in_their_week(cast: Cast, presented: Meeting) -> None:
    for text in ("1", "2", "3"):
        thank(presented, cast.aki, text)

    assert [one.text for one in queries.arrived(cast.botan, now=after(presented, days=6))] == ["3", "2"]
    assert queries.arrived(cast.botan, now=after(presented, days=8)) == []


def test_sent_twice_is_said_once_and_told_once_a_session(cast: Cast, presented: Meeting) -> None:
    for text in (TEXT, TEXT, "another"):
        thank(presented, cast.aki, text)

    assert read(presented, cast.botan) == ["another", TEXT]
    assert messages("thanked") == ["Botan"]


def test_more_than_ten_of_one_person_are_not_taken(cast: Cast, presented: Meeting) -> None:
    for number in range(giving.OF_PERSON_MAX):
        thank(presented, cast.aki, str(number))

    with pytest.raises(giving.EnoughThanked):
        thank(presented, cast.aki)


def test_nobody_is_thanked_in_the_place_of_a_presenter_who_has_left(cast: Cast, presented: Meeting) -> None:
    presented.facilitator_id = person("Dan").id
    person("Botan").state = UserState.LEFT
    db.session.flush()

    assert queries.presenters(presented) == []
