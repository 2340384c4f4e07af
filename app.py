"""StudyHub's one command: sets itself up in .venv, then serves, checks, or runs the command line.

Until the packages are there this file can use nothing but Python itself.
"""

from __future__ import annotations  # lets an older Python reach the sentence that refuses it

import fcntl
import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"
BUILD_LOCK = ROOT / "requirements-build.lock"
OLDEST_PYTHON = (3, 11)


def main(words: list[str]) -> int:
    """Run one command and hand back its exit code; may replace this process by one inside .venv."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"StudyHub needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    wants_checks = words[:1] == ["test"]
    set_up(DEVELOPMENT_LOCK if wants_checks else LOCK)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), str(ROOT / "app.py"), *words])  # noqa: S606 -- our own interpreter
    if wants_checks:
        from studyhub.tooling import checks  # noqa: PLC0415 -- only there once .venv is

        return checks.run(words[1:], ROOT)
    # What is imported stays: looking through it for garbage again and again takes a tenth of the start.
    gc.disable()
    from studyhub import command_line  # noqa: PLC0415 -- only there once .venv is

    gc.freeze()
    gc.enable()
    return command_line.run(words)


def set_up(lock: Path) -> None:
    """Make .venv hold exactly what the lock names; nothing is started when it already does."""
    if is_set_up(lock):
        return
    try:
        with alone():
            if not is_set_up(lock):
                install(lock)
    except OSError as error:
        sys.exit(f"{VENV} cannot be made: {error.strerror}. StudyHub's folder must be writable at the first start.")


def is_set_up(lock: Path) -> bool:
    """Whether this very lock was installed. The development lock holds everything the other one does."""
    return VENV_PYTHON.exists() and digest(lock) in stamps()


def stamps() -> list[str]:
    """The hashes of the locks that .venv was filled from."""
    stamp = VENV / "installed"
    return stamp.read_text().split() if stamp.exists() else []


def digest(lock: Path) -> str:
    """The hash by which a lock's content is known again."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Keep other starts waiting while the environment is made."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install(lock: Path) -> None:
    """Fill .venv from the lock, then stamp it."""
    print("Setting up StudyHub; this happens once and takes up to a minute.", file=sys.stderr, flush=True)
    base = getattr(sys, "_base_executable", sys.executable)
    installer = installer_command(base)
    (VENV / "installed").unlink(missing_ok=True)
    if not VENV_PYTHON.exists():
        step([base, "-m", "venv", "--clear", "--without-pip", str(VENV)], f"{base} could not make {VENV}")
    install_packages([*installer, "--quiet", "--require-hashes"], lock)
    held = [LOCK, DEVELOPMENT_LOCK] if lock == DEVELOPMENT_LOCK else [lock]
    unfinished = VENV / "installed.new"
    unfinished.write_text("\n".join(map(digest, held)))
    unfinished.replace(VENV / "installed")


def install_packages(installer: list[str], lock: Path) -> None:
    """Install what the lock names; what has no wheel is built with locked tools, which are gone afterwards.

    An installer that builds in isolation would fetch whatever tools are newest, and ask for no hash.
    """
    otherwise = "The packages could not be installed"
    with tempfile.TemporaryDirectory() as tools:
        step([*installer, "--target", tools, "-r", str(BUILD_LOCK)], otherwise)
        importable = os.pathsep.join(filter(None, [tools, os.environ.get("PYTHONPATH")]))
        step([*installer, "--no-build-isolation", "-r", str(lock)], otherwise, PYTHONPATH=importable)


def installer_command(base: str) -> list[str]:
    """How to install into .venv: the pip beside Python, or uv."""
    if has_pip(base):
        pip = [base, "-m", "pip", "--python", str(VENV_PYTHON), "install"]
        return [*pip, "--disable-pip-version-check", "--no-input", "--use-pep517"]
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(VENV_PYTHON)]
    sys.exit(f"StudyHub needs pip to set itself up: install python3-pip (Debian, Ubuntu), or pip for {base}.")


def has_pip(base: str) -> bool:
    """Whether the Python outside of any environment brings pip."""
    return subprocess.run([base, "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def step(command: list[str], otherwise: str, **variables: str) -> None:
    """Run one step of the set-up; its own words are shown above ours when it fails."""
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode != 0:
        sys.exit(f"{otherwise}: the reason is above. Correct it and start again.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
