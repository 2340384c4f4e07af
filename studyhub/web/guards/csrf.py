"""The token that every form carries: random, kept in the session, and signed with SHA-256."""

import hashlib
import secrets
from functools import lru_cache

from flask import Flask, current_app, g, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from itsdangerous import Signer

TOKEN_BYTES = 32
_KEPT_AS = "csrf_token"


def token() -> str:
    """The token of this request's session, signed."""
    # Left to itself, Flask-WTF would take a SHA-1 of something random.
    if _KEPT_AS not in session:
        session[_KEPT_AS] = secrets.token_hex(TOKEN_BYTES)
    return _signed(session[_KEPT_AS], tuple(current_app.config["WTF_CSRF_SECRET_KEY"]))


@lru_cache(4096)
def _signed(_token: str, _keys: tuple[str, ...]) -> str:
    """The token of this request's session as forms carry it: once for each session, as it is good as long as that."""
    # Flask-WTF keeps the one it made for this request, which may have been of another session until now.
    g.pop(_KEPT_AS, None)
    return str(generate_csrf())


def init_app(app: Flask) -> None:
    """Refuse every form without its own token, before any view runs."""
    # Flask-WTF names no digest for its signatures, and itsdangerous would take SHA-1.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    CSRFProtect(app)
