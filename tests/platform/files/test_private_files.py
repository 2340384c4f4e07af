"""What StudyHub keeps is its owner's alone, in a folder from before that rule too."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studyhub.config import BadConfiguration
from studyhub.environment import read_settings
from studyhub.files import private_files
from tests.platform.conftest import NewApp, migrated, settings_of
from tests.platform.program import run, serving

NOBODY = 65534


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def modes(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): mode(path) for path in sorted(folder.rglob("*"))}


def test_everything_of_a_running_server_is_its_owners_alone(tmp_path: Path) -> None:
    with serving(tmp_path / "data"):
        assert modes(tmp_path / "data") == {
            "migrating": "0o600",
            "running": "0o600",
            "secret-key": "0o600",
            "studyhub.db": "0o600",
            "studyhub.db-shm": "0o600",
            "studyhub.db-wal": "0o600",
        }


def test_a_folder_from_before_is_closed(new_app: NewApp, tmp_path: Path) -> None:
    app = migrated(new_app())
    (tmp_path / "backups").mkdir(mode=0o755)
    (tmp_path / "backups" / "studyhub-0001-20261201T030000.db").touch(0o644)
    for path in (tmp_path, *tmp_path.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)

    private_files.close_to_others(settings_of(app))

    assert {name: found for name, found in modes(tmp_path).items() if found not in ("0o600", "0o700")} == {}
    assert (mode(tmp_path), mode(tmp_path / "backups")) == ("0o700", "0o700")


def test_a_folder_that_holds_other_things_stays_open(new_app: NewApp, tmp_path: Path) -> None:
    app = migrated(new_app())
    (tmp_path / "letters").touch(0o644)
    tmp_path.chmod(0o755)

    private_files.close_to_others(settings_of(app))

    assert (mode(tmp_path), mode(tmp_path / "letters")) == ("0o755", "0o644")


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be another user for a moment, where we may; otherwise the modes of the test keep us out."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def of_root(tmp_path: Path) -> Path:
    """A folder that everybody may enter, with files that we cannot open in it."""
    # Below the machine's own folder for what is temporary all are pytest's: one more where tests run side by side.
    for folder in (tmp_path, *tmp_path.parents[: len(tmp_path.relative_to(tempfile.gettempdir()).parts) - 1]):
        folder.chmod(0o755)
    (tmp_path / "migrating").touch()
    (tmp_path / "migrating").chmod(0)
    (tmp_path / "secret-key").write_text("x" * 40)
    (tmp_path / "secret-key").chmod(0)
    return tmp_path


def test_a_lock_of_somebody_else_is_told(of_root: Path) -> None:
    with pytest.raises(private_files.LockOfSomebodyElse) as refused, somebody_else():
        private_files.open_lock(of_root / "migrating")

    assert str(refused.value) == (
        f"{of_root}/migrating belongs to {private_files.owner(of_root)} and cannot be opened (Permission denied): "
        "remove it while no StudyHub runs, or start StudyHub as that user."
    )


def test_a_folder_of_somebody_else_in_which_no_lock_can_be_made_is_told(of_root: Path) -> None:
    (of_root / "migrating").unlink()
    of_root.chmod(0o555)

    with pytest.raises(private_files.LockOfSomebodyElse) as refused, somebody_else():
        private_files.open_lock(of_root / "migrating")

    assert str(refused.value) == (
        f"{of_root}/migrating cannot be made (Permission denied): "
        f"the folder belongs to {private_files.owner(of_root)}; "
        "give it to whoever runs StudyHub, or start StudyHub as that user."
    )


def test_a_secret_key_of_somebody_else_is_told(of_root: Path) -> None:
    of_root.chmod(0o777)

    with pytest.raises(BadConfiguration) as refused, somebody_else():
        read_settings({"STUDYHUB_DATA": str(of_root)})

    assert str(refused.value) == (
        f"The secret key {of_root}/secret-key cannot be read (Permission denied): correct the path or who may read it."
    )


def test_what_cannot_be_closed_is_told(new_app: NewApp, of_root: Path, caplog: pytest.LogCaptureFixture) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can lay a file of somebody else")
    (of_root / "secret-key").chmod(0o644)
    settings = read_settings({"STUDYHUB_DATA": str(of_root)})
    of_root.chmod(0o777)

    with somebody_else():
        private_files.close_to_others(settings)

    assert f"{of_root}/secret-key can be read by others and belongs to root" in caplog.text


def test_version_is_that_of_the_project(tmp_path: Path) -> None:
    ended = run("--version", data=tmp_path)

    assert (ended.returncode, ended.stdout) == (0, "StudyHub 0.4.0\n")
