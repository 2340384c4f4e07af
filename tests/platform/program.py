"""StudyHub as people start it: a process of its own, reached over the network."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.platform import nursery

ROOT = Path(__file__).resolve().parents[2]
# Starts it as people do.
APP = [sys.executable, str(ROOT / "app.py")]
SERVER = [*APP, "--port", "0"]
READY = re.compile(r"StudyHub is ready: http://127\.0\.0\.1:(\d+)/")


@dataclass
class Program:
    """A running server: its process, port, data folder, and what it printed."""

    process: "subprocess.Popen[str] | nursery.Started"
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


def run(
    *words: str, data: Path, typed: str = "", by_python: bool = False, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, started by Python itself if asked to; what is typed is its standard input."""
    env = environment(data, **settings)
    if by_python:
        return subprocess.run(
            [*APP, *words], env=env, cwd="/", input=typed, capture_output=True, text=True, timeout=120, check=False
        )
    with (
        tempfile.TemporaryFile("w+") as stdin,
        tempfile.TemporaryFile("w+") as stdout,
        tempfile.TemporaryFile("w+") as stderr,
    ):
        stdin.write(typed)
        stdin.seek(0)
        code = nursery.start(words, env, stdin, stdout, stderr).wait(120)
        for stream in (stdout, stderr):
            stream.seek(0)
        return subprocess.CompletedProcess(words, code, stdout.read(), stderr.read())


@contextmanager
def running(*words: str, env: dict[str, str]) -> Iterator[nursery.Started]:
    """A command that goes on until it is ended, at the latest on the way out; what it prints is not kept."""
    with open(os.devnull, "r+") as nothing:
        process = nursery.start(words, env, nothing, nothing, nothing)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def serving(data: Path, command: list[str] | None = None, *words: str, **settings: str) -> Iterator[Program]:
    """A server on a free port, ready to answer; ended at the latest on the way out.

    A command starts it by a program of its own, such as Python itself.
    """
    env = environment(data, **settings)
    with (data.parent / "log").open("a") as log:
        process = _by_command(command, env, log) if command else _from_nursery(["--port", "0", *words], env, log)
    try:
        yield _ready(process, data)
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def _by_command(command: list[str], env: dict[str, str], log: IO[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, env=env, cwd="/", stdout=subprocess.PIPE, stderr=log, text=True)


def _from_nursery(words: list[str], env: dict[str, str], log: IO[str]) -> nursery.Started:
    read, write = os.pipe()
    with open(os.devnull) as nothing, open(write) as stdout:
        process = nursery.start(words, env, nothing, stdout, log)
    process.stdout = open(read)  # noqa: SIM115 -- closed by whoever ends the program
    return process


def _ready(process: "subprocess.Popen[str] | nursery.Started", data: Path) -> Program:
    printed: list[str] = []
    assert process.stdout
    for line in process.stdout:
        printed.append(line)
        if found := READY.match(line):
            return Program(process, int(found[1]), data, printed)
    raise AssertionError(f"It did not start: {(data.parent / 'log').read_text()}")
