"""Flask, without what it finds out anew at each request although it never changes."""

from collections.abc import Callable
from typing import Any

from flask import Flask, has_request_context, request

# So many addresses are remembered; they are of rows, of which there is no end.
MOST_KEPT = 10_000
# With one of these an address depends on more than its page.
_NOT_KEPT = frozenset({"_external", "_scheme", "_method"})


class Application(Flask):
    """StudyHub's."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses: dict[tuple[object, ...], str] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is a coroutine, and Flask looks at two dozen a request."""
        return func

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """An address, put together once: on a page stand dozens, and the same ones on the next.

        Raises werkzeug.routing.BuildError where no page fits.
        """
        if not has_request_context() or not _NOT_KEPT.isdisjoint(values):
            return super().url_for(endpoint, **values)
        # "." stands for whose page this is; 1 and True are the same to a dictionary, and two in an address.
        whose = request.blueprint if endpoint.startswith(".") else None
        key = (endpoint, whose, request.script_root, *values.items(), *map(type, values.values()))
        try:
            return self._addresses[key]
        except KeyError:
            pass
        except TypeError:
            # A list, of which an address says each part.
            return super().url_for(endpoint, **values)
        if len(self._addresses) >= MOST_KEPT:
            self._addresses.clear()
        found = self._addresses[key] = super().url_for(endpoint, **values)
        return found
