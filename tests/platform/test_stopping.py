import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.platform import program as programs
from tests.platform.program import ROOT, Program, serving

# A job in the background of a script inherits that Ctrl-C is ignored; whoever presses it sits at a terminal.
AT_A_TERMINAL = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
STUBBORN = "import runpy; runpy.run_module('tests.platform.stubborn_server', run_name='__main__')"
SERVER = [sys.executable, "-c", f"{AT_A_TERMINAL}; {STUBBORN}"]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_stop_finishes_the_request_under_way(tmp_path: Path, stop: signal.Signals) -> None:
    os.mkfifo(tmp_path / "begun")
    os.mkfifo(tmp_path / "go-on")
    with (
        serving(tmp_path / "data", SERVER, PYTHONPATH=str(ROOT), PIPES=str(tmp_path)) as program,
        ThreadPoolExecutor() as browsers,
    ):
        page = browsers.submit(body, program.address("/stubborn"))
        (tmp_path / "begun").read_text()

        program.process.send_signal(stop)

        wait_until_refusing(program)
        (tmp_path / "go-on").write_text("now")
        assert page.result(30) == b"answered after all"
        assert program.process.wait(30) == 0


def test_stop_when_idle_ends_at_once_despite_an_open_connection(tmp_path: Path) -> None:
    with serving(tmp_path / "data", programs.SERVER) as program, socket.create_connection(("127.0.0.1", program.port)):
        assert program.stop() == 0


def body(address: str) -> bytes:
    with urlopen(address) as response:  # noqa: S310 -- our own server
        content: bytes = response.read()
    return content


def wait_until_refusing(program: Program) -> None:
    """It takes no new connections once it knows that it shall stop."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", program.port)).close()
        except (ConnectionRefusedError, ConnectionResetError):
            return
