"""Programs that pip cannot bring: found, or missed loudly in CI and quietly elsewhere.

PYTEST_DONT_REWRITE: conftest.py may import this module before pytest has registered it as a plugin.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from tests.postgres import is_worker, once

ROOT = Path(__file__).resolve().parent.parent
MISSING = "needs a program that is not installed: "

# The names a program goes by, and what brings it on Debian.
TOOLS = {
    # The first draws no window around its pages, and so takes half as long for each.
    "chromium": (
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        "chromium fonts-noto-cjk",
    ),
    "newsboat": (("newsboat",), "newsboat"),
    "node": (("node", "nodejs"), "nodejs"),
    "npm": (("npm",), "npm"),
    "nginx": (("nginx", "/usr/sbin/nginx"), "nginx-light"),
}

_missing: set[str] = set()


def require_tool(name: str) -> str:
    """The path of a program of TOOLS. Without it the test is skipped, or fails where CI=true."""
    found = next(filter(None, map(shutil.which, TOOLS[name][0])), None)
    return found or _miss(name)


def require_node_modules() -> Path:
    """The folder of the packages that package-lock.json names, installed when they are not there yet."""
    require_tool("node")
    npm = require_tool("npm")
    wanted = ROOT / "package-lock.json"
    stamp = ROOT / "node_modules" / ".installed"
    with once("node-modules"):
        if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(command, cwd=ROOT, check=True)
            stamp.write_bytes(wanted.read_bytes())
    return ROOT / "node_modules"


def _miss(name: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING + name)
    pytest.skip(MISSING + name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--long: the large figures of tests that repeat or try at random."""
    parser.addoption("--long", action="store_true", help="run the large figures of repeated and random tests")


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether the large figures are asked for."""
    return bool(request.config.getoption("--long"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember, in the process that prints the summary, what was skipped for want of a program."""
    if report.skipped and isinstance(report.longrepr, tuple):
        found = re.search(re.escape(MISSING) + r"(\w+)", report.longrepr[2])
        if found:
            _missing.add(found[1])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Below pytest's own summary: which programs would have allowed more tests."""
    if _missing and not is_worker(config):
        packages = " ".join(TOOLS[name][1] for name in sorted(_missing))
        print(f"Tests were skipped for want of {', '.join(sorted(_missing))}: apt-get install {packages}")
