"""After a session: attendance by one press, thanks, the note; members see thanks and no boxes."""

import pytest
from lxml import html

from studyhub.circles.models import CircleState
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning import suggestions
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import joining
from studyhub.meetings.thanks.models import Thanks
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import after, chapter_of, claim, go_to
from tests.notes.notebook import note_of


@pytest.fixture
def held(cast: Cast) -> Meeting:
    """The first session two minutes after its end; Botan presented, Dan had a seat too."""
    joining.join(cast.circle, cast.person("Dan"), now=NOON)
    claim(cast, cast.botan)
    go_to(after(cast.meeting, minutes=2))
    return cast.meeting


def end_of(browser: Browser, meeting: Meeting) -> html.HtmlElement:
    return html.document_fromstring(browser.get(f"/meetings/{meeting.id}/end").text)


def form_to(page: html.HtmlElement, end: str) -> dict[str, object]:
    [form] = [one for one in page.forms if str(one.action).endswith(end)]
    return {name: form.fields[name] for name in form.fields if name not in ("present", "read")}


def test_home_leads_there_until_the_next_morning(cast: Cast, held: Meeting) -> None:
    link = f'href="/meetings/{held.id}/end"'
    for user in (cast.aki, cast.botan):
        assert link in cast.browser(user).get("/").text

    go_to(after(held, hours=14))

    assert link not in cast.browser(cast.botan).get("/").text


def test_home_does_not_lead_there_whoever_waited_for_a_seat_until_the_end(cast: Cast, held: Meeting) -> None:
    dan = next(signup for signup in held.signups if signup.user.name == "Dan")
    dan.state = SignupState.WAITLISTED
    db.session.commit()

    assert f'href="/meetings/{held.id}/end"' not in cast.browser(dan.user).get("/").text


def test_who_came_is_asked_once_on_home_and_waits_there_when_the_sheet_is_gone(cast: Cast, held: Meeting) -> None:
    aki = cast.browser(cast.aki)

    page = aki.get("/").text
    assert (page.count("出席を確定"), f'href="/meetings/{held.id}/end"' in page) == (1, True)

    go_to(after(held, hours=14))

    assert f"{held.circle.title} 第1回の出席を確定してください" in aki.get("/").text


def test_sharing_the_note_there_leads_back_to_what_is_left(cast: Cast, held: Meeting) -> None:
    note = note_of(cast)
    db.session.commit()
    aki = cast.browser(cast.aki)
    form = form_to(end_of(aki, held), "back=end")

    answer = aki.post(f"/notes/{note.id}/sharing?back=end", data=form)

    assert answer.location == f"/meetings/{held.id}/end#note"
    assert "社内に共有しました" in aki.get(f"/meetings/{held.id}/end").text


THANK = "発表者にひとこと送る"


def test_home_offers_to_thank_until_one_has(cast: Cast, held: Meeting) -> None:
    [dan] = [signup.user for signup in held.signups if signup.user.name == "Dan"]
    browser = cast.browser(dan)
    assert THANK in browser.get("/").text
    assert THANK not in cast.browser(cast.botan).get("/").text

    browser.post(f"/meetings/{held.id}/thanks", data={"presenter": "all", "ready": "clear"})

    page = browser.get("/").text
    assert THANK not in page
    assert "終了後にすること" in page


@pytest.mark.parametrize("who", ["nobody", "a guest", "the facilitator"])
def test_home_offers_to_thank_only_where_the_session_s_page_lets_one(cast: Cast, who: str) -> None:
    if who == "a guest":
        suggestions.name_guest(cast.meeting, chapter_of(cast.meeting), "Gen", by=cast.aki, now=NOON)
    cast.meeting.facilitator_id = cast.aki.id if who != "nobody" else None
    go_to(after(cast.meeting, minutes=2))
    browser = cast.browser(cast.botan)

    is_offered = THANK in browser.get("/").text

    assert is_offered is (who == "the facilitator")
    assert is_offered is ("発表者へのひとこと" in browser.get(f"/meetings/{cast.meeting.id}/end").text)


def test_whoever_is_in_a_session_can_join_online_until_it_ends(cast: Cast) -> None:
    cast.meeting.online_url = "https://meet.example.com/sre"
    browser, address = cast.browser(cast.botan), f"/meetings/{cast.meeting.id}/"
    go_to(after(cast.meeting, minutes=-2))
    assert "オンラインで参加" in browser.get(address).text

    go_to(after(cast.meeting))
    page = browser.get(address).text

    assert "オンラインで参加" not in page
    assert "オンライン" in page
    assert cast.meeting.online_url not in page


def test_a_circle_that_is_over_says_nothing_of_where_it_meets(cast: Cast) -> None:
    cast.circle.online_url = "https://meet.example.com/sre"
    browser = cast.browser(cast.botan)
    assert cast.circle.online_url in browser.get("/circles/sre/").text

    cast.circle.state = CircleState.FINISHED

    assert "https://meet.example.com/sre" not in browser.get("/circles/sre/").text


def test_the_session_leads_organisers_there_until_attendance_is_confirmed(cast: Cast, held: Meeting) -> None:
    go_to(after(held, days=2))
    address, link = f"/meetings/{held.id}/", f'href="/meetings/{held.id}/end"'

    assert [link in cast.browser(user).get(address).text for user in (cast.aki, cast.botan)] == [True, False]


