"""Who sees what of a note."""

import contextlib
import re
from collections.abc import Callable

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note
from studyhub.notes.releases import releasing
from studyhub.people.models import OutsideName
from tests.cast import NOON, Cast, query_count
from tests.notes.notebook import CANARY, head_of, note_of, published, requested, shared_note


def test_a_meetings_note_begins_with_a_section_for_each_chapter(cast: Cast) -> None:
    answer = cast.browser(cast.botan).post(f"/meetings/{cast.meeting.id}/note")

    note = db.session.scalars(db.select(Note)).one()
    assert answer.status_code == 303
    assert answer.location == f"/notes/{note.id}/edit"
    assert note.title == "第1回 Chapter 1"
    assert note.head is not None
    assert note.head.source.startswith("## 1 Chapter 1\n\n### 要点\n")


def test_beginning_twice_makes_one_note(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    address = f"/meetings/{cast.meeting.id}/note"
    browser.post(address)

    browser.post(address)

    assert len(db.session.scalars(db.select(Note)).all()) == 1


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("chika", 403), ("botan", 303), ("aki", 303)])
def test_those_who_take_part_begin_the_note(cast: Cast, name: str | None, status: int) -> None:
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.post(f"/meetings/{cast.meeting.id}/note").status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [(None, 404), ("chika", 404), ("editor", 404), ("botan", 200), ("aki", 200)]
)
def test_a_draft_is_seen_by_those_who_take_part(cast: Cast, name: str | None, status: int) -> None:
    note = note_of(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.get(f"/notes/{note.id}/").status_code == status


@pytest.mark.parametrize(("name", "status"), [(None, 404), ("chika", 200), ("editor", 200), ("botan", 200)])
def test_a_shared_note_is_seen_inside(cast: Cast, name: str | None, status: int) -> None:
    note = shared_note(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.get(f"/notes/{note.id}/").status_code == status


def test_a_visitors_404_is_the_same_for_what_exists_and_what_does_not(cast: Cast) -> None:
    note = shared_note(cast)
    browser = cast.browser()

    hidden, missing = (browser.get(f"/notes/{note_id}/").text for note_id in (note.id, 99))

    assert "sign-in-email" in hidden
    assert without_address(hidden, note.id) == without_address(missing, 99)


def without_address(page: str, note_id: int) -> str:
    page = page.replace(f"/notes/{note_id}/", "").replace(f"%2Fnotes%2F{note_id}%2F", "")
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_inside_the_internal_part_is_framed(cast: Cast) -> None:
    page = cast.browser(cast.chika).get(f"/notes/{shared_note(cast).id}/").text

    assert '<div class="internal">' in page
    assert CANARY in page


def test_outside_nothing_internal_is_seen(cast: Cast) -> None:
    release = published(cast)

    page = cast.browser().get(f"/notes/{release.note_id}/").text

    assert "Last line" in page
    assert CANARY not in page


def test_outside_people_are_named_as_they_agreed(cast: Cast) -> None:
    cast.botan.outside_name, cast.botan.pen_name = OutsideName.PEN, "Peony"
    note_id = published(cast).note_id

    page = cast.browser().get(f"/notes/{note_id}/").text

    assert "Peony" in page
    assert "Botan" not in page


@pytest.mark.parametrize(("visibility", "links"), [(Visibility.PUBLIC, 1), (Visibility.INSIDE, 0)])
def test_outside_a_circle_has_an_address_only_when_it_is_public(cast: Cast, visibility: Visibility, links: int) -> None:
    cast.circle.visibility = visibility
    note_id = published(cast).note_id

    page = cast.browser().get(f"/notes/{note_id}/").text

    assert page.count(f'href="/circles/{cast.circle.slug}/"') == links


def test_a_member_who_may_not_open_the_note_reads_what_is_published(cast: Cast) -> None:
    note_id = published(cast).note_id
    cast.circle.visibility = Visibility.PARTICIPANTS

    page = cast.browser(cast.chika).get(f"/notes/{note_id}/").text

    assert "Last line" in page
    assert CANARY not in page


def test_what_was_retracted_is_gone(cast: Cast) -> None:
    release = published(cast)
    releasing.retract(release, by=cast.editor, now=NOON)

    assert cast.browser().get(f"/notes/{release.note_id}/").status_code == 410
    assert cast.browser(cast.chika).get(f"/notes/{release.note_id}/").status_code == 200


def test_the_list_shows_a_visitor_what_is_published_only(cast: Cast) -> None:
    browser = cast.browser()
    shared_note(cast)
    before = browser.get("/notes/").text

    release = requested(cast)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)

    assert "Goals" not in before
    assert "Goals" in browser.get("/notes/").text


@pytest.mark.parametrize(
    ("state", "is_listed"),
    [("all", True), ("draft", False), ("shared", True), ("requested", True), ("published", False)],
)
def test_members_choose_notes_by_state(cast: Cast, state: str, is_listed: bool) -> None:
    requested(cast)

    page = cast.browser(cast.chika).get(f"/notes/?state={state}").text

    assert ("Goals" in page) is is_listed


def test_the_list_goes_on_page_by_page(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, meetings=25)
    meetings = db.session.scalars(db.select(Meeting).where(Meeting.circle_id == circle.id)).all()
    for number, meeting in enumerate(meetings):
        writing.begin(circle, meeting, f"Note-{number:02}-", "", by=cast.aki, now=NOON)
    browser = cast.browser(cast.aki)

    first = browser.get("/notes/").text
    found = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(found).text

    seen = [number for page in (first, second) for number in range(25) if f"Note-{number:02}-" in page]
    assert sorted(seen) == list(range(25))
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "query", ["after=nonsense", "after=99999999999999999-1", "after=1-9999999999", "state=x", "circle=none", "tag=%00"]
)
def test_nonsense_in_the_address_of_the_list_is_no_error(cast: Cast, query: str) -> None:
    assert cast.browser(cast.aki).get(f"/notes/?{query}").status_code == 200


