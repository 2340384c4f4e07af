"""Secrets that come from files: a service manager or an orchestrator hands them over so, out of sight of `ps`."""

from collections.abc import Mapping
from pathlib import Path

SUFFIX = "_FILE"
# Settings that hold a secret; each may be named with _FILE behind it instead, and then the file holds the value.
SECRETS = ("DATABASE_URL", "STUDYHUB_SMTP_PASSWORD", "STUDYHUB_METRICS_TOKEN")
SECRET_MAX_BYTES = 64 * 1024


class BadSecretFile(Exception):
    """A sentence: which file of a secret cannot be used, and what to do."""


def with_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """The settings with what lies in the files that `…_FILE` names. Raises BadSecretFile."""
    found = {name: _read(name + SUFFIX, path) for name in SECRETS if (path := environ.get(name + SUFFIX))}
    for name in found:
        if environ.get(name):
            raise BadSecretFile(f"Both {name} and {name}{SUFFIX} are set: remove one of them.")
    return {**environ, **found}


def _read(name: str, path: str) -> str:
    try:
        # Some files never end.
        with Path(path).open("rb") as file:
            held = file.read(SECRET_MAX_BYTES + 1)
    except OSError as error:
        raise BadSecretFile(
            f"{name} names {path}, which cannot be read ({error.strerror}): correct the path or who may read it."
        ) from error
    text = held.decode(errors="replace").rstrip("\r\n")
    # What it holds is not repeated.
    if not text or not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text or len(held) > SECRET_MAX_BYTES:
        raise BadSecretFile(f"{name} names {path}, which does not hold one line of text: write the secret into it.")
    return text
