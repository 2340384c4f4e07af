"""The secret key of an installation and those before it, as they lie in files; what replaces them is in `keys`."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

SECRET_KEY_MIN_CHARS = 32
SECRET_KEY_NAME, OLDER_KEYS_NAME = "secret-key", "older-secret-keys"


class BadKeyFile(Exception):
    """A sentence: which file of a key cannot be used, and what to do."""


def key_file(environ: Mapping[str, str]) -> Path | None:
    """The file that STUDYHUB_SECRET_KEY_FILE names; None where the key lies in the data folder."""
    named = environ.get("STUDYHUB_SECRET_KEY_FILE")
    return Path(named).absolute() if named else None


def secret_key(environ: Mapping[str, str], data: Path) -> str:
    """Signed cookies and private addresses hang on this key: it is made once, and replaced by `key rotate` alone.

    Raises BadKeyFile.
    """
    named = key_file(environ)
    path = named or data / SECRET_KEY_NAME
    if not named and not path.exists():
        _write_secret_key(path)
    return _long_enough(path, _read_secret(path).strip())


def older_keys(data: Path) -> tuple[str, ...]:
    """Keys that were replaced and are still believed, newest first. Raises BadKeyFile."""
    path = data / OLDER_KEYS_NAME
    return tuple(_long_enough(path, key) for key in _read_secret(path).split()) if path.exists() else ()


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise BadKeyFile(
            f"The secret key {path} cannot be read ({error.strerror}): correct the path or who may read it."
        ) from error


def _long_enough(path: Path, key: str) -> str:
    if len(key) < SECRET_KEY_MIN_CHARS:
        raise BadKeyFile(f"{path} does not hold a key of {SECRET_KEY_MIN_CHARS} characters: restore or remove it.")
    return key


def _write_secret_key(path: Path) -> None:
    # Two processes may start at once: linking a finished file lets exactly one of them win, and none sees half a key.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret-key-") as unfinished:
        unfinished.write(secrets.token_urlsafe(48))
        unfinished.flush()
        os.fsync(unfinished.fileno())
        try:
            os.link(unfinished.name, path)
        except FileExistsError:
            return
