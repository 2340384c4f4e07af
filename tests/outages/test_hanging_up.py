"""Readers who go away in the middle of an answer."""

import socket
import struct
from typing import Any, cast

from flask import Flask, Response, request_finished

from tests.answering import answering

READERS = 20
# Closing then resets the connection at once, as a browser does that leaves a page.
LINGER = struct.pack("ii", 1, 0)


def test_whoever_hangs_up_leaves_no_file_open(app: Flask) -> None:
    files: list[Any] = []

    def keep(_app: Flask, *, response: Response, **_rest: Any) -> None:
        files.append(cast("Any", response.response).file)

    with request_finished.connected_to(keep, app), answering(app) as server:
        for _ in range(READERS):
            _ask_and_hang_up(int(server.effective_port), "/static/js/menus.js")

    assert [file.closed for file in files] == [True] * READERS


def _ask_and_hang_up(port: int, path: str) -> None:
    with socket.create_connection(("127.0.0.1", port)) as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert reader.recv(1) == b"H"
