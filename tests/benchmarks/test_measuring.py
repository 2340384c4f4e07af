"""The client that pages are measured with."""

import socket
from concurrent.futures import ThreadPoolExecutor

from benchmarks.measuring import Connection

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def answer_once_each(listener: socket.socket, times: int) -> None:
    """As a server does to whoever is idle for long: it ends each connection without a word."""
    for _ in range(times):
        with listener.accept()[0] as connection:
            connection.recv(len(REQUEST))
            connection.sendall(ANSWER)


def test_a_connection_that_was_ended_meanwhile_is_opened_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        served = threads.submit(answer_once_each, listener, 2)
        connection = Connection(listener.getsockname()[1])

        assert [connection.ask(REQUEST).body for _ in range(2)] == [b"ok", b"ok"]
        connection.close()
        served.result()
