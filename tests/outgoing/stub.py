"""A server of others that answers as it is told, over real HTTP on this machine."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from studyhub.outgoing.hosts import InternalHost


@dataclass(frozen=True)
class Asked:
    """One request that arrived; names of headers in small letters."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Stub:
    """A server: `answer` writes what it says, `asked` holds what arrived."""

    answer: Callable[[BaseHTTPRequestHandler], None]
    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    # Set when the server stops: an answer that waits waits for this.
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def internal(self) -> tuple[InternalHost, ...]:
        """The list of hosts that lets it be reached."""
        scheme, _, host = self.address.partition("://")
        name, _, port = host.partition(":")
        return (InternalHost(scheme, name, int(port)),)


def says(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer with this body; an underscore in the name of a header is a hyphen."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, text in headers.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def running(answer: Callable[[BaseHTTPRequestHandler], None], *, tls: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """Listen on 127.0.0.1 until the block ends."""
    stub = Stub(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    stub.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield stub
    finally:
        stub.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): text for name, text in self.headers.items()}
            stub.asked.append(Asked(self.command, self.path, body, headers))
            # Whoever asked may have gone.
            with suppress(OSError):
                stub.answer(self)

        do_POST = do_DELETE = do_GET  # noqa: N815 -- the library's names

        def log_message(self, *_args: object) -> None:
            return

    return Handler
