"""Who reads what of attendance: a visitor, a member, a participant, an organiser, and those of other circles."""

from datetime import timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.signing_up import signups
from studyhub.people.models import User
from tests.cast import NOON, Cast, query_count
from tests.meetings.pages import english
from tests.meetings.scenes import after, chapter_of, go_to, statements

ABSENT, EXCUSED = AttendanceState.ABSENT, AttendanceState.EXCUSED


def hold(cast: Cast, *present: User, meeting: Meeting | None = None, **rest: object) -> Meeting:
    """Let a meeting be held and confirmed one hour after its end."""
    meeting = meeting or cast.meeting
    sheet = Sheet(present=[user.id for user in present], **rest)  # type: ignore[arg-type]  # as the test says
    attending.confirm(meeting, sheet, by=cast.aki, now=after(meeting, hours=1))
    return meeting


@pytest.fixture
def held(cast: Cast) -> Cast:
    """Aki came; Botan was absent; Dan, who had a seat, is not recorded; the day after."""
    dan = cast.person("Dan")
    signups.sign_up(cast.meeting, dan, now=NOON)
    hold(cast, cast.aki, absences={cast.botan.id: ABSENT})
    go_to(after(cast.meeting, days=1))
    return cast


def table(cast: Cast, user: User | None) -> str:
    return english(cast, user).get(f"/circles/{cast.circle.slug}/attendance").text


def test_organizers_read_the_table_with_absences(held: Cast) -> None:
    page = table(held, held.aki)

    assert [name in page for name in ("Aki", "Botan", "Dan")] == [True] * 3
    body = page.split("<tbody>")[1]
    assert [body.count(f'off-screen">{word}<') for word in ("Attended", "Absent", "Not recorded")] == [1, 1, 1]


@pytest.mark.parametrize("name", ["botan", "chika", "admin"])
def test_everybody_else_reads_only_how_many_came(held: Cast, name: str) -> None:
    reader = getattr(held, name)
    others = {"Aki", "Botan", "Dan"} - {reader.name}

    main = table(held, reader).split("<main")[1]

    assert {other for other in others if other in main} == set()
    assert "1 person was there." in main
    assert [word in main for word in ("Absent", "absent", "Not recorded", "No-show")] == [False] * 4


TO_WHOM = "Names are shown to those who were there and to the organisers."
ADDRESSES = [
    ("/circles/{slug}/attendance", "by name where you were there yourself"),
    ("/meetings/{id}/", TO_WHOM),
    ("/meetings/{id}/people", TO_WHOM),
]


@pytest.mark.parametrize(("address", "words"), ADDRESSES)
def test_whoever_was_there_reads_by_name_who_was(cast: Cast, address: str, words: str) -> None:
    eda = cast.person("Eda")
    hold(cast, cast.aki, cast.botan, walk_ins=[eda.id])
    go_to(after(cast.meeting, days=1))
    path = address.format(slug=cast.circle.slug, id=cast.meeting.id)

    mains = [english(cast, user).get(path).text.split("<main")[1] for user in (cast.botan, cast.chika)]

    assert ["Eda" in main for main in mains] == [True, False]
    assert words in mains[1]


