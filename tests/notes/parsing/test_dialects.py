"""A text keeps the dialect it was approved in until it is approved anew; page and export are always of one dialect."""

import pytest

from studyhub.db import db
from studyhub.notes.edits import writing
from studyhub.notes.models import Release
from studyhub.notes.parsing.dialects import FIRST, NEWEST
from studyhub.notes.releases import accompanying, releasing
from studyhub.notes.releases.released import released
from studyhub.notes.text import markdown
from studyhub.notes.wiping import passages as wiping
from studyhub.publishing.blogs.exports import Blog, Target, of_note
from tests.cast import NOON, Cast
from tests.notes.notebook import head_of, note_of, published

TEXT = "担当: 早川\n場所は\n会議室\n\nhttps://example.com/a\n"
BLOG = Blog("Asia/Tokyo", None)


def approved_before(cast: Cast) -> Release:
    """A release as it was approved when there was one dialect."""
    release = published(cast, TEXT)
    release.dialect = FIRST
    release.public_html = markdown.render(TEXT, prefix=f"note-{release.note_id}", dialect=FIRST)
    release.sha256 = accompanying.digest(release)
    db.session.commit()
    return release


def exported(release: Release, target: Target) -> bytes:
    files = of_note(release.note_id, BLOG).files(target)
    return next(content for path, content in files.items() if path.endswith(".md"))


@pytest.mark.parametrize("target", Target)
def test_what_was_approved_before_keeps_its_line_ends_on_page_and_in_exports(cast: Cast, target: Target) -> None:
    release = approved_before(cast)

    assert "早川場所は会議室\n" in exported(release, target).decode()
    assert "担当: 早川場所は会議室" in released(None, limit=1)[0].html


@pytest.mark.parametrize("target", Target)
def test_what_is_approved_anew_has_the_newest_line_ends(cast: Cast, target: Target) -> None:
    release = approved_before(cast)

    again = releasing.request(release.note, by=cast.botan, now=NOON)
    releasing.approve(again, read_sha256=again.sha256, by=cast.editor, now=NOON)

    assert again.dialect == NEWEST
    assert "担当: 早川  \n場所は  \n会議室" in exported(again, target).decode()
    assert "担当: 早川<br>\n場所は<br>\n会議室" in released(None, limit=1)[0].html


def test_a_head_saved_before_is_read_in_its_dialect_until_it_is_saved_again(cast: Cast) -> None:
    note = note_of(cast, "a <!-- hidden --> b\n")
    releasing.share(note, by=cast.aki, now=NOON)
    head_of(note).dialect = FIRST
    db.session.commit()
    assert [(one.dialect, one.source) for one in released(cast.botan, limit=1)] == [(FIRST, "a <!-- hidden --> b\n")]

    writing.edit(note, head_of(note), "Goals", "a <!-- hidden --> c\n", by=cast.botan, now=NOON)

    assert [(one.dialect, one.source) for one in released(cast.botan, limit=1)] == [(NEWEST, "a  c\n")]


def test_wiping_leaves_a_release_in_its_dialect(cast: Cast) -> None:
    release = approved_before(cast)

    wiping.wipe(release.note, "早川", by=cast.aki, now=NOON, key="k" * 32)

    assert release.dialect == FIRST
    assert "<br>" not in release.public_html


def test_wiping_never_opens_a_comment(cast: Cast) -> None:
    note = note_of(cast, "a\n\n<!-- pass\nsecret -->\n")

    with pytest.raises(wiping.HoldsMarker):
        wiping.wipe(note, "<!-- pass", by=cast.aki, now=NOON, key="k" * 32)
