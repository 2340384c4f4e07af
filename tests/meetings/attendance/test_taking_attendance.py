"""Taking attendance on the page: one press, from several phones, while people still check in."""

import pytest
from lxml import html

from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.signing_up import signups
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, go_to

ATTENDED, LATE, ABSENT = AttendanceState.ATTENDED, AttendanceState.LATE, AttendanceState.ABSENT
Fields = list[tuple[str, str]]


class Phone:
    """The page as one organiser sees it, to be sent later."""

    def __init__(self, cast: Cast, meeting: Meeting | None = None) -> None:
        self.browser = cast.browser(cast.aki)
        self.address = f"/meetings/{(meeting or cast.meeting).id}/attendance"
        page = html.document_fromstring(self.browser.get(self.address).text)
        form = next(one for one in page.iter("form") if one.get("action") == self.address)
        assert isinstance(form, html.FormElement)
        self.fields: Fields = [(name, value) for name, value in form.form_values() if name != "csrf_token"]

    def untick(self, user: User, absence: str = "") -> None:
        """Say that somebody was not there."""
        self.fields.remove(("present", str(user.id)))
        self.fields = [field for field in self.fields if field[0] != f"absence-{user.id}"]
        self.fields.append((f"absence-{user.id}", absence))

    def add(self, user: User) -> None:
        """Say that somebody came without being on the list."""
        self.fields.append(("walk_in", str(user.id)))

    def leave_unread(self, chapter_id: int) -> None:
        """Say that a chapter was not read."""
        self.fields.remove(("read", str(chapter_id)))

    def press(self) -> None:
        """Send the form."""
        data: dict[str, list[str]] = {}
        for name, value in self.fields:
            data.setdefault(name, []).append(value)
        assert self.browser.post(self.address, data=data).status_code == 303


@pytest.fixture(autouse=True)
def under_way(cast: Cast) -> None:
    """Dan has a seat too; it is 20 minutes after the start."""
    cast.circle.has_checkin = True
    signups.sign_up(cast.meeting, cast.person("Dan"), now=NOON)
    go_to(after(cast.meeting, minutes=-70))


def dan() -> User:
    found: User = db.session.scalars(db.select(User).where(User.name == "Dan")).one()
    return found


def recorded(cast: Cast) -> dict[str, AttendanceState]:
    return {one.user.name: one.state for one in db.session.scalars(queries.attendance(cast.meeting))}


def check_in(cast: Cast, user: User) -> None:
    checking_in.check_in(cast.meeting, user, cast.meeting.checkin_code, now=after(cast.meeting, minutes=-70))


def test_one_press_records_everybody(cast: Cast) -> None:
    Phone(cast).press()

    assert recorded(cast) == {"Aki": ATTENDED, "Botan": ATTENDED, "Dan": ATTENDED}


def test_who_was_unticked_on_one_phone_stays_so_when_the_other_presses(cast: Cast) -> None:
    first, second = Phone(cast), Phone(cast)
    first.untick(cast.botan)
    second.untick(dan(), "absent")

    first.press()
    second.press()

    assert recorded(cast) == {"Aki": ATTENDED, "Dan": ABSENT}


def test_who_was_added_on_one_phone_stays_when_the_other_presses(cast: Cast) -> None:
    first, second = Phone(cast), Phone(cast)
    first.add(cast.chika)

    first.press()
    second.press()

    assert recorded(cast)["Chika"] is ATTENDED


def test_the_last_word_on_a_person_holds(cast: Cast) -> None:
    Phone(cast).press()
    correction = Phone(cast)
    correction.untick(cast.botan, "absent")

    correction.press()

    assert recorded(cast)["Botan"] is ABSENT


def test_who_checked_in_after_the_page_was_opened_stays_in(cast: Cast) -> None:
    phone = Phone(cast)
    phone.untick(dan())
    check_in(cast, dan())

    phone.press()

    assert recorded(cast)["Dan"] is LATE


def test_who_checked_in_is_marked_and_can_be_unticked(cast: Cast) -> None:
    check_in(cast, dan())
    phone = Phone(cast)
    assert ("saw_checkin", str(dan().id)) in phone.fields
    phone.untick(dan(), "absent")

    phone.press()

    record = queries.attendance_of(cast.meeting, dan())
    assert record is not None
    assert (record.state, record.checked_in_at) == (ABSENT, None)


def test_an_older_page_does_not_bring_back_whom_the_other_phone_took_out(cast: Cast) -> None:
    check_in(cast, dan())
    first, second = Phone(cast), Phone(cast)
    first.untick(dan())

    first.press()
    second.press()

    assert "Dan" not in recorded(cast)


def test_confirming_keeps_when_somebody_checked_in(cast: Cast) -> None:
    check_in(cast, dan())

    Phone(cast).press()

    record = queries.attendance_of(cast.meeting, dan())
    assert record is not None
    assert (record.state, record.checked_in_at) == (LATE, after(cast.meeting, minutes=-70))


def test_a_chapter_left_unread_on_one_phone_is_not_presented_by_the_other(cast: Cast) -> None:
    last = cast.meetings[3]
    chapter = chapter_of(last)
    taken = assignments.claim(last, chapter, cast.botan, now=NOON)
    go_to(after(last, minutes=1))
    first, second = Phone(cast, last), Phone(cast, last)
    first.leave_unread(chapter.id)

    first.press()
    second.press()

    assert taken.state is AssignmentState.ACCEPTED
    assert chapter_queries.chapters(last) == [chapter]


def test_a_chapter_left_unread_is_shown_so_and_can_be_presented_after_all(cast: Cast) -> None:
    last = cast.meetings[3]
    chapter = chapter_of(last)
    taken = assignments.claim(last, chapter, cast.botan, now=NOON)
    go_to(after(last, minutes=1))
    first = Phone(cast, last)
    first.leave_unread(chapter.id)
    first.press()
    again = Phone(cast, last)
    assert ("read", str(chapter.id)) not in again.fields
    again.fields.append(("read", str(chapter.id)))

    again.press()

    assert taken.state is AssignmentState.PRESENTED


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-12-02", "2026-12-02T10:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_stamp_that_was_tampered_with_is_an_older_page(cast: Cast, stamp: str) -> None:
    first = Phone(cast)
    first.untick(cast.botan)
    first.press()
    second = Phone(cast)
    second.fields = [field for field in second.fields if field[0] != "based_on"] + [("based_on", stamp)]

    second.press()

    assert recorded(cast) == {"Aki": ATTENDED, "Dan": ATTENDED}
