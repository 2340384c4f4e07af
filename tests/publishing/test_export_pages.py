"""The pages of an export: who may, and what they say before and after."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.notes.models import Release
from tests.cast import Cast
from tests.publishing.served import approved, download, edited, front, hours, released, run


def test_zip_is_named_in_both_ways_and_private(cast: Cast) -> None:
    note = released(cast).note

    headers = cast.browser(cast.botan).post(f"/notes/{note.id}/export/hugo.zip").headers

    name = f"{note.slug}-hugo.zip"
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert headers["Cache-Control"] == "private, no-store"


def test_a_post_is_a_draft_until_its_address_is_entered_and_stays_out_after_another_release(cast: Cast) -> None:
    note = released(cast).note
    address = f"/notes/{note.id}/export/"
    browser = cast.browser(cast.botan)

    def is_draft() -> bool:
        [page] = download(cast, f"{address}hugo.zip").values()
        return bool(front(page)["draft"])

    assert is_draft()
    answer = browser.post(f"{address}address", data={"address": "https://blog.example.com/p/1"})
    assert (answer.status_code, answer.location) == (303, address)
    assert not is_draft()
    edited(cast, note, "新しい文章", at=hours(3))
    approved(cast, note, hours(4))
    assert not is_draft()
    browser.post(f"{address}address", data={"address": ""})
    assert is_draft()


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "blog.example.com", "https://", "https://x\\@y/", "ftp://x/"])
def test_address_that_is_none_is_refused_with_the_form_as_typed(cast: Cast, typed: str) -> None:
    release = released(cast)

    answer = cast.browser(cast.botan).post(f"/notes/{release.note_id}/export/address", data={"address": typed})

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert [one.address for one in db.session.scalars(db.select(Release))] == [""]


def test_tags_that_hugo_cannot_name_are_said_before_the_download(cast: Cast) -> None:
    note = released(cast).note
    db.session.execute(db.update(Release).values(tags="SRE\na/b"))

    page = cast.browser(cast.editor).get(f"/notes/{note.id}/export/").text

    assert "Hugo 用の書き出しでは省きます:a/b" in page


WHO = [(None, 401), ("chika", 403), ("botan", 200), ("aki", 200), ("editor", 200)]


@pytest.mark.parametrize(("name", "status"), WHO)
def test_a_note_is_exported_by_its_authors_organisers_and_editors(cast: Cast, name: str | None, status: int) -> None:
    note = released(cast).note
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.post(f"/notes/{note.id}/export/hugo.zip").status_code == status


@pytest.mark.parametrize(
    ("name", "status"), [(None, 401), ("chika", 403), ("botan", 403), ("aki", 200), ("editor", 200)]
)
def test_a_circle_is_exported_by_organisers_and_editors(cast: Cast, name: str | None, status: int) -> None:
    released(cast)
    browser = cast.browser(getattr(cast, name) if name else None)

    assert browser.post("/circles/sre/export/hugo.zip").status_code == status


def test_circle_an_editor_may_not_see_is_404(cast: Cast) -> None:
    released(cast)
    cast.circle.visibility = Visibility.PARTICIPANTS

    assert cast.browser(cast.editor).get("/circles/sre/export/").status_code == 404


def test_draft_of_a_title_is_not_on_the_export_page(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    note = released(cast, title="Released title").note
    edited(cast, note, "x", at=hours(3), title="Secret title")

    page = cast.browser(cast.editor).get(f"/notes/{note.id}/export/").text

    assert "Released title" in page
    assert "Secret title" not in page


def test_circle_without_released_notes_says_what_to_do(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    page = browser.get("/circles/sre/export/").text
    answer = browser.post("/circles/sre/export/hugo.zip")

    assert "社外公開を依頼してください" in page
    assert (answer.status_code, answer.location) == (303, "/circles/sre/export/")


@pytest.mark.parametrize("place", ["note", "circle"])
def test_pages_lead_to_the_export(cast: Cast, place: str) -> None:
    note = released(cast, meeting=cast.meeting).note
    address = f"/notes/{note.id}/" if place == "note" else "/circles/sre/"

    page = cast.browser(cast.aki).get(address).text

    assert f'href="{address}export/"' in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1", "--circle", "sre"], "either the ID of a note or --circle"),
        ([], "either the ID of a note or --circle"),
        (["99"], "no released text of a note 99"),
        (["--circle", "none"], "No circle is called 'none'"),
        (["--circle", "sre"], "No notes of SRE are released yet"),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_sentence(
    cast: Cast, tmp_path: Path, words: Sequence[str], said: str
) -> None:
    result = run(cast, "export", *words, "--to", "hugo", "--out", str(tmp_path / "out"))

    assert result.exit_code != 0
    assert said in result.stderr
    assert not (tmp_path / "out").exists()


def test_folder_that_cannot_be_written_is_said_in_a_sentence(cast: Cast, tmp_path: Path) -> None:
    note = released(cast).note
    (tmp_path / "taken").write_text("a file")

    result = run(cast, "export", str(note.id), "--to", "hugo", "--out", str(tmp_path / "taken"))

    assert result.exit_code == 1
    assert re.search("taken cannot be written: .+", result.stderr)
