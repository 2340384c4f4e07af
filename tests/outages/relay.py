"""What stands between the application and its database server: passes every byte on, or stops, or is gone."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread


class Relay:
    """A port of this machine that leads to the socket of a server."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._flows = Event()
        self._flows.set()
        self._pairs: list[socket.socket] = []
        self._listener = _listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._run(self._accept, self._listener)

    def stop(self) -> None:
        """Pass nothing on, as a network does that lost the way, or a server that is frozen; nobody is told."""
        self._flows.clear()

    def go_on(self) -> None:
        """Pass on again, what waited first."""
        self._flows.set()

    def leave(self) -> None:
        """End every connection and take no new one, as a server does that is stopped."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._flows.set()
        for end in self._pairs:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._pairs.clear()

    def come_back(self) -> None:
        """Take connections again, at the same port."""
        self._listener = _listen(self.port)
        self._run(self._accept, self._listener)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                self._pairs += [client, server]
                self._run(self._pump, client, server)
                self._run(self._pump, server, client)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _run(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        Thread(target=work, args=arguments, daemon=True).start()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(100)
    return listener
