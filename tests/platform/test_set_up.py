"""The first start, in a folder of its own: the real app.py, with locks that name no package."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.platform.files import packing
from tests.platform.program import ROOT

BASE_PYTHON = str(getattr(sys, "_base_executable", sys.executable))
ANNOUNCEMENT = "Setting up StudyHub; this happens once and takes up to a minute.\n"
SAYS_WHERE_IT_RUNS = "import sys\ndef run(words): print(sys.prefix, *words)\n"
SAYS_WHAT_IT_WAS_BUILT_WITH = """
import cake
from importlib.util import find_spec
def run(words): print(cake.BUILT_WITH, bool(find_spec("builder")))
"""
SAYS_THAT_IT_CHECKS = "def run(words, root): print('checks', *words)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh copy of StudyHub without its packages."""
    (tmp_path / "studyhub").mkdir()
    (tmp_path / "studyhub" / "__init__.py").touch()
    (tmp_path / "studyhub" / "command_line.py").write_text(SAYS_WHERE_IT_RUNS)
    (tmp_path / "studyhub" / "tooling").mkdir()
    (tmp_path / "studyhub" / "tooling" / "__init__.py").touch()
    (tmp_path / "studyhub" / "tooling" / "checks.py").write_text(SAYS_THAT_IT_CHECKS)
    shutil.copy(ROOT / "app.py", tmp_path)
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "requirements-dev.lock").write_text("# nothing, but more of it\n")
    (tmp_path / "requirements-build.lock").write_text("# nothing to build with\n")
    return tmp_path


def start(folder: Path, *words: str, python: str = BASE_PYTHON, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [python, str(folder / "app.py"), *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd="/", env={**os.environ, **variables}, check=False
    )


def test_first_start_sets_up_and_runs_inside(folder: Path) -> None:
    first = start(folder, "circle", "list")

    assert (first.returncode, first.stdout) == (0, f"{folder}/.venv circle list\n")
    assert first.stderr.startswith(ANNOUNCEMENT)


def test_second_start_installs_nothing(folder: Path) -> None:
    start(folder)

    # Without a pip, setting up again would fail.
    second = start(folder, **without_pip(folder))

    assert (second.returncode, second.stdout, second.stderr) == (0, f"{folder}/.venv\n", "")


def test_start_after_the_lock_changed_installs_again(folder: Path) -> None:
    start(folder)
    (folder / "requirements.lock").write_text("# nothing, differently\n")

    assert start(folder).stderr.startswith(ANNOUNCEMENT)
    assert start(folder).stderr == ""


def test_checks_bring_what_serving_needs_too(folder: Path) -> None:
    assert start(folder, "test", "-x").stdout == "checks -x\n"

    assert start(folder).stderr == ""


def test_start_when_an_install_fails_is_not_taken_for_set_up(folder: Path) -> None:
    (folder / "requirements.lock").write_text("flask==3.1.3\n")  # no hash

    for ended in (start(folder), start(folder)):
        assert ended.returncode == 1
        assert ended.stderr.endswith(
            "The packages could not be installed: the reason is above. Correct it and start again.\n"
        )


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_what_has_no_wheel_is_built_with_locked_tools_alone(folder: Path, tmp_path: Path, installer: str) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    tool = packing.write_builder(packages, "1.0")
    packing.write_builder(packages, "2.0")
    (folder / "requirements-build.lock").write_text(packing.locked(packages, "builder==1.0", tool))
    source = packing.write_source_package(packages)
    (folder / "requirements.lock").write_text(packing.locked(packages, "cake==1.0", source))
    (folder / "studyhub" / "command_line.py").write_text(SAYS_WHAT_IT_WAS_BUILT_WITH)
    here = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(packages), "PIP_NO_CACHE_DIR": "1"}
    here |= {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(packages), "UV_NO_CACHE": "1"}

    ended = start(folder, **here, **(with_uv_alone(folder) if installer == "uv" else {}))

    assert (ended.returncode, ended.stdout) == (0, "1.0 False\n")


def test_start_without_pip_says_what_to_install(folder: Path) -> None:
    ended = start(folder, **without_pip(folder))

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == ANNOUNCEMENT + (
        f"StudyHub needs pip to set itself up: install python3-pip (Debian, Ubuntu), or pip for {BASE_PYTHON}.\n"
    )


def test_first_starts_at_the_same_time_set_up_once(folder: Path) -> None:
    with ThreadPoolExecutor() as people:
        ended = list(people.map(start, [folder] * 3))

    assert [one.stdout for one in ended] == [f"{folder}/.venv\n"] * 3
    assert [one.stderr.startswith(ANNOUNCEMENT) for one in ended].count(True) == 1


def test_start_after_python_went_away_makes_the_environment_anew(folder: Path) -> None:
    start(folder)
    (folder / ".venv" / "bin" / "python").unlink()
    (folder / ".venv" / "bin" / "python").symlink_to("/no/longer/there")

    assert start(folder).stdout == f"{folder}/.venv\n"


def test_uv_starts_it_too(folder: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", folder)
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "run", "--project", str(folder), str(folder / "app.py"), "circle"]

    ended = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)

    assert (ended.returncode, ended.stdout) == (0, f"{folder}/.venv circle\n")


def with_uv_alone(folder: Path) -> dict[str, str]:
    """Variables under which Python finds no pip, but there is uv."""
    return {**without_pip(folder), "UV": str(Path(sys.executable).with_name("uv"))}


def without_pip(folder: Path) -> dict[str, str]:
    """Variables under which Python finds no pip, and the shell no uv."""
    (folder / "hidden").mkdir()
    (folder / "hidden" / "pip.py").write_text("raise ImportError\n")
    return {"PYTHONPATH": str(folder / "hidden"), "PATH": "/nowhere", "UV": ""}
