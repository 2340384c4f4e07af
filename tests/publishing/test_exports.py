"""Released notes on their way to a blog, from the pages and from the terminal."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyhub import clock
from studyhub.notes.releases import releasing
from studyhub.people.models import OutsideName
from studyhub.publishing.blogs.archive import to_zip
from studyhub.publishing.blogs.exports import Blog, Target, of_circle
from studyhub.publishing.blogs.folder import LIST
from tests.cast import NOON, Cast
from tests.publishing.served import CANARY, approved, download, edited, front, hours, released, run, shared

AFTER_ALL = NOON + timedelta(days=60)


def unpacked(folder: Path) -> dict[str, bytes]:
    """The posts in a folder, without the list of what we wrote there."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != LIST]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("target", Target)
def test_page_and_terminal_give_the_same(cast: Cast, tmp_path: Path, target: Target) -> None:
    note = released(cast, meeting=cast.meeting).note
    from_page = cast.browser(cast.botan).post(f"/notes/{note.id}/export/{target}.zip").data

    packed = run(cast, "export", str(note.id), "--to", target.value, "--out", str(tmp_path / "new" / "x.zip"))
    loose = run(cast, "export", str(note.id), "--to", target.value, "--out", str(tmp_path / "site"))

    assert (packed.exit_code, loose.exit_code) == (0, 0)
    assert (tmp_path / "new" / "x.zip").read_bytes() == from_page
    assert to_zip(unpacked(tmp_path / "site")) == from_page


@pytest.mark.parametrize("target", Target)
def test_same_state_is_the_same_bytes_whenever_exported(cast: Cast, target: Target) -> None:
    note = released(cast).note
    address = f"/notes/{note.id}/export/{target}.zip"
    first = cast.browser(cast.editor).post(address).data
    clock.start_at(AFTER_ALL)

    assert cast.browser(cast.editor).post(address).data == first


def test_circle_is_a_series_in_the_order_of_its_meetings(cast: Cast) -> None:
    cast.circle.title = "SREを読む"
    third = released(cast, 1, meeting=cast.meetings[2], title="Third").note
    first = released(cast, 2, meeting=cast.meetings[0], title="First").note
    loose = released(cast, 3, title="Loose").note

    files = download(cast, "/circles/sre/export/plain.zip", by=cast.aki)

    bundle = json.loads(files["bundle.json"])["posts"]
    assert [(post["slug"], post["order"]) for post in bundle] == [(first.slug, 1), (third.slug, 3), (loose.slug, None)]
    assert {post["series"] for post in bundle} == {"SREを読む"}
    assert {*files} == {"bundle.json", *(f"{note.slug}.md" for note in (first, third, loose))}


def test_a_note_is_the_same_file_alone_and_in_its_series(cast: Cast) -> None:
    notes = [released(cast, number, meeting=cast.meetings[number]).note for number in (0, 2)]

    alone = download(cast, f"/notes/{notes[1].id}/export/hugo.zip")

    series = download(cast, "/circles/sre/export/hugo.zip")
    assert alone == {name: page for name, page in series.items() if notes[1].slug in name}


def test_sessions_without_released_notes_are_named_before_the_download(cast: Cast, tmp_path: Path) -> None:
    released(cast, meeting=cast.meetings[0])
    shared(cast, 2, meeting=cast.meetings[1])
    clock.start_at(cast.meetings[2].ends_at)

    page = cast.browser(cast.aki).get("/circles/sre/export/").text
    result = run(cast, "export", "--circle", "sre", "--to", "plain", "--out", str(tmp_path))

    listed = re.findall(r'<a href="/meetings/(\d+)/">', page.split('id="missing"')[1])
    assert listed == [str(meeting.id) for meeting in cast.meetings[1:3]]
    assert result.stderr == (
        "Without released notes: session 2 of 2026-12-09.\nWithout released notes: session 3 of 2026-12-16.\n"
    )
    assert result.stdout == f"Wrote 1 post to {tmp_path}.\n"


def test_only_released_texts_leave(cast: Cast) -> None:
    note = released(cast, meeting=cast.meeting, source="公開した文章").note
    edited(cast, note, "まだ誰も読んでいない文章", at=hours(3))
    shared(cast, 2, source="共有しただけの文章")

    files = download(cast, "/circles/sre/export/plain.zip")

    text = b"".join(files.values()).decode()
    assert "公開した文章" in text
    assert "まだ誰も" not in text
    assert "共有しただけ" not in text


