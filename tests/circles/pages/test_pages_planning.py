"""Making a circle in three steps, nothing being kept until the last press."""

import re
import time

import pytest
from sqlalchemy import select

from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting
from tests.cast import Cast
from tests.circles.planning import TOC, WEDNESDAYS, circle_count, fields, pasted, scheduled, sent

LONG_SECONDS = 6.0


def made(slug: str) -> Circle:
    """The circle at an address."""
    return db.session.scalars(select(Circle).where(Circle.slug == slug)).one()


def meetings_of(circle: Circle) -> list[Meeting]:
    """Its meetings in order."""
    return list(db.session.scalars(select(Meeting).where(Meeting.circle_id == circle.id).order_by(Meeting.number)))


def titles_of(meeting: Meeting) -> list[str]:
    """The chapters read in a meeting."""
    rows = select(Chapter.title).join(MeetingChapter).where(MeetingChapter.meeting_id == meeting.id)
    return list(db.session.scalars(rows.order_by(MeetingChapter.position)))


def test_a_pasted_table_of_contents_stands_line_by_line(cast: Cast) -> None:
    typed = fields(pasted(cast.browser(cast.botan)).text)

    lines = [name for name in typed if re.fullmatch(r"t\d+", name)]
    assert len(lines) == len([line for line in TOC.splitlines() if line.strip()])
    assert (typed["k3"], typed["n3"], typed["t3"], typed["p3"], typed["x3"]) == (
        "chapter",
        "1",
        "静かな夜のための準備",
        "1",
        "on",
    )


def test_the_schedule_shows_dates_and_why_one_is_later(cast: Cast) -> None:
    page = scheduled(cast.browser(cast.botan), weekday="2", first_day="2026-12-23").text

    typed = fields(page)
    assert [typed[f"d{number}"] for number in (1, 2, 3)] == ["2026-12-23", "2026-12-30", "2027-01-06"]
    assert "9回で読み終えます" in page


def test_a_holiday_is_named_where_it_moves_a_session(cast: Cast) -> None:
    page = scheduled(cast.browser(cast.botan), weekday="0", first_day="2027-01-11", holidays="next").text

    assert "成人の日" in page
    assert fields(page)["d1"] == "2027-01-12"


def test_one_press_makes_the_circle_with_its_sessions(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS, division="per_meeting", amount="2", title="夜の会").text)

    answer = browser.post("/circles/new/circle", data=typed)

    assert answer.status_code == 303
    circle = made(answer.location.strip("/").split("/")[1])
    meetings = meetings_of(circle)
    assert circle.title == "夜の会"
    assert [titles_of(meeting) for meeting in meetings[:1]] == [["静かな夜のための準備", "しきい値の決め方"]]
    assert len(meetings) == 5
    assert meetings[0].starts_at.isoformat() == "2026-12-02T10:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "made_as"),
    [({}, "静かな夜の本 輪読会"), ({"title": "夜の読書会"}, "夜の読書会")],
    ids=("proposed", "typed"),
)
def test_a_proposed_name_says_what_the_circle_calls_itself(cast: Cast, typed: dict[str, str], made_as: str) -> None:
    page = scheduled(cast.browser(cast.botan), **WEDNESDAYS)

    answer = cast.browser(cast.botan).post(
        "/circles/new/circle", data=fields(page.text) | {"reading_name": "rindokukai"} | typed
    )

    assert made(answer.location.strip("/").split("/")[1]).title == made_as


def test_pressing_twice_makes_one_circle(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text)

    first, second = (browser.post("/circles/new/circle", data=typed).location for _ in range(2))

    assert first == second
    assert circle_count() == 2


def test_nothing_is_kept_before_the_last_press(cast: Cast) -> None:
    scheduled(cast.browser(cast.botan))

    assert circle_count() == 1


