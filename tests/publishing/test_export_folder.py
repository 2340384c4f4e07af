"""What was retracted is named when its folder is exported into again, and removed where that is wanted."""

import json
from pathlib import Path
from typing import Any

import pytest

from studyhub.notes.models import Release
from studyhub.notes.releases import releasing
from studyhub.publishing.blogs.exports import Target
from studyhub.publishing.blogs.folder import LIST
from tests.cast import Cast
from tests.publishing.served import approved, edited, hours, released, run
from tests.publishing.test_exports import unpacked

PATHS = {Target.HUGO: "content/posts/{}/index.md", Target.PLAIN: "{}.md"}


def export(cast: Cast, out: Path, *words: str, target: Target = Target.HUGO, note: int | None = None) -> Any:
    what = [str(note)] if note else ["--circle", "sre"]
    return run(cast, "export", *what, "--to", target.value, "--out", str(out), *words)


def retract(cast: Cast, release: Release) -> None:
    releasing.retract(release, by=cast.editor, now=hours(20))


@pytest.fixture(params=Target)
def target(request: pytest.FixtureRequest) -> Target:
    found: Target = request.param
    return found


def test_what_was_retracted_is_named_and_stays_without_the_word(cast: Cast, tmp_path: Path, target: Target) -> None:
    going, _staying = released(cast, 1), released(cast, 2)
    export(cast, tmp_path, target=target)
    retract(cast, going)

    result = export(cast, tmp_path, target=target)

    left = tmp_path / PATHS[target].format(going.note.slug)
    assert result.exit_code == 0
    assert result.stderr == f"Retracted, still there: {left} (--prune removes it)\n"
    assert left.exists()


def test_what_was_retracted_is_removed_with_prune_and_nothing_else(cast: Cast, tmp_path: Path, target: Target) -> None:
    going, staying = released(cast, 1), released(cast, 2)
    export(cast, tmp_path, target=target)
    mine = tmp_path / "content/posts/by-hand.md"
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("of the blog itself")
    retract(cast, going)

    result = export(cast, tmp_path, "--prune", target=target)
    again = export(cast, tmp_path, "--prune", target=target)

    gone = tmp_path / PATHS[target].format(going.note.slug)
    assert result.stderr == f"Retracted, removed: {gone}\n"
    assert again.stderr == ""
    kept = {PATHS[target].format(staying.note.slug), "content/posts/by-hand.md"}
    assert {*unpacked(tmp_path)} == kept | ({"bundle.json"} if target is Target.PLAIN else set())
    assert not gone.exists()
    assert going.note.slug not in "".join(str(path) for path in tmp_path.rglob("*"))


def test_a_file_somebody_changed_stays_and_is_named(cast: Cast, tmp_path: Path) -> None:
    release = released(cast)
    export(cast, tmp_path)
    [path] = unpacked(tmp_path)
    (tmp_path / path).write_text("changed by hand")
    retract(cast, release)

    result = export(cast, tmp_path, "--prune")

    assert result.exit_code == 0
    assert result.stderr == f"Retracted, but changed since it was written, so it stays: {tmp_path / path}\n"
    assert (tmp_path / path).read_text() == "changed by hand"


def test_a_file_of_that_name_that_we_never_wrote_stays(cast: Cast, tmp_path: Path) -> None:
    going, staying = released(cast, 1), released(cast, 2)
    export(cast, tmp_path, note=staying.note_id)
    theirs = tmp_path / PATHS[Target.HUGO].format(going.note.slug)
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    retract(cast, going)

    result = export(cast, tmp_path, "--prune")

    assert (result.exit_code, result.stderr) == (0, "")
    assert theirs.read_text() == "theirs"


def test_the_last_retracted_note_is_named_and_removed_too(cast: Cast, tmp_path: Path, target: Target) -> None:
    release = released(cast)
    export(cast, tmp_path, target=target, note=release.note_id)
    retract(cast, release)

    told = export(cast, tmp_path, target=target, note=release.note_id)
    assert "still there" in told.stderr
    result = export(cast, tmp_path, "--prune", target=target, note=release.note_id)

    assert (told.exit_code, result.exit_code) == (0, 0)
    assert "removed" in result.stderr
    if target is Target.PLAIN:
        assert json.loads((tmp_path / "bundle.json").read_text())["posts"] == []
    else:
        assert unpacked(tmp_path) == {}


def test_what_is_under_renewed_review_is_not_retracted(cast: Cast, tmp_path: Path) -> None:
    note = released(cast).note
    export(cast, tmp_path)
    edited(cast, note, "Newer", at=hours(3))

    result = export(cast, tmp_path, "--prune")

    assert (result.stderr, len(unpacked(tmp_path))) == ("", 1)


def test_what_is_released_again_is_written_again(cast: Cast, tmp_path: Path) -> None:
    release = released(cast)
    export(cast, tmp_path)
    retract(cast, release)
    export(cast, tmp_path, "--prune")
    edited(cast, release.note, "Another text", at=hours(21))
    approved(cast, release.note, hours(22))

    result = export(cast, tmp_path, "--prune")

    assert (result.stderr, len(unpacked(tmp_path))) == ("", 1)


def test_posts_of_another_installation_are_none_of_ours(cast: Cast, tmp_path: Path) -> None:
    released(cast)
    export(cast, tmp_path)
    theirs = tmp_path / "content/posts/of-another-house/index.md"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"")
    kept = json.loads((tmp_path / LIST).read_text())
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    kept["posts"]["of-another-house"] = {"content/posts/of-another-house/index.md": empty}
    (tmp_path / LIST).write_text(json.dumps(kept))

    result = export(cast, tmp_path, "--prune")

    assert (result.stderr, theirs.exists()) == ("", True)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(cast: Cast, tmp_path: Path) -> None:
    release = released(cast)
    site, outside = tmp_path / "site", tmp_path / "outside"
    export(cast, site)
    [path] = unpacked(site)
    (site / path).parent.rename(outside)
    (site / path).parent.symlink_to(outside)
    retract(cast, release)

    result = export(cast, site, "--prune")

    assert "so it stays" in result.stderr
    assert (outside / "index.md").exists()


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "{}", '{"version": 2, "posts": {}}', '{"version": 1, "posts": {"a": {"../../x": "0"}}}',
        '{"version": 1, "posts": {"a": {"/etc/x": "0"}}}', '{"version": 1, "posts": {"a": 1}}', "\xff",
    ],
)  # fmt: skip
def test_a_list_that_is_not_ours_is_said_in_a_sentence_and_nothing_is_touched(
    cast: Cast, tmp_path: Path, text: str
) -> None:
    released(cast)
    (tmp_path / LIST).write_text(text, encoding="latin-1")

    result = export(cast, tmp_path, "--prune")

    assert result.exit_code == 1
    assert f"{LIST} is not as we wrote it" in result.stderr
    assert unpacked(tmp_path) == {}


def test_nothing_is_pruned_from_a_zip_file(cast: Cast, tmp_path: Path) -> None:
    released(cast)

    result = export(cast, tmp_path / "x.zip", "--prune")

    assert result.exit_code == 2
    assert "--prune is for a folder" in result.stderr
