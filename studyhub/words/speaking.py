"""Speaking to somebody who sent no request: in their language, with times in their zone."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from flask_babel import force_locale


@contextmanager
def speaking(language: str, zone: str) -> Iterator[None]:
    """Translate into this language and show times in this IANA zone. Needs an application context."""
    g.reader_zone = zone
    with force_locale(language):
        yield