def test_a_date_changed_by_hand_is_kept(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | {"d1": "2026-12-03"}

    answer = browser.post("/circles/new/circle", data=typed)

    first = meetings_of(made(answer.location.strip("/").split("/")[1]))[0]
    assert first.starts_at.isoformat() == "2026-12-03T10:00:00+00:00"


def test_a_chapter_moved_by_hand_is_read_there(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text)
    moved = next(name for name in typed if name.startswith("m") and typed[name] == "2" and name[1:].isdigit())

    answer = browser.post("/circles/new/circle", data=typed | {moved: "1", "d2": ""})

    meetings = meetings_of(made(answer.location.strip("/").split("/")[1]))
    assert titles_of(meetings[0]) == ["静かな夜のための準備", "しきい値の決め方"]
    assert len(meetings) == 8


def test_a_plan_of_too_many_sessions_says_so(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(browser.get("/circles/new").text)
    page = sent(browser, "/circles/new/schedule", typed).text

    answer = sent(browser, "/circles/new/schedule", fields(page) | {"amount": "401"})

    assert answer.status_code == 422
    assert "400回を超えて" in answer.text


def test_a_circle_without_a_book_has_sessions_without_chapters(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(browser.get("/circles/new").text)
    page = sent(browser, "/circles/new/schedule", typed).text

    answer = browser.post("/circles/new/circle", data=fields(page) | {"title": "もくもく会"})

    meetings = meetings_of(made(answer.location.strip("/").split("/")[1]))
    assert len(meetings) == 6
    assert titles_of(meetings[0]) == []


def test_going_back_keeps_what_was_typed(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | {"title": "夜の会", "d1": "2026-12-04"}

    lines = sent(browser, "/circles/new/chapters", typed).text
    book = sent(browser, "/circles/new", fields(lines) | {"t3": "べつの題"}).text
    lines = sent(browser, "/circles/new/chapters", fields(book)).text
    again = fields(sent(browser, "/circles/new/schedule", fields(lines)).text)

    assert fields(book)["toc"].splitlines() == TOC.splitlines()
    assert fields(lines)["t3"] == "べつの題"
    assert (again["title"], again["weekday"]) == ("夜の会", "2")


def test_changing_the_contents_keeps_what_was_corrected_in_other_lines(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    toc = "第1章 監視\nまとめ\n第2章 通知\nまとめ\n第3章 当番"
    typed = fields(pasted(browser, toc=toc).text) | {"t0": "監視とは", "x3": "on"}
    typed.pop("x2")

    first = fields(sent(browser, "/circles/new", typed).text)
    again = fields(sent(browser, "/circles/new/chapters", first | {"toc": f"はじめに\n{toc}\n第4章 復旧"}).text)

    titles = [again[f"t{index}"] for index in range(7)]
    assert titles == ["はじめに", "監視とは", "まとめ", "通知", "まとめ", "当番", "復旧"]
    assert [index for index in range(7) if f"x{index}" in again] == [1, 4, 5, 6]


def test_going_back_and_forth_keeps_dates_changed_by_hand(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | {"d1": "2026-12-04"}

    lines = sent(browser, "/circles/new/chapters", typed).text
    again = fields(sent(browser, "/circles/new/schedule", fields(lines)).text)

    assert again["d1"] == "2026-12-04"


def test_a_chapter_read_before_takes_no_session(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(pasted(browser).text) | {"r3": "on"}
    page = sent(browser, "/circles/new/schedule", typed).text

    answer = browser.post("/circles/new/circle", data=fields(page))

    circle = made(answer.location.strip("/").split("/")[1])
    chapters = db.session.scalars(select(Chapter).order_by(Chapter.id.desc()).limit(9)).all()[::-1]
    assert [chapter.is_read_before for chapter in chapters] == [True] + [False] * 8
    assert titles_of(meetings_of(circle)[0]) == ["しきい値の決め方"]


def test_a_draft_serves_only_the_person_it_was_made_for(cast: Cast) -> None:
    typed = fields(scheduled(cast.browser(cast.botan)).text)

    assert cast.browser(cast.chika).post("/circles/new/circle", data=typed).status_code == 422


def test_a_table_of_contents_of_two_thousand_lines_goes_through(cast: Cast) -> None:
    toc = "".join(f"第{chapter}章 とても長い話の続き{chapter}\n" + "  節の名前\n" * 9 for chapter in range(1, 201))
    browser = cast.browser(cast.botan)
    began = time.process_time()

    lines = pasted(browser, toc=toc)
    page = sent(browser, "/circles/new/schedule", fields(lines.text))
    answer = browser.post("/circles/new/circle", data=fields(page.text) | {"title": "長い会"})

    assert time.process_time() - began < LONG_SECONDS
    assert (lines.status_code, page.status_code, answer.status_code) == (200, 200, 303)
    assert len(meetings_of(made(answer.location.strip("/").split("/")[1]))) == 200


def test_visitors_are_asked_to_sign_in(cast: Cast) -> None:
    assert cast.browser().get("/circles/new").status_code == 302
    assert cast.browser().post("/circles/new/circle", data={"title": "x"}).status_code == 401
