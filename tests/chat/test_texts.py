"""What is said in chat of a session, as people copy it from its page."""

import html
import re

from studyhub import clock
from studyhub.circles.models import Format, Visibility
from studyhub.db import db
from studyhub.meetings.assigning import assignments, reading_together
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.notes.edits import writing
from studyhub.notes.releases import releasing
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import change, chapter_of
from tests.reminders.looking import tokyo

TEXT = re.compile(r'<textarea id="(\w+)"[^>]*>(.*?)</textarea>', re.DOTALL)


def texts(cast: Cast, user: User, at: str = "2026-12-01T16:00") -> dict[str, list[str]]:
    """The lines of each text that a reader of the first session is offered."""
    clock.start_at(tokyo(at))
    page = cast.browser(user).get(f"/meetings/{cast.meeting.id}/chat")
    assert page.status_code == 200
    return {name: html.unescape(text).splitlines() for name, text in TEXT.findall(page.text)}


def test_the_day_before_it_says_when_what_where_and_who_is_welcome(cast: Cast) -> None:
    cast.meeting.place, cast.meeting.online_url = "会議室さくら", "https://meet.example.com/sre"
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    saying.say(chapter_of(cast.meeting), ThoughtKind.QUESTION, "なぜ?", by=cast.aki, now=NOON)

    said = texts(cast, cast.botan)

    assert said == {
        "before": [
            "明日 12月2日(水) 19:00–20:30 SRE 第1回",
            "1章 Chapter 1（Botanさん）",
            "会議室さくら、またはオンライン。読むところは20ページ。感想・疑問が1件届いています。",
            "聞くだけの参加も歓迎です。2章の担当も募集しています。",
            f"http://localhost/meetings/{cast.meeting.id}/",
        ]
    }


def test_it_says_what_is_read_together(cast: Cast) -> None:
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    assert texts(cast, cast.botan)["before"][1] == "1章 Chapter 1（その場で読む）"


def test_where_all_is_read_together_it_says_so_of_each_chapter(cast: Cast) -> None:
    cast.meeting.format = Format.READ_TOGETHER
    db.session.commit()

    assert texts(cast, cast.botan)["before"][1] == "1章 Chapter 1（その場で読む）"


def test_after_a_change_it_says_who_covers(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)

    said = texts(cast, cast.aki)["changed"]

    assert said[:2] == [
        "明日 19:00 の SRE 第1回は予定どおり開きます。",
        "1章はAkiさんが代わってくださいます。ありがとうございます!",
    ]
    assert "changed" not in texts(cast, cast.aki, "2026-12-03T13:00")


def test_after_a_change_it_says_the_new_time(cast: Cast) -> None:
    change(cast, cast.meeting, starts_at=tokyo("2026-12-03T18:00"), ends_at=tokyo("2026-12-03T19:00"))

    said = texts(cast, cast.aki)

    assert said["changed"][0] == "SRE 第1回の日時が変わりました。新しい日時は 12月3日(木) 18:00–19:00 です。"


def test_what_is_put_off_or_called_off_is_said_alone(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    put_off = texts(cast, cast.aki)
    cancelling.cancel(cast.meeting, "", Chapters.SLIDE, by=cast.aki, now=NOON)

    called_off = texts(cast, cast.aki)

    assert [lines[0] for lines in put_off.values()] == ["SRE 第1回は延期になりました。新しい日程は未定です。"]
    assert [lines[0] for lines in called_off.values()] == [
        "明日 12月2日(水) 19:00–20:30 の SRE 第1回は中止になりました。"
    ]


def test_notes_that_are_shared_are_said(cast: Cast) -> None:
    note = writing.begin(cast.circle, cast.meeting, "第1回", "読んだ。", by=cast.aki, now=NOON)
    assert texts(cast, cast.aki, "2026-12-02T21:00") == {}

    releasing.share(note, by=cast.aki, now=NOON)

    said = texts(cast, cast.aki, "2026-12-02T21:00")
    assert said == {
        "notes": ["SRE 第1回（12月2日(水)）のノートが読めるようになりました。", f"http://localhost/notes/{note.id}/"]
    }


def test_of_a_circle_for_participants_only_nothing_is_said(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    link = f"http://localhost/meetings/{cast.meeting.id}/"
    planned, changed = ["会の予定があります", link], ["会の予定が変わりました", link]

    assert texts(cast, cast.botan) == {"before": planned}
    change(cast, cast.meeting, starts_at=tokyo("2026-12-03T18:00"), ends_at=tokyo("2026-12-03T19:00"))
    assert texts(cast, cast.botan) == {"changed": changed, "before": planned}
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    assert texts(cast, cast.botan) == {"changed": changed}
    cancelling.cancel(cast.meeting, "", Chapters.SLIDE, by=cast.aki, now=NOON)
    assert texts(cast, cast.botan) == {"changed": changed}
    assert cast.browser(cast.chika).get(f"/meetings/{cast.meeting.id}/chat").status_code == 404
