"""A person's private calendar of one circle: what stands in it, whose it is, and that it follows."""

from studyhub.calendars import circle_addresses
from studyhub.circles import queries as circles
from studyhub.circles.models import Participation, Visibility
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.handing_in import parts_of_people
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User, UserState
from tests.calendars.readers import by_icalendar, by_vobject
from tests.calendars.subscribed import events
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY
from tests.meetings.scenes import change
from tests.reminders.looking import tokyo


def part_of(cast: Cast, user: User) -> Participation:
    mine = circles.participation(cast.circle, user)
    assert mine is not None
    return mine


def path(cast: Cast, user: User) -> str:
    return circle_addresses.path(part_of(cast, user), key=SECRET_KEY)


def read(cast: Cast, address: str) -> bytes:
    """What a program without a cookie is answered."""
    answer = cast.browser().get(address)
    assert answer.status_code == 200
    return bytes(answer.data)


def test_all_sessions_stand_in_it_with_place_and_link_whoever_comes(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    cast.meeting.place, cast.meeting.online_url = "会議室さくら", "https://meet.example.com/sre"
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    found = events(read(cast, path(cast, cast.botan)))

    assert [str(event["SUMMARY"]) for event in found] == [f"SRE 第{n}回 {n}章 Chapter {n}" for n in range(1, 5)]
    assert (str(found[0]["LOCATION"]), str(found[0]["STATUS"])) == ("会議室さくら", "CONFIRMED")
    assert "https://meet.example.com/sre" in str(found[0]["DESCRIPTION"])


def test_it_follows_what_is_moved_and_called_off_as_two_programs_read_it(cast: Cast) -> None:
    address = path(cast, cast.botan)
    before = by_icalendar(read(cast, address))
    change(cast, cast.meeting, starts_at=tokyo("2026-12-03T18:00"), ends_at=tokyo("2026-12-03T19:00"))
    cancelling.cancel(cast.meetings[1], "", Chapters.SLIDE, by=cast.aki, now=NOON)

    after = by_icalendar(body := read(cast, address))

    assert after == by_vobject(body)
    assert [one.uid for one in after] == [one.uid for one in before]
    assert after[0].start == tokyo("2026-12-03T18:00")
    assert [one.sequence - old.sequence for one, old in zip(after, before, strict=True)] == [1, 1, 0, 0]
    assert (after[1].status, after[1].summary) == ("CANCELLED", "【中止】SRE 第2回")


def test_a_renewed_address_works_and_the_one_before_it_no_more(cast: Cast) -> None:
    old = path(cast, cast.botan)

    cast.browser(cast.botan).post(f"/circles/{cast.circle.slug}/calendar/renewal")

    assert cast.browser().get(old).status_code == 404
    assert read(cast, path(cast, cast.botan))
    assert read(cast, path(cast, cast.aki))


def test_it_ends_with_taking_part_and_with_membership(cast: Cast) -> None:
    leaving, suspended = path(cast, cast.botan), path(cast, cast.aki)
    joining.leave(cast.circle, cast.botan, now=NOON)
    cast.aki.state = UserState.SUSPENDED

    assert [cast.browser().get(address).status_code for address in (leaving, suspended)] == [404, 404]


def test_whoever_was_suspended_finds_the_old_address_ended_when_they_are_back(cast: Cast) -> None:
    old = path(cast, cast.botan)
    for state in (UserState.SUSPENDED, UserState.ACTIVE):
        leaving.move(cast.botan, state, parts_of_people(cast.app), by=cast.admin, now=NOON)
        db.session.commit()

    assert cast.browser().get(old).status_code == 404
    joining.join(cast.circle, cast.botan, now=NOON)
    assert cast.browser().get(path(cast, cast.botan)).status_code == 200


def test_no_token_opens_another_calendar(cast: Cast) -> None:
    aki, botan = part_of(cast, cast.aki), part_of(cast, cast.botan)
    secret = circle_addresses.token(aki, key=SECRET_KEY).partition("-")[2]

    for token in (f"{botan.id}-{secret}", f"{aki.id}-{'a' * 26}", "0-x", f"{aki.id}"):
        assert cast.browser().get(f"/my/{token}/circle.ics").status_code == 404
    assert cast.browser().get(f"/my/{circle_addresses.token(aki, key=SECRET_KEY)}/calendar.ics").status_code == 404


def test_the_circles_page_and_the_calendars_offer_it(cast: Cast) -> None:
    webcal = f"webcal://localhost{path(cast, cast.botan)}"

    for page in (f"/circles/{cast.circle.slug}/", "/calendars/"):
        assert f'href="{webcal}"' in cast.browser(cast.botan).get(page).text
    assert "webcal:" not in cast.browser(cast.chika).get(f"/circles/{cast.circle.slug}/").text
