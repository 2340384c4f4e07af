"""Exports as one zip file, the same bytes for the same files."""

import re
import unicodedata
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import quote

# The oldest time a zip can hold: what the files are from is told by their own dates.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE_FILE = 0o100644
# What RFC 8187 lets stand bare in an extended value, besides letters and digits.
BARE = "!#$&+-.^_`|~"


class UnsafePath(ValueError):
    """Unpacked, this name would land outside its folder, or nowhere on some systems."""


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """The files by path, sorted, with fixed times and modes. Raises UnsafePath."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            archive.writestr(_entry(path), files[path], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    parts = path.split("/")
    if {"", ".", ".."} & {*parts} or re.search(r'[\x00-\x1f\x7f\\:*?"<>|]', path):
        raise UnsafePath(path)
    entry = zipfile.ZipInfo(path, LONG_AGO)
    entry.create_system = UNIX
    entry.external_attr = READABLE_FILE << 16
    return entry


def content_disposition(filename: str) -> str:
    """The header that saves a download under its name: `filename` in ASCII for old programs, `filename*` as it is."""
    clean = unicodedata.normalize("NFC", re.sub(r"[\x00-\x1f\x7f/\\]", "", filename)) or "download"
    return f"attachment; filename=\"{_in_ascii(clean)}\"; filename*=UTF-8''{quote(clean, safe=BARE)}"


def _in_ascii(filename: str) -> str:
    """The letters ASCII has; the ending is kept where nothing else is left."""
    path = PurePosixPath(filename)
    stem, suffix = (re.sub(r"[^A-Za-z0-9._-]+", "-", part).strip("-") for part in (path.stem, path.suffix))
    return f"{stem.strip('.') or 'download'}{suffix}"