@pytest.mark.parametrize("target", Target)
def test_nothing_internal_leaves(cast: Cast, target: Target) -> None:
    released(cast, meeting=cast.meeting)

    files = download(cast, f"/circles/sre/export/{target}.zip")

    assert files
    assert CANARY.encode() not in b"".join(files.values())


def test_retracted_text_cannot_be_exported(cast: Cast, tmp_path: Path) -> None:
    release = released(cast)
    releasing.retract(release, by=cast.editor, now=hours(2))

    answer = cast.browser(cast.editor).post(f"/notes/{release.note_id}/export/hugo.zip")
    result = run(cast, "export", str(release.note_id), "--to", "hugo", "--out", str(tmp_path))

    assert answer.status_code == 404
    assert (result.exit_code, unpacked(tmp_path)) == (1, {})
    assert "an editor releases it first" in result.stderr


def test_post_carries_the_day_of_its_release_in_the_blogs_zone(cast: Cast) -> None:
    note = released(cast, 13, title="夜").note
    edited(cast, note, "新しい文章", at=hours(20))
    approved(cast, note, hours(21))

    [page] = download(cast, f"/notes/{note.id}/export/hugo.zip").values()

    assert front(page)["date"] == "2026-12-02T01:00:00+09:00"
    assert front(page)["lastmod"] == "2026-12-02T09:00:00+09:00"


@pytest.mark.parametrize(
    ("outside_name", "names"), [(OutsideName.PEN, ["peony"]), (OutsideName.ANONYMOUS, ["参加者の一人"])]
)
def test_people_are_named_only_as_they_agreed(cast: Cast, outside_name: OutsideName, names: list[str]) -> None:
    cast.botan.outside_name, cast.botan.pen_name = outside_name, "peony"
    note = released(cast).note

    [page] = download(cast, f"/notes/{note.id}/export/hugo.zip").values()

    assert front(page)["authors"] == names
    assert b"Botan" not in page


def test_our_address_is_given_only_where_the_world_reaches_us(cast: Cast) -> None:
    note = released(cast).note

    here, outside = (
        of_circle(cast.circle, Blog("Asia/Tokyo", url), now=NOON).posts[0].canonical_url
        for url in (None, "https://study.example.com")
    )

    assert (here, outside) == (None, f"https://study.example.com/notes/{note.id}/")


def test_page_and_terminal_give_our_public_address(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = released(cast).note
    settings = replace(cast.app.config["STUDYHUB_SETTINGS"], url="https://study.example.com")
    monkeypatch.setitem(cast.app.config, "STUDYHUB_SETTINGS", settings)

    [page] = download(cast, f"/notes/{note.id}/export/hugo.zip").values()
    run(cast, "export", str(note.id), "--to", "hugo", "--out", str(tmp_path))

    assert front(page)["canonical_url"] == f"https://study.example.com/notes/{note.id}/"
    assert [*unpacked(tmp_path).values()] == [page]


def test_exporting_is_kept_with_the_release_and_opening_the_page_is_not(cast: Cast) -> None:
    release = released(cast)
    browser = cast.browser(cast.editor)

    browser.get(f"/notes/{release.note_id}/export/")
    assert release.exported_at is None
    browser.post(f"/notes/{release.note_id}/export/plain.zip")

    assert release.exported_at is not None


def test_exported_circle_is_built_by_hugo_with_its_text(cast: Cast, tmp_path: Path) -> None:
    for number in (0, 1):
        released(cast, number, meeting=cast.meetings[number])
    run(cast, "export", "--circle", "sre", "--to", "hugo", "--out", str(tmp_path))
    (tmp_path / "hugo.toml").write_text('baseURL = "https://blog.example.com/"\ntitle = "Blog"\n', encoding="utf-8")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "single.html").write_text("{{ .Title }} {{ .Content }}", encoding="utf-8")

    hugo = shutil.which("hugo", path=str(Path(sys.executable).parent)) or "hugo"
    built = subprocess.run(
        [hugo, "--buildDrafts", "--buildFuture", "--panicOnWarning", "--disableKinds", "home,section,taxonomy,term"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert built.returncode == 0, built.stdout + built.stderr
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "public" / "posts").rglob("index.html")]
    assert len(pages) == 2
    assert all("<strong>「分布」</strong>" in page for page in pages)
