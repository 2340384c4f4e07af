"""What an operator looks for after a bad day, one JSON line each: who signed in, was refused, or changed rights.

A person is told by the id of their row, a client by its network; never by what was typed.
"""

import logging

from flask import g

from studyhub import logs
from studyhub.web.guards.clients import client_network

_log = logging.getLogger("studyhub.security")


def note(event: str, *, person: int | None = None, **facts: object) -> None:
    """Write an event of the present request, such as "signed in", of a named person or else of who is signed in."""
    who = person if person is not None else g.get("person_id")
    about = {"person": who, "network": client_network(), "route": logs.route(), **facts}
    _log.info(event, extra={"event": {name: value for name, value in about.items() if value is not None}})
