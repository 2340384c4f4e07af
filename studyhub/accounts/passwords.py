"""Passwords: how they are hashed, and how many at once. Which are refused is in `password_strength`.

A hash takes a twentieth of a second and 32 MB of memory, so only as many are made at once as leave pages a processor;
whoever comes meanwhile waits. On the server they wait before a thread is given to them: see `gate.fair_queue`.
"""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.security import check_password_hash

from studyhub.config import HASHERS
from studyhub.text.cleaning import clean_line

# Argon2id; OWASP asks for 19 MiB and two rounds at least.
HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
MAX_CHARS = 128
# Of a random text nobody kept: whoever has no password is checked against it and takes as long.
_NOBODYS = "$argon2id$v=19$m=32768,t=2,p=1$skk52EkbJMuDG7GTTebbhg$Lm4wx8uqbh7h6hU5BPRTTaUam2qScKFzQVePjt7V4KE"
# What was hashed before Argon2id: checked in their own way, and hashed anew when their person signs in.
_OLD_METHODS = ("scrypt:", "pbkdf2:")

_hashing = BoundedSemaphore(HASHERS)


def hashed(password: str) -> str:
    """The hash to keep, of the password as it was typed. Never call it inside a transaction."""
    with _hashing:
        return HASHER.hash(_as_typed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one hashed; takes as long when there is no hash. Never inside a transaction."""
    with _hashing:
        return _is_right(password_hash or _NOBODYS, password) and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made in another way than today's."""
    return password_hash.startswith(_OLD_METHODS) or HASHER.check_needs_rehash(password_hash)


def _is_right(password_hash: str, password: str) -> bool:
    if password_hash.startswith(_OLD_METHODS):
        # Of a cleaned text: one line, composed characters, no white space around it.
        return check_password_hash(password_hash, clean_line(password))
    try:
        return HASHER.verify(password_hash, _as_typed(password))
    except (VerificationError, InvalidHashError):
        return False


def _as_typed(password: str) -> bytes:
    # A terminal may hand over half a character.
    return password.encode("utf-8", "surrogatepass")
