"""The floor as a process of its own:

python -m benchmarks.floor DATABASE_URL SECRET_KEY ROOT PORT NOW
"""

import sys
from datetime import datetime
from typing import Any

import waitress
from sqlalchemy import create_engine, event

from benchmarks.floor.program import create_app

THREADS = 8


def _prepare(connection: Any, _record: Any) -> None:
    # As StudyHub's: readers and a writer at once, no waiting for the disk.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def main(address: str, secret_key: str, root: str, port: str, now: str) -> None:
    """Serve until told to stop."""
    engine = create_engine(address, pool_size=THREADS)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    server: Any = waitress.create_server(
        create_app(engine, secret_key, root, datetime.fromisoformat(now)),
        host="127.0.0.1",
        port=int(port),
        threads=THREADS,
        connection_limit=1000,
        asyncore_use_poll=True,
        ident=None,
    )
    print(f"The floor is ready: http://127.0.0.1:{port}/", flush=True)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
