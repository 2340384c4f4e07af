"""Twelve clients that post wrong passwords, each as fast as it is answered, until this program is ended.

python -m benchmarks.guessing PORT
"""

import sys
import threading
from urllib.parse import urlencode

from benchmarks.asking import written
from benchmarks.measuring import Connection

CLIENTS = 12


def guess(port: int, number: int, begun: threading.Barrier) -> None:
    """One client: another account each, so that no single one is closed."""
    form = urlencode({"email": f"person-{number}@example.com", "password": "not the right one"}).encode()
    request = written("POST", "/sign-in", body=form)
    connection = Connection(port)
    begun.wait()
    while True:
        connection.ask(request)


def main(port: str) -> None:
    """Say when all have begun."""
    begun = threading.Barrier(CLIENTS + 1)
    for number in range(1, CLIENTS + 1):
        threading.Thread(target=guess, args=(int(port), number, begun), daemon=True).start()
    begun.wait()
    print("Guessing.", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
