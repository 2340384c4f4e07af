"""Slides and links of a chapter: by whoever presents it, in order, for members alone."""

import pytest

from studyhub.actions.reading.suggesting import Around, suggestions
from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.assigning import assignments, chapters
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.changing import cancelling
from studyhub.meetings.material import arranging, queries
from studyhub.meetings.material.models import ChapterLink
from studyhub.notes.models import Note
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim

SLIDES = "https://slides.example.com/1"


def add(cast: Cast, title: str = "Slides", url: str = SLIDES) -> ChapterLink:
    link = arranging.add(cast.meeting, chapter_of(cast.meeting), title, url, by=cast.botan, now=NOON)
    db.session.flush()
    return link


def titles(cast: Cast) -> list[str]:
    db.session.flush()
    return [link.title for link in queries.of_chapter(chapter_of(cast.meeting))]


def test_links_stand_in_order_are_moved_up_and_taken_away(cast: Cast) -> None:
    for number in range(3):
        last = add(cast, f"Link {number}", f"{SLIDES}{number}")

    arranging.move_up(cast.meeting, chapter_of(cast.meeting), last.id, by=cast.botan, now=NOON)
    assert titles(cast) == ["Link 0", "Link 2", "Link 1"]

    for _ in range(2):
        arranging.remove(cast.meeting, chapter_of(cast.meeting), last.id, by=cast.botan, now=NOON)
    assert titles(cast) == ["Link 0", "Link 1"]


def test_an_address_stands_once_and_takes_the_newer_title(cast: Cast) -> None:
    add(cast)
    add(cast, "Slides, mended")

    assert titles(cast) == ["Slides, mended"]


def test_ten_are_enough(cast: Cast) -> None:
    for number in range(10):
        add(cast, f"Link {number}", f"{SLIDES}{number}")

    with pytest.raises(arranging.EnoughLinks):
        add(cast, "One more", f"{SLIDES}more")


def test_they_go_where_the_chapter_goes(cast: Cast) -> None:
    add(cast)
    chapter = chapter_of(cast.meeting)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.MERGE, by=cast.aki, now=NOON)
    second = next(one for one in chapter_queries.chapters(cast.meetings[1]) if one.id != chapter.id)
    arranging.add(cast.meetings[1], second, "Code", f"{SLIDES}2", by=cast.aki, now=NOON)

    whole = chapters.merge(cast.meetings[1], chapter, by=cast.aki, now=NOON)

    assert [link.title for link in queries.of_chapter(whole)] == ["Slides", "Code"]


def test_its_presenter_adds_them_and_members_alone_see_them(cast: Cast) -> None:
    claim(cast, cast.botan)
    here = f"/meetings/{cast.meeting.id}/"
    address = f"{here}chapters/{chapter_of(cast.meeting).id}/links"
    cast.circle.visibility = type(cast.circle.visibility).PUBLIC

    answers = [
        cast.browser(user).post(address, data={"title": "発表資料", "url": SLIDES}).status_code
        for user in (cast.botan, cast.aki, cast.chika)
    ]

    assert answers == [303, 303, 403]
    for page in (here, f"/circles/{cast.circle.slug}/"):
        shown = [
            f'href="{SLIDES}" rel="noreferrer"' in cast.browser(user).get(page).text for user in (cast.chika, None)
        ]
        assert shown == [True, False]


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "ftp://example.com/", "data:text/html,x", "https://", "https://u:p@example.com/"]
)
def test_only_addresses_of_the_web_are_taken_and_what_was_typed_comes_back(cast: Cast, url: str) -> None:
    claim(cast, cast.botan)
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/links"

    answer = cast.browser(cast.botan).post(address, data={"title": "発表資料", "url": url})

    assert (answer.status_code, 'value="発表資料"' in answer.text, titles(cast)) == (422, True, [])


def test_whoever_presented_it_adds_what_comes_afterwards(cast: Cast) -> None:
    mine = claim(cast, cast.botan)
    mine.move_to(type(mine.state).PRESENTED, now=NOON)
    db.session.flush()

    states = {user: queries.own_states(chapter_of(cast.meeting), user) for user in (cast.botan, cast.aki)}
    assert rules.can_arrange_links(states[cast.botan], organizes=False)
    assert not rules.can_arrange_links(states[cast.aki], organizes=False)


def test_a_note_begins_with_them_in_the_part_that_never_leaves(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    add(cast, "資料 [v2]", "https://example.com/a_(b)")

    cast.browser(cast.botan).post(f"/meetings/{cast.meeting.id}/note")

    note = db.session.scalars(db.select(Note)).one()
    assert note.head is not None
    inside = note.head.source.rpartition(":::internal")[2]
    assert "- [資料 \\[v2\\]](https://example.com/a_%28b%29)" in inside
    assert suggestions(note.head.source, lambda: Around(NOON.date())) == []