def test_members_see_thanks_and_no_boxes(cast: Cast, held: Meeting) -> None:
    [dan] = [user for user in (signup.user for signup in held.signups) if user.name == "Dan"]

    page = end_of(cast.browser(dan), held)

    assert page.xpath("//main//h2")[0].text_content() == "発表者へのひとこと"
    assert page.xpath("//input[@type='checkbox']") == []


def test_one_press_confirms_all_but_the_unticked_and_carries_over_what_was_not_read(cast: Cast, held: Meeting) -> None:
    browser = cast.browser(cast.aki)
    data = form_to(end_of(browser, held), "/attendance")

    answer = browser.post(f"/meetings/{held.id}/attendance", data={**data, "present": [cast.aki.id], "read": []})

    assert answer.location == f"/meetings/{held.id}/end"
    assert held.attendance_confirmed_at is not None
    assert chapter_of(cast.meetings[1]).title == "Chapter 1"
    assert "出席を確定しました" in browser.get(answer.location).text


def test_what_the_long_form_recorded_of_an_absence_stays(cast: Cast, held: Meeting) -> None:
    browser, address = cast.browser(cast.aki), f"/meetings/{held.id}/attendance"
    browser.post(address, data={"present": [cast.aki.id], f"absence-{cast.botan.id}": "excused", "read": []})
    data = form_to(end_of(browser, held), "/attendance")

    browser.post(address, data={**data, "present": [cast.aki.id]})

    record = queries.attendance_of(held, cast.botan)
    assert record is not None
    assert record.state == "excused"


@pytest.mark.parametrize(
    ("typed", "kept"), [({"text": " ありがとう "}, "ありがとう"), ({"ready": "useful"}, "明日から使えます")]
)
def test_thanks_are_one_press_by_hand_or_by_a_phrase(
    cast: Cast, held: Meeting, typed: dict[str, str], kept: str
) -> None:
    browser = cast.browser(cast.aki)

    answer = browser.post(f"/meetings/{held.id}/thanks", data={"presenter": cast.botan.id, **typed})

    assert answer.location == f"/meetings/{held.id}/end#thanks"
    assert [one.text for one in db.session.scalars(db.select(Thanks))] == [kept]
    assert kept in cast.browser(cast.botan).get("/").text


def test_too_long_a_text_comes_back_as_it_was_typed(cast: Cast, held: Meeting) -> None:
    text = "あ" * 121

    answer = cast.browser(cast.aki).post(f"/meetings/{held.id}/thanks", data={"presenter": cast.botan.id, "text": text})

    assert answer.status_code == 422
    assert f'value="{text}"' in answer.text
    assert db.session.scalars(db.select(Thanks)).all() == []


def test_a_presenter_chooses_what_stands_on_their_page_and_the_writer_takes_it_back(cast: Cast, held: Meeting) -> None:
    writer, presenter = cast.browser(cast.aki), cast.browser(cast.botan)
    writer.post(f"/meetings/{held.id}/thanks", data={"presenter": cast.botan.id, "text": "ありがとう"})
    [one] = db.session.scalars(db.select(Thanks))
    address = f"/meetings/{held.id}/thanks/{one.id}"

    presenter.post(f"{address}/showing")
    assert one.is_shown
    assert presenter.post(f"{address}/delete").status_code == 404

    writer.post(f"{address}/delete")
    assert db.session.scalars(db.select(Thanks)).all() == []


def test_before_the_end_and_once_attendance_is_closed_it_is_the_session(cast: Cast, held: Meeting) -> None:
    browser = cast.browser(cast.aki)
    for moment in (held.starts_at, after(held, days=14)):
        go_to(moment)
        assert browser.get(f"/meetings/{held.id}/end").location == f"/meetings/{held.id}/"


def test_thanks_stand_on_the_session_as_soon_as_the_rule_takes_them(cast: Cast, held: Meeting) -> None:
    go_to(held.starts_at)
    browser = cast.browser(cast.aki)

    assert f'action="/meetings/{held.id}/thanks"' in browser.get(f"/meetings/{held.id}/").text
    assert browser.post(f"/meetings/{held.id}/thanks", data={"presenter": "all", "text": "あ" * 121}).status_code == 422
    back = browser.post(f"/meetings/{held.id}/thanks", data={"presenter": "all", "ready": "clear"}).location
    assert back == f"/meetings/{held.id}/#thanks"


@pytest.mark.parametrize("days", [-5, 15])
def test_thanks_that_are_not_taken_lead_back_to_the_session(cast: Cast, held: Meeting, days: int) -> None:
    go_to(after(held, days=days))

    answer = cast.browser(cast.aki).post(f"/meetings/{held.id}/thanks", data={"presenter": "all", "text": ""})

    assert (answer.status_code, answer.location) == (303, f"/meetings/{held.id}/#thanks")


def test_a_chapter_that_lost_its_presenter_is_shown_as_nobodys_and_not_as_read(cast: Cast) -> None:
    claim(cast, cast.botan)
    last_minute.cannot_present(cast.meeting, chapter_of(cast.meeting), cast.botan, now=after(cast.meeting, hours=-6))
    go_to(after(cast.meeting, minutes=-10))
    browser, meeting = cast.browser(cast.aki), cast.meeting
    at_the_hour = [browser.get(address).text for address in ("/", f"/meetings/{meeting.id}/projector")]
    go_to(after(meeting, minutes=2))

    page = end_of(browser, meeting)

    assert ["担当 <b" in shown or "<p>Botan</p>" in shown for shown in at_the_hour] == [False, False]
    assert page.xpath("//input[@name='read']/@checked") == []
    assert "を読み終えました" not in page.text_content()
