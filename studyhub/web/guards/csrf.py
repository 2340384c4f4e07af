"""The token that every form carries: random, kept in the session, and signed with SHA-256."""

import hashlib
import secrets

from flask import Flask, session
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
    return str(generate_csrf())


def init_app(app: Flask) -> None:
    """Refuse every form without its own token, before any view runs."""
    # Flask-WTF names no digest for its signatures, and itsdangerous would take SHA-1.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    CSRFProtect(app)
