"""The way outside: two people, exactly the text that was read, and nothing internal."""

import pytest
from flask_babel import force_locale

from studyhub.db import db
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.messages import KINDS
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.releases import release_queries, releasing
from studyhub.notes.releases.released import released
from studyhub.people.models import ImpossibleMove, User
from tests.cast import NOON, Cast
from tests.notes.notebook import CANARY, head_of, published, requested, save, shared_note, told

CHECKED = {"is_announced": "y", "is_impersonal": "y", "is_ours": "y", "is_clear": "y"}


def approve(cast: Cast, release: Release, user: User | None, **fields: str) -> int:
    data = {"sha256": release.sha256, **CHECKED, **fields}
    address = f"/notes/{release.note_id}/releases/{release.id}/approval"
    return cast.browser(user).post(address, data=data).status_code


@pytest.mark.parametrize(
    ("name", "status"),
    [(None, 401), ("chika", 403), ("aki", 403), ("botan", 403), ("admin", 403), ("editor", 303)],
)
def test_an_editor_approves(cast: Cast, name: str | None, status: int) -> None:
    release = requested(cast)

    assert approve(cast, release, getattr(cast, name) if name else None) == status
    assert (release.state is ReleaseState.APPROVED) is (name == "editor")


@pytest.mark.parametrize("name", ["botan", "aki"])
def test_nobody_releases_what_they_wrote_or_asked_for(cast: Cast, name: str) -> None:
    user = getattr(cast, name)
    user.is_editor = True
    note = shared_note(cast)
    release = releasing.request(note, by=cast.aki, now=NOON)

    approve(cast, release, user)

    assert release.state is ReleaseState.REQUESTED


def test_an_editor_who_corrects_the_text_leaves_it_to_another(cast: Cast) -> None:
    release = requested(cast)
    writing.edit(release.note, head_of(release.note), "Goals", "corrected", by=cast.editor, now=NOON)
    releasing.follow_edit(release.note, by=cast.editor, now=NOON)

    approve(cast, release, cast.editor)

    assert release.state is ReleaseState.REQUESTED


@pytest.mark.parametrize("missing", sorted(CHECKED))
def test_every_point_of_the_list_is_checked(cast: Cast, missing: str) -> None:
    release = requested(cast)

    assert approve(cast, release, cast.editor, **{missing: ""}) == 422
    assert release.state is ReleaseState.REQUESTED


def test_a_text_that_changed_after_it_was_read_is_not_approved(cast: Cast) -> None:
    release = requested(cast)
    read = release.sha256
    save(cast.browser(cast.botan), release.note, head_of(release.note), "another text")

    assert approve(cast, release, cast.editor, sha256=read) == 303

    assert release.sha256 != read
    assert release.state is ReleaseState.REQUESTED


def test_what_is_approved_is_what_was_read(cast: Cast) -> None:
    release = requested(cast)
    read = (release.title, release.public_source, release.public_html)

    approve(cast, release, cast.editor)

    [note] = released(None, limit=9)
    assert (note.title, note.source, note.html) == read
    assert told("release_approved") == {cast.botan.id}


@pytest.mark.parametrize("is_member", [True, False])
def test_nothing_internal_is_released_to_anybody(cast: Cast, is_member: bool) -> None:
    published(cast)

    [note] = released(cast.botan if is_member else None, limit=9)

    assert "Last line" in note.source
    assert CANARY not in f"{note.source}{note.html}{note.title}{note.tags}"


def test_a_tag_given_after_approval_does_not_leave(cast: Cast) -> None:
    release = published(cast)

    tagging.change(release.note, "", CANARY)

    [outside], [inside] = released(None, limit=9), released(cast.botan, limit=9)
    assert (outside.tags, inside.tags) == ((), (CANARY,))


def test_tags_leave_with_the_text(cast: Cast) -> None:
    note = shared_note(cast)
    tagging.change(note, "", "SLO, 監視")

    release = releasing.request(note, by=cast.botan, now=NOON)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)

    assert released(None, limit=9)[0].tags == ("SLO", "監視")


@pytest.mark.parametrize("source", ["```\n:::internal\n```\n\n```\n", "text `:::internal`", ":::internl\nx"])
def test_a_mark_that_would_leave_refuses_publication(cast: Cast, source: str) -> None:
    note = shared_note(cast, source)

    cast.browser(cast.aki).post(f"/notes/{note.id}/releases")

    assert release_queries.open_request(note) is None


def test_an_edit_with_such_a_mark_is_saved_and_the_request_keeps_its_text(cast: Cast) -> None:
    release = requested(cast)
    read = release.sha256

    answer = save(cast.browser(cast.botan), release.note, head_of(release.note), "a\n\n`:::internal`\n")

    assert answer.status_code == 303
    assert head_of(release.note).source.startswith("a")
    assert (release.state, release.sha256) == (ReleaseState.REQUESTED, read)


def test_only_what_is_internal_cannot_be_published(cast: Cast) -> None:
    note = shared_note(cast, ":::internal\nall of it\n:::\n")

    with pytest.raises(releasing.NothingToPublish):
        releasing.request(note, by=cast.botan, now=NOON)

    assert db.session.scalars(db.select(Release)).all() == []


