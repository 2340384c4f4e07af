import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from studyhub.tooling import checks
from tests import tools
from tests.platform.program import ROOT, environment

RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


def test_words_run_only_these_tests_and_hand_back_their_code(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_right(): pass\ndef test_wrong(): assert False\n")

    assert checks.run([str(tmp_path / "test_one.py"), "-p", "no:cacheprovider", "-k", "right"], tmp_path) == 0
    assert checks.run([str(tmp_path / "test_one.py"), "-p", "no:cacheprovider"], tmp_path) == 1


def test_every_check_runs_though_an_earlier_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("ruff", "lint-imports", "python"):
        program(tmp_path / name, f"echo {name} looked; exit {1 if name == 'ruff' else 0}")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    code = checks.run([], tmp_path)

    lines = capfd.readouterr().out.splitlines()
    results = [match.groups() for line in lines if (match := re.fullmatch(r"([a-z ]+): (\w+) in [\d.]+ s", line))]
    assert results == [
        ("ruff check", "FAILED"),
        ("ruff format", "FAILED"),
        ("mypy", "passed"),
        ("import contracts", "passed"),
        ("pytest", "passed"),
    ]
    assert (code, lines[-1]) == (1, "Failed: ruff check, ruff format.")


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WANTED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
    "requirements-build.lock": PROJECT["dependency-groups"]["build"],
}


@pytest.mark.parametrize("lock", WANTED)
def test_locks_hold_what_the_project_asks_for_and_nothing_else_by_name(lock: str) -> None:
    packages = re.split(r"^(?=[\w.-]+(?:\[[^]]*\])?==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    pinned = {re.split(r"[\[=]", one)[0]: one.split("==")[1].split()[0] for one in packages}
    asked = [Requirement(one) for one in WANTED[lock]]

    assert [str(one) for one in asked if not one.specifier.contains(pinned.get(one.name, "0"))] == []
    by_name = {re.split(r"[\[=]", one)[0] for one in packages if "studyhub (pyproject.toml" in one}
    assert by_name == {one.name for one in asked}


def test_development_lock_holds_the_other_one() -> None:
    runtime, development = (
        set(re.findall(r"^([\w.-]+==[^ ;]+)", lock.read_text(), re.MULTILINE)) for lock in (RUNTIME, DEVELOPMENT)
    )

    assert runtime < development


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=lambda lock: lock.name)
def test_locks_carry_names_and_hashes_but_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text()


def test_missing_program_skips_and_is_named_below_the_summary(tmp_path: Path) -> None:
    ended = pytest_without_newsboat(tmp_path)

    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-2:] == [
        "1 skipped",
        "Tests were skipped for want of newsboat: apt-get install newsboat",
    ]


def test_missing_program_fails_in_ci(tmp_path: Path) -> None:
    assert pytest_without_newsboat(tmp_path, CI="true").returncode == 1


def test_every_tool_is_installed_by_ci() -> None:
    script = (ROOT / ".ci" / "run").read_text()

    assert [name for name in tools.TOOLS if name not in script] == []


def pytest_without_newsboat(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_one.py").write_text("from tests.tools import *\ndef test_feed(): require_tool('newsboat')\n")
    plugins = ["-p", "tests.postgres", "-p", "tests.tools", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", *plugins, str(folder)]
    env = {**environment(folder), "PYTHONPATH": str(ROOT), "PATH": "/nowhere", "CI": "", **variables}
    ended = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    ended.stdout = re.sub(r" in [\d.]+s$", "", ended.stdout, flags=re.MULTILINE)
    return ended


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