def test_the_number_of_statements_stays_however_much_was_written(cast: Cast) -> None:
    note = shared_note(cast)
    browser = cast.browser(cast.chika)
    address = f"/notes/{note.id}/"
    before = statements(lambda: browser.get(address))
    for number, user in enumerate((cast.aki, cast.botan, cast.admin)):
        writing.edit(note, head_of(note), "Goals", f"Text {number}", by=user, now=NOON)
    releasing.request(note, by=cast.aki, now=NOON)
    db.session.commit()

    after = statements(lambda: browser.get(address))

    assert after == before > 5


def statements(act: Callable[[], object]) -> int:
    with contextlib.suppress(AssertionError), query_count(-1) as found:
        act()
    return len(found)


def test_members_choose_notes_by_tag(cast: Cast) -> None:
    note = shared_note(cast)
    tagging.change(note, "", "監視")
    browser = cast.browser(cast.chika)

    found, others = (browser.get("/notes/", query_string={"tag": tag}).text for tag in ("監視", "SLO"))

    assert ["Goals" in page for page in (found, others)] == [True, False]


@pytest.mark.parametrize(("visibility", "is_found"), [(Visibility.PUBLIC, True), (Visibility.INSIDE, False)])
def test_a_visitor_finds_notes_by_public_circles_only(cast: Cast, visibility: Visibility, is_found: bool) -> None:
    published(cast)
    cast.circle.visibility = visibility

    page = cast.browser().get(f"/notes/?circle={cast.circle.slug}").text

    assert ("Goals" in page) is is_found


@pytest.mark.parametrize("is_inside", [True, False])
def test_the_number_of_statements_of_the_list_stays_with_more_notes(cast: Cast, is_inside: bool) -> None:
    published(cast)
    browser = cast.browser(cast.chika if is_inside else None)
    before = statements(lambda: browser.get("/notes/"))
    for meeting in cast.meetings[1:]:
        note = writing.begin(cast.circle, meeting, "More", "text", by=cast.botan, now=NOON)
        releasing.share(note, by=cast.aki, now=NOON)
        release = releasing.request(note, by=cast.botan, now=NOON)
        releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)

    after = statements(lambda: browser.get("/notes/"))

    assert browser.get("/notes/").text.count("More") == 3
    assert after == before


def test_an_editor_reviews_what_they_could_not_open_otherwise(cast: Cast) -> None:
    release = requested(cast)
    cast.circle.visibility = Visibility.PARTICIPANTS
    browser = cast.browser(cast.editor)

    statuses = [
        browser.get(address).status_code
        for address in (f"/notes/{release.note_id}/", f"/notes/{release.note_id}/releases/{release.id}/")
    ]

    assert statuses == [404, 200]
