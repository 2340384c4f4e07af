"""The files of the secret key and of those before it, readable by their owner alone."""

import os
import secrets
import tempfile
from datetime import datetime
from pathlib import Path

from studyhub.config import Settings
from studyhub.files.key_files import OLDER_KEYS_NAME, SECRET_KEY_NAME

KEY_BYTES = 48


def new_key() -> str:
    """A key as the first start makes one."""
    return secrets.token_urlsafe(KEY_BYTES)


class KeysNotWritable(Exception):
    """A file of the keys cannot be written; the text is a sentence for whoever runs the command."""


def require_writable(settings: Settings) -> None:
    """Raise KeysNotWritable where a key was handed in as a file that we must not replace."""
    for folder in {settings.data, settings.key_file.parent}:
        if not os.access(folder, os.W_OK):
            raise KeysNotWritable(
                f"{folder} cannot be written: put the new key into {settings.key_file} yourself, and the one before "
                f"into {settings.data / OLDER_KEYS_NAME}."
            )


def write(settings: Settings, *, key: str, older: tuple[str, ...]) -> None:
    """Replace the keys. The older ones are written first: no moment has a key that nobody knows."""
    write_private(settings.data / OLDER_KEYS_NAME, "".join(f"{one}\n" for one in older))
    write_private(settings.key_file, key)
    if not older:
        (settings.data / OLDER_KEYS_NAME).unlink()


def set_aside(settings: Settings, *, now: datetime) -> Path:
    """Keep a copy of the present key under a dated name."""
    path = settings.data / f"{SECRET_KEY_NAME}-until-{now:%Y%m%dT%H%M%S}"
    write_private(path, "\n".join(settings.keys))
    return path


def write_private(path: Path, text: str) -> None:
    """Put a text in the place of whatever a file holds, whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False) as unfinished:
        unfinished.write(text)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    Path(unfinished.name).replace(path)
