"""Addresses of static files that change with their content, so that browsers may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask

_FOLDER = Path(__file__).parents[2] / "static"


@cache
def static_url(name: str) -> str:
    """The address of a file under static/, with its content's hash. Ours begin at the root of the host."""
    return f"/static/{name}?v={_digest(name)}"


def _digest(name: str) -> str:
    return hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Offer static_url to templates."""
    app.add_template_global(static_url)
