"""Everything StudyHub is made of may be handed on under the MIT licence, and what it is checked with may be used so."""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from studyhub.config import ROOT

# What is installed together with StudyHub: whoever runs it owes nothing but the notices.
RUNTIME = {"Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0", "ZPL-2.1"}
# What only checks it, and what only builds a package: it may also ask that changes to itself are shown.
# MIT-0 asks for less than MIT: not even the notice.
CHECKS = RUNTIME | {"MPL-2.0"}

# Names from before there was one list of them, as packages still write them.
OTHER_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Zope Public License": "ZPL-2.1",
}

# Looked at by hand: the licence under which we use it, and why that is right.
SETTLED = {
    "psycopg": "LGPL-3.0-only: a library used unchanged through its interface, which anybody may exchange",
    "psycopg-binary": "LGPL-3.0-only: the compiled half of psycopg",
    "feedgen": "BSD-2-Clause: it is under this or the LGPL, as whoever uses it chooses",
    "certifi": "MPL-2.0: a list of certificates, handed on unchanged",
    "axe-playwright-python": "MIT, by the file LICENSE in it; axe-core, which it brings, is MPL-2.0",
    "setuptools": "MIT; builds feedgen, and is not installed",
    "colorama": "BSD-3-Clause; needed and installed on Windows alone",
}

LOCKS = {"requirements.lock": RUNTIME, "requirements-dev.lock": CHECKS, "requirements-build.lock": CHECKS}


def locked(lock: str) -> list[str]:
    """The names of the packages in a lock."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / lock).read_text(), re.MULTILINE)


def stated(package: str) -> str:
    """The licence that an installed package states, as an expression; empty when it states none."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ""
    if "License-Expression" in told:
        return str(told["License-Expression"])
    classifiers = [text.split(" :: ")[-1] for text in told.get_all("Classifier", []) if text.startswith("License ::")]
    named = [text for text in classifiers if text != "OSI Approved"] or [str(told["License"] or "")]
    return " AND ".join(OTHER_NAMES.get(text, text) for text in named)


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """Whether one of the choices that the expression leaves is made of allowed licences alone."""
    return any(set(choice.split(" AND ")) <= allowed for choice in expression.split(" OR "))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_licence_that_is_allowed(lock: str) -> None:
    packages = locked(lock)

    licences = {package: stated(package) for package in packages if package not in SETTLED}

    assert packages
    assert {package: found for package, found in licences.items() if not is_allowed(found, LOCKS[lock])} == {}


def test_what_was_settled_by_hand_is_still_locked() -> None:
    assert SETTLED.keys() <= {package for lock in LOCKS for package in locked(lock)}


def test_every_locked_package_of_npm_has_a_licence_that_is_allowed() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert {name: found["license"] for name, found in packages.items() if found.get("license") not in CHECKS} == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 AND BSD-2-Clause", True),
        ("MIT OR GPL-3.0-or-later", True),
        ("MIT AND GPL-2.0-or-later", False),
        ("GPL-2.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("LGPL-3.0-only", False),
        ("MPL-2.0", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_what_must_be_handed_on_under_its_own_terms_is_not_allowed(expression: str, allowed: bool) -> None:
    assert is_allowed(expression, RUNTIME) is allowed
