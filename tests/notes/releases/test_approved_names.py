"""What leaves is what was approved: the circle's title and the names of authors too."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

import pytest

from studyhub.circles import editing
from studyhub.circles.editing import Details
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.departures import merging
from studyhub.meetings.signing_up import joining
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.releases import accompanying, consents, own_words, releasing
from studyhub.people.models import OutsideName
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.notes.notebook import TEXT, head_of, published, requested, told
from tests.notes.releases.outside import outside


def rename(cast: Cast, note: Note) -> None:
    note.circle.title = "Secret project"


def write_inside(cast: Cast, note: Note) -> None:
    cast.aki.outside_name = OutsideName.REAL
    memo = f"{TEXT}\n:::internal\nmemo\n:::\n"
    writing.edit(note, head_of(note), note.title, memo, by=cast.aki, now=NOON)
    releasing.follow_edit(note, by=cast.aki, now=NOON)


def edit(cast: Cast, note: Note) -> None:
    writing.edit(note, head_of(note), "Another title", "First line, changed", by=cast.botan, now=NOON)
    tagging.change(note, "", "SLO")
    releasing.follow_edit(note, by=cast.botan, now=NOON)


def choose_pen_name(cast: Cast, note: Note) -> None:
    cast.botan.pen_name = "another"


def agree_to_more(cast: Cast, note: Note) -> None:
    cast.botan.outside_name, cast.botan.name = OutsideName.REAL, "Botan"


def change_name(cast: Cast, note: Note) -> None:
    cast.botan.name = "Botan Tachibana"


CHANGES = (rename, write_inside, edit, choose_pen_name, agree_to_more, change_name)


@pytest.fixture(params=list(Visibility))
def note(cast: Cast, request: pytest.FixtureRequest) -> Note:
    """A note outside, by Botan under a pen name, of a circle that is seen by whom it says."""
    cast.circle.visibility = request.param
    cast.botan.outside_name, cast.botan.pen_name = OutsideName.PEN, "peony"
    return published(cast).note


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_outside_changes_until_an_editor_approves(
    cast: Cast, note: Note, change: Callable[[Cast, Note], None]
) -> None:
    before = outside(cast, note)

    change(cast, note)
    db.session.commit()

    assert outside(cast, note) == before
    assert "peony" in str(before["/notes/{id}/"])


@pytest.mark.parametrize(
    ("change", "says"), [(rename, "Secret project"), (write_inside, "Aki"), (agree_to_more, "Botan")]
)
def test_what_changed_leaves_with_the_next_approval(
    cast: Cast, note: Note, change: Callable[[Cast, Note], None], says: str
) -> None:
    change(cast, note)

    release = releasing.request(note, by=cast.botan, now=NOON)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)
    db.session.commit()

    assert says in str(outside(cast, note)["/notes/{id}/"])


def test_only_the_link_to_a_circle_follows_who_may_see_it(cast: Cast, note: Note) -> None:
    note.circle.visibility = Visibility.PARTICIPANTS
    db.session.commit()

    page = str(outside(cast, note)["/notes/{id}/"])

    assert note.circle.title in page
    assert f"/circles/{note.circle.slug}/" not in page


def profile(cast: Cast, **fields: str) -> None:
    data = {"name": "Botan", "outside_name": "pen", "pen_name": "peony", "language": "", "time_zone": ""} | fields
    assert cast.browser(cast.botan).post("/profile/", data=data).status_code == 303


def test_a_consent_that_is_taken_back_takes_the_name_out_at_once(cast: Cast, note: Note) -> None:
    before = outside(cast, note)
    assert any("peony" in str(text) for text in before.values())

    profile(cast, outside_name="anonymous")

    after = outside(cast, note)
    assert not any("peony" in str(text) for text in after.values())
    assert "参加者" in str(after["/notes/{id}/"])


def test_editors_are_told_which_texts_name_whoever_took_their_consent_back(cast: Cast) -> None:
    cast.botan.outside_name = OutsideName.REAL
    release = published(cast)
    db.session.commit()

    profile(cast, outside_name="anonymous")

    assert told("name_taken_back") == {cast.editor.id}
    assert consents.still_outside([release.id]) == [release]


@pytest.mark.parametrize("words", ["Botan presented", "presented by Botan"])
def test_a_text_of_others_that_names_the_person_is_among_them(cast: Cast, words: str) -> None:
    cast.chika.outside_name = OutsideName.REAL
    cast.chika.name = "Chika Ono"
    release = published(cast, words.replace("Botan", "Chika Ono"))
    cast.chika.outside_name = OutsideName.ANONYMOUS

    found = consents.take_back(cast.chika, OutsideName.REAL, "Chika Ono", now=NOON)

    assert list(found) == [release]


def test_nobody_is_told_of_a_consent_that_is_given(cast: Cast, note: Note) -> None:
    profile(cast, outside_name="real")

    assert told("name_taken_back") == set()


@pytest.mark.parametrize("change", [rename, write_inside, agree_to_more, choose_pen_name, edit])
def test_what_changed_since_it_was_read_is_read_again(cast: Cast, change: Callable[[Cast, Note], None]) -> None:
    cast.botan.outside_name, cast.botan.pen_name = OutsideName.PEN, "peony"
    release = requested(cast)
    read = release.sha256

    change(cast, release.note)

    with pytest.raises(releasing.TextChanged):
        releasing.approve(release, read_sha256=read, by=cast.editor, now=NOON)


def test_a_circle_that_was_public_when_its_title_was_read_is_read_again(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PUBLIC
    release = requested(cast)
    read = release.sha256
    cast.circle.visibility = Visibility.PARTICIPANTS

    with pytest.raises(releasing.TextChanged):
        releasing.approve(release, read_sha256=read, by=cast.editor, now=NOON)


def review(cast: Cast, release: Release) -> str:
    return cast.browser(cast.editor).get(f"/notes/{release.note_id}/releases/{release.id}/").text


@pytest.mark.parametrize(
    ("visibility", "says"),
    [
        (Visibility.PUBLIC, "公開の会です"),
        (Visibility.INSIDE, "社内の会です"),
        (Visibility.PARTICIPANTS, "参加者のみの会です"),
    ],
)
def test_the_review_says_all_that_leaves(cast: Cast, visibility: Visibility, says: str) -> None:
    cast.circle.visibility, cast.circle.title = visibility, "SRE book"
    cast.botan.outside_name, cast.botan.pen_name = OutsideName.PEN, "peony"
    release = requested(cast)

    page = review(cast, release)

    assert all(words in page for words in ("SRE book", says, "peony", release.title))


def test_a_text_that_cannot_follow_is_said_and_nothing_is_approved(cast: Cast) -> None:
    release = requested(cast)
    read, note = release.sha256, release.note
    writing.edit(note, head_of(note), "Goals", "## :::internl\n:::internl\nsecret\n:::\n", by=cast.botan, now=NOON)
    with pytest.raises(releasing.InternalLeft):
        releasing.follow_edit(note, by=cast.botan, now=NOON)
    db.session.commit()

    pages = (review(cast, release), cast.browser(cast.botan).get(f"/notes/{note.id}/").text)

    assert all("承認待ちは第2版です" in page for page in pages)
    with pytest.raises(releasing.InternalLeft):
        releasing.approve(release, read_sha256=read, by=cast.editor, now=NOON)
    assert release.state is ReleaseState.REQUESTED


@pytest.mark.parametrize("again", [{"outside_name": "pen", "pen_name": "azalea"}, {"outside_name": "real"}])
def test_a_name_that_was_taken_back_stays_out_until_an_editor_approves_another(
    cast: Cast, note: Note, again: dict[str, str]
) -> None:
    profile(cast, outside_name="anonymous")

    profile(cast, **again)

    read = str(outside(cast, note)["/notes/{id}/"])
    assert not any(name in read for name in ("peony", "azalea", "Botan"))


def test_a_merge_that_narrows_a_consent_takes_the_name_out(cast: Cast, note: Note) -> None:
    home = cast.person("Home")
    merging.merge(home, cast.botan, OF_PEOPLE, by=cast.admin, now=NOON)
    db.session.commit()
    assert "peony" in str(outside(cast, note)["/notes/{id}/"])

    merging.merge(cast.botan, cast.chika, OF_PEOPLE, by=cast.admin, now=NOON)
    db.session.commit()

    assert "peony" not in str(outside(cast, note)["/notes/{id}/"])
    assert told("name_taken_back") == {cast.editor.id}


@pytest.mark.parametrize("name", ["佐藤さん", "@sato", "佐藤花子"])
def test_editors_are_told_of_a_name_as_people_write_it(cast: Cast, name: str) -> None:
    cast.chika.name, cast.chika.chat_handle = "佐藤 花子", "@sato"
    release = published(cast, f"発表は{name} が")
    cast.chika.outside_name = OutsideName.ANONYMOUS

    assert list(consents.take_back(cast.chika, OutsideName.REAL, "佐藤 花子", now=NOON)) == [release]


def test_the_number_of_the_session_leaves_as_it_was_read(cast: Cast, note: Note) -> None:
    before = outside(cast, note)

    cast.meeting.number = 9
    db.session.commit()

    assert outside(cast, note) == before


def test_nobody_releases_tags_of_their_own(cast: Cast) -> None:
    release = requested(cast)
    tagging.retag(release.note, "", "secret", by=cast.editor, now=NOON)
    releasing.follow_edit(release.note, by=cast.editor, now=NOON)

    with pytest.raises(releasing.OwnText):
        releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)


def test_tags_stay_ones_own_when_two_accounts_become_one(cast: Cast) -> None:
    release, home = requested(cast), cast.person("Home")
    tagging.retag(release.note, "", "secret", by=home, now=NOON)
    releasing.follow_edit(release.note, by=home, now=NOON)

    merging.merge(home, cast.editor, OF_PEOPLE, by=cast.admin, now=NOON)

    assert cast.editor.id in own_words.owners(release)


def test_nobody_releases_a_title_of_their_own(cast: Cast) -> None:
    release = requested(cast)
    circle = cast.circle
    details = {field.name: getattr(circle, field.name) for field in fields(Details)} | {"title": "Secret"}
    editing.edit(circle, Details(**details), by=cast.editor, now=NOON)

    with pytest.raises(releasing.OwnText):
        releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)


def test_a_title_is_ones_own_in_its_circle_alone(cast: Cast) -> None:
    first, circle = requested(cast), cast.new_circle(cast.aki, title="Other", meetings=1)
    note = writing.begin(circle, None, "Other", "Text", by=cast.botan, now=NOON)
    releasing.share(note, by=cast.aki, now=NOON)
    second = releasing.request(note, by=cast.botan, now=NOON)
    details = {field.name: getattr(circle, field.name) for field in fields(Details)} | {"title": "Secret"}
    editing.edit(circle, Details(**details), by=cast.editor, now=NOON)

    assert cast.editor.id not in own_words.owners(first)
    assert cast.editor.id in own_words.owners(second)
    assert own_words.owners_of([first.id, second.id]) == {second.id: {cast.editor.id}}


def test_what_one_named_before_an_approval_is_not_ones_own_afterwards(cast: Cast) -> None:
    release = requested(cast)
    tagging.retag(release.note, "", "secret", by=cast.editor, now=NOON)
    releasing.follow_edit(release.note, by=cast.editor, now=NOON)
    other, later = cast.person("Eri", is_editor=True), NOON + timedelta(hours=1)
    releasing.approve(release, read_sha256=accompanying.digest(release), by=other, now=later)
    edit(cast, release.note)

    newer = releasing.request(release.note, by=cast.botan, now=later)

    assert own_words.owners(newer) == set()


def test_whoever_left_a_closed_circle_is_told_no_newer_title_of_it(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    release = requested(cast)
    joining.leave(cast.circle, cast.botan, now=NOON)
    cast.circle.title = "Secret"

    releasing.decline(release, "Not yet", by=cast.editor, now=NOON)

    assert told("release_declined") == set()


def test_what_was_taken_back_is_for_whoever_may_open_the_note(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    release = requested(cast)
    releasing.withdraw_request(release.note, by=cast.botan, now=NOON)
    db.session.commit()

    address = f"/notes/{release.note_id}/releases/{release.id}/"

    assert [cast.browser(user).get(address).status_code for user in (cast.editor, cast.botan)] == [404, 200]
