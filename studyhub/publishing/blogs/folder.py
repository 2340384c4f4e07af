"""A folder that exports are written into: a list in it says what is ours, so that what was retracted can be taken out.

Files that stand there without being in the list, or are other than we wrote them, are somebody else's and stay.
"""

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

LIST = ".studyhub-export.json"
LIST_VERSION = 1

# By post and by path: the SHA-256 of what we wrote.
Written = dict[str, dict[str, str]]


class UnreadableList(ValueError):
    """The list is not as we write it."""


@dataclass(frozen=True)
class Leftover:
    """A file of a post that left and was taken back since. Where somebody changed it, `is_ours` is no longer true."""

    slug: str
    path: str
    is_ours: bool


def write(folder: Path, files: Mapping[str, bytes], slugs: Collection[str]) -> None:
    """Write the files of these posts and note that they are ours. Raises UnreadableList and OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    # Noted first: a file that is noted and not there harms nobody, one that is there and not noted would stay for ever.
    _note(folder, known(folder) | _by_post(files, slugs))
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def known(folder: Path) -> Written:
    """What earlier exports wrote into the folder; nothing where there is no list. Raises UnreadableList and OSError."""
    try:
        kept = json.loads((folder / LIST).read_bytes())
        posts = {slug: _checked(files) for slug, files in kept["posts"].items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableList from error
    if kept.get("version") != LIST_VERSION:
        raise UnreadableList
    return posts


def _checked(files: Mapping[str, str]) -> dict[str, str]:
    """The files of one post, none of which may lead out of the folder."""
    for path in files:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path:
            raise UnreadableList
    return dict(files)


def _by_post(files: Mapping[str, bytes], slugs: Collection[str]) -> Written:
    """What is written, by the post it belongs to; what belongs to none, such as the bundle, is written anew anyway."""
    found: Written = {}
    for name, body in files.items():
        path = PurePosixPath(name)
        for slug in {path.stem, *path.parts} & {*slugs}:
            found.setdefault(slug, {})[name] = sha256(body).hexdigest()
    return found


def _note(folder: Path, posts: Written) -> None:
    kept = {"version": LIST_VERSION, "posts": posts}
    new = folder / f"{LIST}.new"
    new.write_bytes(json.dumps(kept, indent=1, sort_keys=True).encode() + b"\n")
    os.replace(new, folder / LIST)


def leftovers(folder: Path, slugs: Iterable[str]) -> list[Leftover]:
    """The files of these posts that still stand in the folder, in order. Raises UnreadableList and OSError."""
    posts = known(folder)
    found = [(slug, path, hashed) for slug in slugs for path, hashed in posts.get(slug, {}).items()]
    return [
        Leftover(slug, path, _is_as_written(folder, path, hashed))
        for slug, path, hashed in sorted(found)
        if (folder / path).is_file()
    ]


def _is_as_written(folder: Path, path: str, hashed: str) -> bool:
    place = folder / path
    is_within = place.resolve() == folder.resolve() / path
    return is_within and sha256(place.read_bytes()).hexdigest() == hashed


def remove(folder: Path, files: Iterable[Leftover]) -> None:
    """Remove what is ours, the folders that are empty then, and the note of it. Raises UnreadableList and OSError."""
    posts = known(folder)
    for leftover in files:
        if leftover.is_ours:
            (folder / leftover.path).unlink()
            _remove_empty(folder, PurePosixPath(leftover.path).parent)
            del posts[leftover.slug][leftover.path]
    _note(folder, {slug: paths for slug, paths in posts.items() if paths})


def _remove_empty(folder: Path, inner: PurePosixPath) -> None:
    while inner.parts and not any((folder / inner).iterdir()):
        (folder / inner).rmdir()
        inner = inner.parent
