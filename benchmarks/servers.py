"""StudyHub and the floor as processes of their own, as they are run."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.databases import SECRET_KEY
from benchmarks.sizes import NOW
from studyhub.config import ROOT

# Both answer under this address, so that both find the same stored files.
PUBLIC_URL = "http://localhost"
READY = "ready: http"
STOP_SECONDS = 40


class NotStarted(Exception):
    """A server ended before it was ready."""


class Server(NamedTuple):
    """A running server, and how long it took to answer."""

    port: int
    process: subprocess.Popen[str]
    start_seconds: float

    @property
    def memory(self) -> int:
        """Kilobytes that are the process's in memory; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


@contextmanager
def studyhub(address: str, data: Path) -> Iterator[Server]:
    """StudyHub as `python3 app.py` starts it, on that database."""
    (data / "secret-key").write_text(SECRET_KEY, encoding="ascii")
    environment = {
        **_environment(),
        "DATABASE_URL": address,
        "STUDYHUB_DATA": str(data),
        "STUDYHUB_CLOCK": NOW.isoformat(),
        "STUDYHUB_URL": PUBLIC_URL,
    }
    port = _free_port()
    with _started([_python(), str(ROOT / "app.py"), "--port", str(port)], environment, port) as server:
        yield server


@contextmanager
def floor(address: str) -> Iterator[Server]:
    """The floor on the same database."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.floor", address, SECRET_KEY, PUBLIC_URL, str(port), NOW.isoformat()]
    with _started(command, _environment(), port) as server:
        yield server


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _python() -> str:
    """The Python people start app.py with, outside of .venv."""
    return str(getattr(sys, "_base_executable", sys.executable))


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("STUDYHUB_", "DATABASE_URL"))}


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[Server]:
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 -- our own two programs
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until_ready(process)
            yield Server(port, process, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    for line in process.stdout or ():
        if READY in line:
            return
    raise NotStarted("The server ended before it was ready.")
