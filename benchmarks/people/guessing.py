"""Clients that post wrong passwords, each as fast as it is answered, until this program is ended.

python -m benchmarks.people.guessing PORT CONNECTIONS [changing]

All come from one address; or, changing, each try from another.
"""

import itertools
import os
import sys
import threading
from collections.abc import Iterator

from benchmarks.measuring import Answer, Connection
from benchmarks.people.signing_in import pressed

ONE_ADDRESS = "127.0.0.2"
# A wrong password, too many of them, or no place to wait: anything else was no guess.
GUESSED = (422, 429, 503)
_numbers = itertools.count(1)


def guess(port: int, addresses: Iterator[str], begun: threading.Barrier) -> None:
    """One client: another account at each try, so that no single one is closed."""
    address = next(addresses)
    connection = Connection(port, address)
    begun.wait()
    while True:
        _require_guess(connection.ask(pressed(f"nobody-{next(_numbers)}@example.com", "not the right one")))
        if (another := next(addresses)) != address:
            connection.close()
            address, connection = another, Connection(port, another)


def _require_guess(answer: Answer) -> None:
    """End the whole program, loudly, when the server turned a try away unread: it would measure something else."""
    if answer.status not in GUESSED:
        print(f"{answer.status} is no answer to a guess.", file=sys.stderr, flush=True)
        os._exit(1)


def changing_addresses(client: int) -> Iterator[str]:
    """Addresses of this machine that no other client uses, one after the other."""
    for number in itertools.cycle(range(250 * 250)):
        yield f"127.{client + 1}.{number // 250}.{number % 250 + 1}"


def main(port: str, connections: str, *how: str) -> None:
    """Say when all have begun."""
    count = int(connections)
    begun = threading.Barrier(count + 1)
    for client in range(count):
        addresses = changing_addresses(client) if how == ("changing",) else itertools.repeat(ONE_ADDRESS)
        threading.Thread(target=guess, args=(int(port), addresses, begun), daemon=True).start()
    begun.wait()
    print("Guessing.", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