def test_an_edit_keeps_what_is_outside_until_it_is_approved(cast: Cast) -> None:
    first = published(cast, "first text")
    note = first.note
    save(cast.browser(cast.botan), note, head_of(note), "second text")
    outside = cast.browser().get(f"/notes/{note.id}/").text
    second = release_queries.open_request(note)
    assert second is not None

    approve(cast, second, cast.editor)

    assert "first text" in outside
    assert "second text" not in outside
    assert "second text" in cast.browser().get(f"/notes/{note.id}/").text
    assert (first.state, second.first_approved_at) == (ReleaseState.SUPERSEDED, first.first_approved_at)


def test_an_edit_of_internal_parts_alone_asks_for_nothing(cast: Cast) -> None:
    release = published(cast)
    edited = head_of(release.note).source.replace(CANARY, "something else")

    save(cast.browser(cast.botan), release.note, head_of(release.note), edited)

    assert release_queries.open_request(release.note) is None


def test_the_editor_sees_what_changed_since_the_last_approval(cast: Cast) -> None:
    note = published(cast, "limits are two services\n").note
    save(cast.browser(cast.botan), note, head_of(note), "limits are one service\n")
    release = release_queries.open_request(note)
    assert release is not None

    page = cast.browser(cast.editor).get(f"/notes/{note.id}/releases/{release.id}/").text

    assert "<del>two</del>" in page
    assert "<ins>one</ins>" in page


def test_a_text_is_sent_back_with_a_reason(cast: Cast) -> None:
    release = requested(cast)
    address = f"/notes/{release.note_id}/releases/{release.id}/refusal"
    browser = cast.browser(cast.editor)

    without, given = (
        browser.post(address, data={"reason": " "}),
        browser.post(address, data={"reason": "Name the source"}),
    )

    assert (without.status_code, given.status_code) == (422, 303)
    assert (release.state, release.declined_reason) == (ReleaseState.DECLINED, "Name the source")
    assert told("release_declined") == {cast.botan.id}
    assert "Name the source" in cast.browser(cast.botan).get(f"/notes/{release.note_id}/").text


def test_after_an_answer_it_can_be_asked_for_anew(cast: Cast) -> None:
    release = requested(cast)
    releasing.decline(release, "Shorter", by=cast.editor, now=NOON)

    again = releasing.request(release.note, by=cast.botan, now=NOON)

    assert again.id != release.id
    with pytest.raises(ImpossibleMove):
        releasing.decline(release, "Twice", by=cast.editor, now=NOON)


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("chika", 403), ("aki", 403), ("editor", 303)])
def test_an_editor_retracts(cast: Cast, name: str | None, status: int) -> None:
    release = published(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.post(f"/notes/{release.note_id}/releases/{release.id}/retraction").status_code == status
    assert released(None, limit=9) == [] if status == 303 else len(released(None, limit=9)) == 1


def test_retracting_ends_a_newer_text_that_waits(cast: Cast) -> None:
    release = published(cast)
    save(cast.browser(cast.botan), release.note, head_of(release.note), "newer")

    releasing.retract(release, by=cast.editor, now=NOON)

    assert release_queries.open_request(release.note) is None


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("chika", 403), ("botan", 403), ("aki", 303)])
def test_organisers_ask_to_retract(cast: Cast, name: str | None, status: int) -> None:
    release = published(cast)
    browser = cast.browser(getattr(cast, name) if name else None)
    address = f"/notes/{release.note_id}/releases/{release.id}/retraction-request"

    assert browser.post(address, data={"reason": "A customer asks"}).status_code == status
    assert told("retract_asked") == ({cast.editor.id} if status == 303 else set())
    assert release.state is ReleaseState.APPROVED


@pytest.mark.parametrize(("name", "status"), [(None, 302), ("chika", 404), ("botan", 200), ("editor", 200)])
def test_a_release_of_a_draft_is_for_editors_and_those_who_take_part(cast: Cast, name: str | None, status: int) -> None:
    release = published(cast)
    releasing.unshare(release.note, by=cast.aki, now=NOON)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.get(f"/notes/{release.note_id}/releases/{release.id}/").status_code == status


def test_a_release_of_another_note_is_not_found(cast: Cast) -> None:
    release = requested(cast)
    other: Note = writing.begin(cast.circle, cast.meetings[1], "Other", "", by=cast.aki, now=NOON)
    db.session.flush()

    assert cast.browser(cast.editor).get(f"/notes/{other.id}/releases/{release.id}/").status_code == 404


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_message_has_words_in_both_languages(cast: Cast, kind: str) -> None:
    payload = {"note_id": 1, "release_id": 2, "title": "Goals", "circle": "SRE", "by": "Aki", "reason": "Why"}
    payload |= {"name": "Botan, Goals", "release_ids": [2]}

    messages = []
    for language in ("ja", "en"):
        with cast.app.test_request_context(), force_locale(language):
            messages.append(KINDS[kind].render(payload, language))

    japanese, english = messages
    assert "Goals" in japanese.subject
    assert japanese.subject != english.subject
    assert str(japanese.url_path).startswith("/notes/1/")


def test_a_text_sent_back_can_be_asked_for_again_while_an_older_one_is_outside(cast: Cast) -> None:
    note = published(cast, "first").note
    browser = cast.browser(cast.botan)
    save(browser, note, head_of(note), "second")
    second = release_queries.open_request(note)
    assert second is not None
    releasing.decline(second, "Shorter", by=cast.editor, now=NOON)

    page = browser.get(f"/notes/{note.id}/").text
    browser.post(f"/notes/{note.id}/releases")

    assert "Shorter" in page
    assert f'href="/notes/{note.id}/releases/new"' in page
    assert release_queries.open_request(note) is not None