def test_who_presented_is_named_to_everybody(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    hold(cast, cast.aki, cast.botan, read=[chapter_of(cast.meeting).id])
    go_to(after(cast.meeting, days=1))

    main = table(cast, cast.chika).split("<main")[1]

    assert ["2 people were there." in main, "Presented: Botan" in main, "Aki" in main] == [True, True, False]


def test_a_visitor_is_asked_to_sign_in(held: Cast) -> None:
    held.circle.visibility = Visibility.PUBLIC
    browser = held.browser()

    answers = [browser.get(f"/circles/{held.circle.slug}/attendance{end}") for end in ("", ".csv")]

    assert [(answer.status_code, answer.location.partition("?")[0]) for answer in answers] == [(302, "/sign-in")] * 2


def test_the_organizer_of_another_circle_reads_no_more_than_a_member(held: Cast) -> None:
    held.new_circle(held.chika, title="Other")

    assert "<table" not in table(held, held.chika)
    assert held.browser(held.chika).get(f"/circles/{held.circle.slug}/attendance.csv").status_code == 403


def test_until_it_is_confirmed_only_organizers_read_who_was_there(cast: Cast) -> None:
    cast.circle.has_checkin = True
    browser, aki = english(cast, cast.aki), cast.browser(cast.aki)
    go_to(cast.meeting.starts_at)
    aki.post(f"/meetings/{cast.meeting.id}/check-in", data={"code": cast.meeting.checkin_code})

    assert "Aki" in browser.get(f"/circles/{cast.circle.slug}/attendance").text.split("<main")[1]
    assert "Aki" not in table(cast, cast.botan).split("<main")[1]


def test_once_confirmed_nobody_else_reads_who_had_signed_up(held: Cast) -> None:
    address = f"/meetings/{held.meeting.id}/people"

    pages = [english(held, user).get(address).text.split("<main")[1] for user in (held.chika, held.aki)]

    assert [["Aki" in page, "Dan" in page] for page in pages] == [[False, False], [True, True]]


def test_the_table_for_a_spreadsheet_runs_nothing(held: Cast) -> None:
    held.botan.name = "=1+1"
    db.session.commit()

    lines = english(held, held.aki).get(f"/circles/{held.circle.slug}/attendance.csv").text.splitlines()

    assert lines == [
        "\ufeffName,Reading,Session 1 2026-12-02,Attended",
        "'=1+1,,Absent,0",
        "Aki,,Attended,1",
        "Dan,,Not recorded,0",
    ]


def test_a_no_show_is_read_by_organizers_and_oneself_for_six_months(held: Cast) -> None:
    dan = db.session.scalars(db.select(User).where(User.name == "Dan")).one()
    aki, own = english(held, held.aki), english(held, dan)
    seen = []
    for moment in (
        after(held.meeting, days=13),
        after(held.meeting, days=14),
        after(held.meeting, days=181),
        after(held.meeting, days=182),
    ):
        go_to(moment)
        csv = aki.get(f"/circles/{held.circle.slug}/attendance.csv").text
        record = own.get("/profile/attendance").text.split("<main")[1]
        seen.append(["No-show" in csv, "No-show" in record, "Dan" in csv, "Session 1" in record])

    assert seen == [
        [False, False, True, True],
        [True, True, True, True],
        [True, True, True, True],
        [False, False, False, False],
    ]


def test_after_six_months_nothing_tells_organizers_either(held: Cast) -> None:
    browser = english(held, held.aki)
    go_to(after(held.meeting, days=183))
    base = f"/meetings/{held.meeting.id}"

    pages = [browser.get(f"{base}/people").text, browser.get(f"{base}/attendance").text]

    assert ["<span>Dan" in page or "shown-" + str(_id("Dan")) in page for page in pages] == [False, False]
    assert browser.get(f"{base}/people.csv").status_code == 404


def _id(name: str) -> int:
    found: int = db.session.scalars(db.select(User.id).where(User.name == name)).one()
    return found


def test_where_attendance_was_never_taken_nobody_is_a_no_show(cast: Cast) -> None:
    browser = english(cast, cast.aki)
    go_to(after(cast.meeting, days=20))

    csv = browser.get(f"/circles/{cast.circle.slug}/attendance.csv").text

    assert ("No-show" in csv, "Not recorded" in csv) == (False, True)


@pytest.mark.parametrize(("kind", "word"), [(CommitmentKind.SHIFT, "Excused"), (CommitmentKind.MEETING, "Absent")])
def test_an_absence_during_a_duty_is_excused(held: Cast, kind: CommitmentKind, word: str) -> None:
    starts_at = held.meeting.ends_at - timedelta(minutes=5)
    calendar.hold("duty:1", kind, held.botan.id, starts_at, starts_at + timedelta(hours=12))

    page = english(held, held.botan).get("/profile/attendance").text.split("<tbody>")[1]

    assert f">{word}<" in page


def test_a_duty_that_began_at_the_end_excuses_nothing(held: Cast) -> None:
    ends_at = held.meeting.ends_at
    calendar.hold("duty:1", CommitmentKind.SHIFT, held.botan.id, ends_at, ends_at + timedelta(hours=12))

    page = english(held, held.botan).get("/profile/attendance").text.split("<tbody>")[1]

    assert ">Absent<" in page


def test_a_no_show_during_a_duty_is_excused(held: Cast) -> None:
    starts_at, dan = held.meeting.starts_at, _id("Dan")
    calendar.hold("duty:1", CommitmentKind.SHIFT, dan, starts_at, starts_at + timedelta(hours=12))
    browser = english(held, held.aki)
    go_to(after(held.meeting, days=14))

    lines = browser.get(f"/circles/{held.circle.slug}/attendance.csv").text.splitlines()

    # Newest first: of the two later sessions there was no seat.
    assert lines[-1] == "Dan,,,,Excused,0"


def test_who_was_on_duty_is_offered_as_excused(cast: Cast) -> None:
    starts_at = cast.meeting.starts_at
    calendar.hold("duty:1", CommitmentKind.SHIFT, cast.botan.id, starts_at, starts_at + timedelta(hours=12))
    browser = english(cast, cast.aki)
    go_to(after(cast.meeting, hours=1))

    page = browser.get(f"/meetings/{cast.meeting.id}/attendance").text

    assert (page.count("On duty then"), page.count('value="excused" selected')) == (1, 1)


def test_the_own_record_holds_nobody_elses(held: Cast) -> None:
    main = english(held, held.chika).get("/profile/attendance").text.split("<main")[1]

    assert "Nothing on record yet" in main


def test_the_own_record_leaves_out_circles_one_may_no_longer_see(held: Cast) -> None:
    held.circle.visibility = Visibility.PARTICIPANTS
    dan = db.session.get_one(User, _id("Dan"))

    assert held.circle.title not in english(held, dan).get("/profile/attendance").text.split("<main")[1]


@pytest.mark.parametrize(
    "address", ["/circles/{slug}/attendance", "/circles/{slug}/attendance.csv", "/profile/attendance", "/check-in"]
)
def test_query_count_stays_with_more_people_and_meetings(cast: Cast, address: str) -> None:
    browser = cast.browser(cast.aki)
    path = address.format(slug=cast.circle.slug)
    hold(cast, cast.aki, cast.botan)
    go_to(after(cast.meetings[3], days=1))
    with statements() as few:
        browser.get(path)
    few_count = len([one for one in few if not one.startswith(("BEGIN", "PRAGMA"))])
    for user in cast.people(9):
        for meeting in cast.meetings:
            signups.sign_up(meeting, user, now=NOON)
    for meeting in cast.meetings[1:]:
        hold(cast, cast.aki, cast.botan, meeting=meeting)

    with query_count(few_count):
        browser.get(path)


def test_query_count_of_who_came_stays(cast: Cast) -> None:
    browser = cast.browser(cast.chika)
    path = f"/circles/{cast.circle.slug}/attendance"
    hold(cast, cast.aki)
    go_to(after(cast.meetings[3], days=1))
    with statements() as few:
        browser.get(path)
    few_count = len([one for one in few if not one.startswith(("BEGIN", "PRAGMA"))])
    for meeting in cast.meetings:
        hold(cast, cast.aki, cast.botan, meeting=meeting, walk_ins=[user.id for user in cast.people(3)])

    with query_count(few_count):
        browser.get(path)


def test_more_sessions_than_a_page_holds_are_on_the_next(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Long", meetings=25)
    last = db.session.scalars(queries.of_circle(circle)).all()[-1]
    browser = english(cast, cast.aki)
    go_to(after(last, days=1))

    pages = [browser.get(f"/circles/{circle.slug}/attendance?page={number}").text for number in (1, 2)]

    assert [page.split("<thead>")[1].split("</thead>")[0].count("<a ") for page in pages] == [24, 1]
