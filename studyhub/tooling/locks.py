"""The locks of packages, written anew from pyproject.toml; what is pinned stays, unless `--upgrade` asks otherwise."""

import subprocess
import tempfile
from pathlib import Path

BUILD_NOTE = "# What requirements.lock has no wheel of is built with these; installed first.\n"
# The file of each lock, what it locks, and what stands above it.
LOCKS = {
    "requirements.lock": (["pyproject.toml"], ""),
    "requirements-dev.lock": (["pyproject.toml", "--group", "dev"], ""),
    "requirements-build.lock": (["--group", "build"], BUILD_NOTE),
}
HOW = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
# app.py installs the locks itself; with this line uv would not read the groups.
UNMANAGED = "managed = false"


def write(words: list[str], root: Path) -> int:
    """Write all locks; `words` go to uv, such as `--upgrade` or `--upgrade-package NAME`. Hands back an exit code."""
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder)
        (beside / "pyproject.toml").write_text((root / "pyproject.toml").read_text().replace(UNMANAGED, ""))
        for name, (wanted, note) in LOCKS.items():
            (beside / name).write_text((root / name).read_text())
            command = [str(root / ".venv" / "bin" / "uv"), "pip", "compile", *wanted, *HOW, *words, "-o", name]
            if code := subprocess.run(command, cwd=beside, check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603 -- a developer's own words
                return code
            (root / name).write_text(note + (beside / name).read_text().removeprefix(note))
    return 0
