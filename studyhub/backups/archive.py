"""The one file: a zip with a manifest, the rows of each table, and the keys. Whatever is added has its checksum.

Further kinds of files (a folder of uploads) are members like the others: the manifest names them, `verify` reads them.
"""

import hashlib
import json
import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from studyhub.backups import manifest as manifests
from studyhub.backups.manifest import Manifest, NotOurs, member_of
from studyhub.backups.refused import Refused

MANIFEST = "manifest.json"
CHUNK_BYTES = 2**20
# The manifest and the keys are read whole, and a small file can unpack into more than there is memory.
SMALL_MAX_BYTES = 10 * 2**20
METHODS = {ZIP_STORED, ZIP_DEFLATED}
ONLY_OWNER = 0o600 << 16
# What zipfile raises for damage, for methods and flags that it does not know, and for fields that are none of ours.
ODD = (BadZipFile, EOFError, LookupError, NotOurs, OSError, RuntimeError, ValueError, struct.error, zlib.error)


@contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """A file that appears under its name only once it is whole, readable by its owner alone. Raises Refused."""
    try:
        _refuse_existing(path, overwrite=overwrite)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as unfinished:
            try:
                yield unfinished
                unfinished.flush()
                os.fsync(unfinished.fileno())
                _refuse_existing(path, overwrite=overwrite)
                Path(unfinished.name).replace(path)
            finally:
                Path(unfinished.name).unlink(missing_ok=True)
    except OSError as error:
        raise Refused(
            f"{path} cannot be written ({error.strerror}): check the folder and its free space, or name another file."
        ) from error


def _refuse_existing(path: Path, *, overwrite: bool) -> None:
    if path.exists() and not (overwrite and path.is_file()):
        raise Refused(f"{path} is there already: name another file, or add --overwrite.")


class Writer:
    """Adds members one after the other, and the manifest last; what is not finished is given up."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)
        self._manifest = manifest

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_error: object) -> None:
        # Closing writes the directory of the members, which has no place on a disk that is full.
        with suppress(OSError, ValueError):
            self._zip.close()

    def add(self, name: str, chunks: Iterable[bytes]) -> int:
        """Write a member as its chunks come, and hand back how many there were."""
        digest, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(self._info(name), "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                count += 1
        self._manifest.files[name] = {"bytes": size, "sha256": digest.hexdigest()}
        return count

    def finish(self) -> None:
        """Write the manifest, and its own checksum where a zip keeps a comment."""
        text = json.dumps(asdict(self._manifest), indent=1).encode()
        self._zip.writestr(self._info(MANIFEST), text)
        self._zip.comment = _seal(text)
        self._zip.close()

    def _info(self, name: str) -> ZipInfo:
        moment = datetime.fromisoformat(self._manifest.moment)
        info = ZipInfo(name, moment.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        info.external_attr = ONLY_OWNER
        return info


def _seal(manifest: bytes) -> bytes:
    return b"StudyHub backup, manifest " + hashlib.sha256(manifest).hexdigest().encode()


class Backup:
    """A file that `opened` found whole."""

    def __init__(self, file: ZipFile, manifest: Manifest, path: Path) -> None:
        self._zip, self._path = file, path
        self.manifest = manifest

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table, one line each."""
        with self._zip.open(member_of(table)) as member:
            yield from member

    def text(self, name: str) -> str:
        """A small member as text; empty when there is none. Raises Refused."""
        if name not in self.manifest.files:
            return ""
        try:
            return _small(self._zip, name).decode()
        except ODD as error:
            raise self.refusal() from error

    def refusal(self) -> Refused:
        """What to say of a member that StudyHub would never write."""
        return _changed(self._path)


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup, read once from end to end: all of it is as it was written. Raises Refused."""
    try:
        file = ZipFile(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from error
    except ODD as error:
        raise Refused(f"{path} is no backup of StudyHub, or its end is missing: take another copy of it.") from error
    with file:
        yield Backup(file, _verified(file, path), path)


def _verified(file: ZipFile, path: Path) -> Manifest:
    try:
        text = _small(file, MANIFEST)
        if file.comment != _seal(text):
            raise _changed(path)
        manifest = manifests.read(text)
        if {*manifest.files, MANIFEST} != set(file.namelist()):
            raise _changed(path)
        for name, facts in manifest.files.items():
            if _facts_of(file, name) != facts:
                raise _changed(path)
    except ODD as error:
        raise _changed(path) from error
    return manifest


def _small(file: ZipFile, name: str) -> bytes:
    with _member(file, name) as member:
        text = member.read(SMALL_MAX_BYTES + 1)
    if len(text) > SMALL_MAX_BYTES:
        raise NotOurs
    return text


def _facts_of(file: ZipFile, name: str) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with _member(file, name) as member:
        while chunk := member.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _member(file: ZipFile, name: str) -> IO[bytes]:
    # Of the other methods zipfile unpacks as much as there is, whatever one asks for.
    if file.getinfo(name).compress_type not in METHODS:
        raise NotOurs
    return file.open(name)


def _changed(path: Path) -> Refused:
    return Refused(f"{path} is not as it was written, so nothing was restored: take another copy of it.")
