"""How many taps a phone needs, from home, for what people do each week. Typing is no tap."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.models import Attendance, Meeting, MeetingState, SignupState
from studyhub.notes.models import Note
from studyhub.people.models import User
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, held, is_read_together, state

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Thumb:
    """Somebody's phone with home open: it counts what is tapped."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0
        page.goto("/")

    def tap(self, name: str, part: str = "main") -> None:
        """Tap the first button or link that begins with this name, and come to where it leads."""
        place = self.page.locator(part)
        named = [place.get_by_role(role, name=re.compile(f"^{name}")) for role in ("button", "link")]
        with self.page.expect_navigation():
            named[0].or_(named[1]).first.tap()
        self.taps += 1

    def write(self, label: str, text: str) -> None:
        """Fill in a field."""
        self.page.get_by_label(label).fill(text)


Phone = Callable[[User], Thumb]


@pytest.fixture
def phone(enter: Entrance) -> Phone:
    """Hands a person their phone."""
    return lambda user: Thumb(enter(user, **PHONE).new_page())


def test_one_tap_signs_up_for_something_this_week(cast: Cast, phone: Phone) -> None:
    thumb = phone(cast.chika)

    thumb.tap("参加登録")

    assert thumb.taps == 1
    assert state(cast.meeting, cast.chika) is SignupState.CONFIRMED


def test_two_taps_say_that_one_is_absent_this_time(cast: Cast, phone: Phone) -> None:
    thumb = phone(cast.botan)

    thumb.tap("今回は欠席")
    thumb.tap("今回は欠席")

    assert thumb.taps == 2
    assert state(cast.meeting, cast.botan) is None


def test_one_tap_takes_an_open_chapter(cast: Cast, phone: Phone) -> None:
    thumb = phone(cast.botan)

    thumb.tap("引き受ける")

    assert thumb.taps == 1
    assert [one.user_id for one in held(chapter_of(cast.meeting))] == [cast.botan.id]


def test_one_tap_writes_the_note_while_the_session_runs(cast: Cast, phone: Phone) -> None:
    go_to(cast.meeting.starts_at + timedelta(minutes=5))
    thumb = phone(cast.botan)

    thumb.tap("ノートを書く")

    assert thumb.taps == 1
    expect(thumb.page).to_have_url(re.compile(r"/notes/\d+/edit$"))
    assert len(db.session.scalars(db.select(Note)).all()) == 1


def test_one_tap_checks_in(cast: Cast, phone: Phone) -> None:
    cast.circle.has_checkin = True
    go_to(cast.meeting.starts_at)
    thumb = phone(cast.botan)

    thumb.write("出席コード", cast.meeting.checkin_code)
    thumb.tap("出席する")

    assert thumb.taps == 1
    assert [one.user_id for one in db.session.scalars(db.select(Attendance))] == [cast.botan.id]


@pytest.mark.parametrize("hours", [0.25, 5, 30], ids=["soon", "on the day", "on another day"])
def test_two_taps_say_that_the_presenter_cannot_come(cast: Cast, phone: Phone, hours: float) -> None:
    claim(cast, cast.botan)
    go_to(cast.meeting.starts_at - timedelta(hours=hours))
    thumb = phone(cast.aki)

    thumb.tap("発表者が来られない")
    thumb.tap("その場で読む")

    assert thumb.taps == 2
    assert is_read_together(cast.meeting) == [True]


def is_moved_on(meeting: Meeting) -> bool:
    return is_read_together(meeting) == []


def is_called_off(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.CANCELLED


def is_asked_for(meeting: Meeting) -> bool:
    return [one.state for one in held(chapter_of(meeting))] == [AssignmentState.COVER_WANTED]


@pytest.mark.parametrize(
    ("way", "is_so"),
    [
        ("その場で読む", lambda meeting: is_read_together(meeting) == [True]),
        ("次の回へ", is_moved_on),
        ("代わりを募る", is_asked_for),
        ("回を中止にする", is_called_off),
    ],
)
def test_two_taps_say_that_the_presenter_of_a_later_session_cannot_come(
    cast: Cast, phone: Phone, way: str, is_so: Callable[[Meeting], bool]
) -> None:
    later = cast.meetings[-2]
    assignments.claim(later, chapter_of(later), cast.botan, now=NOON)
    thumb = phone(cast.aki)

    thumb.tap("発表者が来られないとき")
    thumb.tap(way)

    db.session.expire_all()
    assert thumb.taps == 2
    assert is_so(later)


def test_two_taps_put_my_circle_into_my_calendar(cast: Cast, phone: Phone) -> None:
    thumb = phone(cast.botan)

    thumb.tap("カレンダーに登録")
    # The second one opens the program for calendars.
    link = thumb.page.get_by_role("region", name="SRE").get_by_role("link", name="自分のカレンダーに追加")
    address = str(link.get_attribute("href"))

    assert thumb.taps == 1
    assert address.startswith("webcal://")
    assert "BEGIN:VCALENDAR" in thumb.page.request.get(address.replace("webcal", "http", 1)).text()
