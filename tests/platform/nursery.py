"""Programs started without importing StudyHub anew: one process has imported it, and divides itself for each start.

Importing is two of the three seconds that a start takes, and is the same each time. What is started is a process of its
own: by the environment, folder and streams it is given it reads its settings, takes its key and makes its tables, as
always. That Python itself can start it, as people do, is asked in test_starting.py and test_stopping.py.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
LARGEST, DESCRIPTORS = 200_000, 4
END = b"\n"
# The process id, and later how it ended.
REPORT = struct.Struct("i")


class Started:
    """A started program; answers as `subprocess.Popen` does."""

    def __init__(self, reports: int) -> None:
        self._reports = reports
        self.pid = self._next(None)
        self.stdout: IO[str] | None = None
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        # Its end is reported a moment after it is gone, so that between the two there is nobody to send it to.
        if not self._has_ended():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, as soon as it has. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self.returncode = self._next(timeout)
            os.close(self._reports)
        return self.returncode

    def _has_ended(self) -> bool:
        return self.returncode is not None or bool(select.select([self._reports], [], [], 0)[0])

    def _next(self, timeout: float | None) -> int:
        if not select.select([self._reports], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("app.py", timeout or 0)
        number: int = REPORT.unpack(os.read(self._reports, REPORT.size))[0]
        return number


def start(words: Sequence[str], env: Mapping[str, str], *streams: IO[str]) -> Started:
    """Start `app.py` with these words in the root folder; the streams are its input, output and errors."""
    reports, reporting = os.pipe()
    order = json.dumps([list(words), dict(env)]).encode() + END
    socket.send_fds(_nursery(), [order], [*(stream.fileno() for stream in streams), reporting])
    os.close(reporting)
    return Started(reports)


@cache
def _nursery() -> socket.socket:
    """This end of the line to a nursery of our own, which goes on for as long as the line does."""
    ours, its = socket.socketpair()
    process = subprocess.Popen([sys.executable, "-m", __name__, str(its.fileno())], cwd=ROOT, pass_fds=[its.fileno()])
    its.close()
    atexit.register(_end, ours, process)
    return ours


def _end(line: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    line.close()
    process.wait()


def _serve(line: socket.socket) -> tuple[list[str], dict[str, str]] | None:
    """Start what is ordered, until the line ends; hands the order back in the program that shall carry it out."""
    while received := _received(line):
        order, streams, reporting = received
        if os.fork() == 0:
            line.close()
            return order if _is_program(streams, reporting) else None
        for descriptor in (*streams, reporting):
            os.close(descriptor)
        _bury()
    return None


def _received(line: socket.socket) -> tuple[tuple[list[str], dict[str, str]], list[int], int] | None:
    message, descriptors, _flags, _address = socket.recv_fds(line, LARGEST, DESCRIPTORS)
    if not message:
        return None
    while not message.endswith(END):
        message += line.recv(LARGEST)
    *streams, reporting = descriptors
    words, env = json.loads(message)
    return (words, env), streams, reporting


def _bury() -> None:
    """Take note of watchers that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _is_program(streams: list[int], reporting: int) -> bool:
    """Divide into the program, with its streams in place, and somebody who reports its id and its end."""
    if (program := os.fork()) == 0:
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
    else:
        os.write(reporting, REPORT.pack(program))
    for descriptor in streams:
        os.close(descriptor)
    if program:
        for place in range(len(streams)):
            os.close(place)
        os.write(reporting, REPORT.pack(os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])))
    os.close(reporting)
    return program == 0


def _become(words: list[str], env: dict[str, str]) -> int:
    os.environ.clear()
    os.environ.update(env)
    os.chdir("/")
    sys.argv[1:] = words
    return app.main(words)


if __name__ == "__main__":
    # What all programs share; Alembic too, which some of them ask for.
    import app
    from studyhub import command_line, migrating  # noqa: F401 -- see above

    gc.freeze()
    if ordered := _serve(socket.socket(fileno=int(sys.argv[1]))):
        sys.exit(_become(*ordered))
