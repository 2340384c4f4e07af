"""Which tests a change touches: enough to learn within a minute or two what it broke near by."""

import subprocess
from pathlib import Path

import pytest
from grimp import ImportGraph

from studyhub.features import FEATURES
from studyhub.handing_in import Feature
from studyhub.tooling import touched
from tests.platform.program import ROOT


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return touched.imports()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("studyhub/notes/text/merging.py", "tests/notes/text/test_merging.py"),
        ("studyhub/accounts/gate/fair_queue.py", "tests/accounts/signing_in/test_fair_queue.py"),
        # By another module of its folder.
        ("studyhub/circles/toc/labels.py", "tests/circles/toc/test_toc.py"),
        # By a helper of tests.
        ("tests/notes/wiped.py", "tests/notes/test_wiping_stays.py"),
        ("tests/notes/text/test_merging.py", "tests/notes/text/test_merging.py"),
        ("migrations/versions/0001_first.py", "tests/database/test_migrations.py"),
        ("docs/rules.md", "tests/test_readme.py"),
        # Of a new column of text, and of a new state or move.
        ("studyhub/notes/models.py", "tests/database/test_text_columns.py"),
        ("studyhub/sos/moves.py", "tests/database/test_moves.py"),
        ("studyhub/translations/ja/web.po", "tests/test_translations.py"),
        ("templates/notes/show.html", "tests/test_translations.py"),
        ("studyhub/static/js/editor/keys.js", "tests/browser/notes/test_editor.py"),
        ("studyhub/static/js/menus.js", "tests/browser/test_main_walk.py"),
        ("requirements-dev.lock", "tests/platform/test_checks.py"),
    ],
)
def test_a_change_touches_the_tests_that_name_it(graph: ImportGraph, path: str, wanted: str) -> None:
    assert wanted in touched.tests_of([path], graph, ROOT)


@pytest.mark.parametrize("feature", [one for one in FEATURES if one.calendar], ids=lambda one: one.name)
def test_what_a_feature_hands_in_to_calendars_touches_their_tests(graph: ImportGraph, feature: Feature) -> None:
    assert feature.calendar is not None
    path = f"{feature.calendar.__module__.replace('.', '/')}.py"

    assert "tests/calendars" in touched.tests_of([path], graph, ROOT)


def test_every_test_that_is_named_beside_is_there() -> None:
    assert [test for tests in touched.BESIDE.values() for test in tests if not (ROOT / test).exists()] == []


def test_every_script_that_has_tests_of_its_own_is_there() -> None:
    begins = [path for path in touched.BESIDE if path.startswith("studyhub/static/js/")]

    assert [path for path in begins if not list((ROOT / path).parent.glob(f"{Path(path).name}*"))] == []


@pytest.mark.parametrize("path", ["studyhub/notes/views/pages.py", "studyhub/notes/forms.py"])
def test_what_is_asked_by_addresses_touches_all_tests_of_its_feature(graph: ImportGraph, path: str) -> None:
    assert "tests/notes" in touched.tests_of([path], graph, ROOT)


def test_a_template_touches_the_tests_of_its_feature_that_open_pages(graph: ImportGraph) -> None:
    found = touched.tests_of(["templates/notes/show.html"], graph, ROOT)

    assert "tests/notes/test_pages.py" in found
    assert "tests/notes/text/test_merging.py" not in found


def test_a_practice_that_many_begin_from_touches_the_tests_of_its_feature(graph: ImportGraph) -> None:
    found = touched.tests_of(["studyhub/meetings/signing_up/joining.py"], graph, ROOT)

    assert "tests/meetings/signing_up/test_joining.py" in found
    assert [test for test in found if not test.startswith("tests/meetings/")] == []


def test_what_decides_who_sees_which_row_touches_what_looks_for_secrets(graph: ImportGraph) -> None:
    found = touched.tests_of(["studyhub/circles/queries.py"], graph, ROOT)

    assert "tests/rights/test_planted_phrases.py" in found


def test_a_practice_touches_no_other_features_tests(graph: ImportGraph) -> None:
    assert touched.tests_of(["studyhub/notes/text/differences.py"], graph, ROOT) == [
        "tests/notes/text/test_differences.py"
    ]


def test_a_helper_of_all_tests_says_nothing_about_any_feature(graph: ImportGraph) -> None:
    assert not any("/accounts/" in test for test in touched.tests_of(["tests/cast.py"], graph, ROOT))


def test_a_folder_stands_for_the_files_in_it(graph: ImportGraph) -> None:
    found = touched.tests_of(["studyhub/notes/views/pages.py", "studyhub/notes/text/merging.py"], graph, ROOT)

    assert [test for test in found if test.startswith("tests/notes")] == ["tests/notes"]


def test_changed_is_what_is_not_committed_or_else_the_last_commit(tmp_path: Path) -> None:
    repository(tmp_path)
    write(tmp_path, "one.py", "two.py")
    commit(tmp_path)
    write(tmp_path, "two.py", text="other\n")
    commit(tmp_path)
    committed = touched.changed_files(tmp_path, None)
    write(tmp_path, "three.py")

    assert (committed, touched.changed_files(tmp_path, None)) == (["two.py"], ["three.py"])
    assert touched.changed_files(tmp_path, "HEAD~1") == ["three.py", "two.py"]


def test_nothing_is_known_of_changes_without_a_repository(tmp_path: Path) -> None:
    with pytest.raises(touched.NoHistory):
        touched.changed_files(tmp_path, None)


def repository(folder: Path) -> None:
    git(folder, "init", "--quiet")
    write(folder, "first.py")
    commit(folder)


def write(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        (folder / name).write_text(text)


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "One more")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True)  # noqa: S607 -- whichever git there is
