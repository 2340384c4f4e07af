"""StudyHub as people start it: a process of its own, reached over the network."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = [sys.executable, str(ROOT / "app.py")]
READY = re.compile(r"StudyHub is ready: http://127\.0\.0\.1:(\d+)/")


@dataclass
class Program:
    """A running server: its process, port, data folder, and what it printed."""

    process: subprocess.Popen[str]
    port: int
    data: Path
    printed: list[str]

    def address(self, path: str = "/") -> str:
        """Where to reach a page of it."""
        return f"http://127.0.0.1:{self.port}{path}"

    def log(self) -> list[str]:
        """The lines of its log so far."""
        return (self.data.parent / "log").read_text().splitlines()

    def stop(self) -> int:
        """Ask it to end, as a service manager does, and hand back its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment without anybody's own settings, with these ones."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("STUDYHUB_", "DATABASE_", "PORT"))}
    return {**own, "STUDYHUB_DATA": str(data), **settings}


def run(*words: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    env = environment(data, **settings)
    return subprocess.run([*APP, *words], env=env, cwd="/", capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def serving(data: Path, command: list[str] | None = None, **settings: str) -> Iterator[Program]:
    """A server on a free port, ready to answer; ended at the latest on the way out."""
    with (data.parent / "log").open("a") as log:
        process = subprocess.Popen(
            command or [*APP, "--port", "0"],
            env=environment(data, **settings),
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield _ready(process, data)
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def _ready(process: subprocess.Popen[str], data: Path) -> Program:
    printed: list[str] = []
    assert process.stdout
    for line in process.stdout:
        printed.append(line)
        if found := READY.match(line):
            return Program(process, int(found[1]), data, printed)
    raise AssertionError(f"It did not start: {(data.parent / 'log').read_text()}")
