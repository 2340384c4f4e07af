"""`python3 app.py test`: every check of the code, each with its time; one that fails does not stop the others."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from studyhub.tooling import locks

WORKERS_LEAST, WORKERS_MOST = 2, 4
# Tests that a process takes at a time: fewer share modules' fixtures less, more leave one process alone at the end.
TAKES_AT_ONCE = 20
# Options that ask for more of the same; any other word asks for some tests only.
WHOLE_RUN_OPTIONS = {"--long"}
CHANGED = "--changed"
LOCK = "--lock"
USAGE = """Usage: python3 app.py test [--long]         every check; --long repeats and tries far more often
       python3 app.py test --changed [REVISION]  every check but the tests, and those tests that a change touches:
                                              what is not committed or, if all is, the last commit; or what
                                              differs from a revision
       python3 app.py test --lock [--upgrade] no check: the locks of packages anew, from pyproject.toml
       python3 app.py test PATH … [OPTION …]  only these tests, with pytest's options, such as -k or -x"""


class Check(NamedTuple):
    """A program that exits with 0 when all is well."""

    name: str
    command: list[str]


def run(words: list[str], root: Path) -> int:
    """Run all checks, or only the tests that the words name; hand back the exit code."""
    if "--help" in words:
        print(USAGE)
        return 0
    if words[:1] == [LOCK]:
        return locks.write(words[1:], root)
    if words[:1] == [CHANGED]:
        return _run_changed(words[1] if len(words) > 1 else None, root)
    if set(words) - WHOLE_RUN_OPTIONS:
        return subprocess.run(_pytest(words), cwd=root, env=_environment(), check=False).returncode
    return _run([*_of_code(root), _tests(words)], root)


def _run_changed(since: str | None, root: Path) -> int:
    from studyhub.tooling import touched  # noqa: PLC0415 -- only development has the package that reads imports

    try:
        tests = touched.tests_of(touched.changed_files(root, since), touched.imports(), root)
    except touched.NoHistory as error:
        print(f"What changed cannot be known: {error}")
        return 2
    print("Tests: " + (" ".join(tests) or "none is touched."), flush=True)
    return _run([*_of_code(root), *([_tests(tests)] if tests else [])], root)


def _run(wanted: list[Check], root: Path) -> int:
    failed = [check.name for check in wanted if not _passes(check, root)]
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def _of_code(root: Path) -> list[Check]:
    """The cheap ones first; the tests come last, so that their closing line is the last one."""
    programs = Path(sys.executable).parent
    ruff = str(programs / "ruff")
    return [
        Check("ruff check", [ruff, "check", "--quiet", str(root)]),
        Check("ruff format", [ruff, "format", "--check", "--quiet", str(root)]),
        Check("mypy", [sys.executable, "-m", "mypy", "--no-error-summary"]),
        Check("import contracts", [str(programs / "lint-imports"), "--no-cache"]),
    ]


def _tests(words: list[str]) -> Check:
    return Check("pytest", _pytest(["-n", str(_workers()), "--maxschedchunk", str(TAKES_AT_ONCE), *words]))


def _pytest(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *words]


def _workers() -> int:
    return min(max(os.cpu_count() or 1, WORKERS_LEAST), WORKERS_MOST)


def _passes(check: Check, root: Path) -> bool:
    print(f"{check.name} …", flush=True)
    began = time.monotonic()
    passed = subprocess.run(check.command, cwd=root, env=_environment(), check=False).returncode == 0
    print(f"{check.name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s", flush=True)
    return passed


def _environment() -> dict[str, str]:
    """Settings meant for a real StudyHub must not reach the tests."""
    return {name: value for name, value in os.environ.items() if not _is_setting(name)}


def _is_setting(name: str) -> bool:
    return name.startswith("STUDYHUB_") or name in {"DATABASE_URL", "DATABASE_URL_FILE", "PORT"}
