"""Packages made on the spot, so that installing them needs no network. Its text is also that of a tool that builds."""

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path


def write_wheel(folder: str, name: str, version: str, source: str) -> str:
    """Write a wheel with one module of that name into the folder, and hand back the name of the file."""
    about = f"{name}-{version}.dist-info"
    file = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder) / file, "w") as wheel:
        wheel.writestr(f"{name}.py", source)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return file


def write_builder(folder: Path, version: str) -> str:
    """Write a wheel of `builder`, which makes any package a module that says which version built it."""
    build = "def build_wheel(folder, *_):\n    return write_wheel(folder, 'cake', '1.0', f'BUILT_WITH = {VERSION!r}')\n"
    source = f"{Path(__file__).read_text()}\n\nVERSION = {version!r}\n\n\n{build}"
    return write_wheel(str(folder), "builder", version, source)


def write_source_package(folder: Path) -> str:
    """Write a package `cake` that has no wheel and asks for any `builder` to be built with."""
    texts = {
        "pyproject.toml": '[build-system]\nrequires = ["builder"]\nbuild-backend = "builder"\n',
        "PKG-INFO": "Metadata-Version: 2.1\nName: cake\nVersion: 1.0\n",
    }
    with tarfile.open(folder / "cake-1.0.tar.gz", "w:gz") as package:
        for name, text in texts.items():
            about = tarfile.TarInfo(f"cake-1.0/{name}")
            about.size = len(text.encode())
            package.addfile(about, io.BytesIO(text.encode()))
    return "cake-1.0.tar.gz"


def locked(folder: Path, requirement: str, file: str) -> str:
    """The line of a lock that names this file by its hash."""
    return f"{requirement} --hash=sha256:{hashlib.sha256((folder / file).read_bytes()).hexdigest()}\n"
