"""Which tests a change touches: those that import what was changed, or its neighbours, and else those of its feature.

Read from the graph of imports. Pages are asked by their addresses, so templates, views and forms stand for a feature.
"""

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from grimp import ImportGraph, build_graph

# What is no module, by how its path begins, and the tests that look at it.
BESIDE = {
    "README.md": ("tests/test_readme.py",),
    "docs/": ("tests/test_readme.py", "tests/test_operating.py"),
    "migrations/": (
        "tests/database/test_migrations.py",
        "tests/database/test_constraints.py",
        "tests/platform/test_schema.py",
    ),
    "pyproject.toml": ("tests/platform/test_checks.py", "tests/packages/test_licences.py"),
    "requirements": ("tests/platform/test_checks.py", "tests/packages/test_licences.py"),
    # What each feature hands in to calendars is asked of by their addresses.
    **dict.fromkeys(
        ("studyhub/meetings/calendar/", "studyhub/duty/events", "studyhub/paths/calendar"), ("tests/calendars",)
    ),
    "studyhub/static/": ("tests/web", "tests/packages/test_vendored.py"),
    "studyhub/static/js/": ("tests/security/test_surface.py", "tests/browser/test_main_walk.py"),
    **dict.fromkeys(
        (f"studyhub/static/js/{name}" for name in ("editor/", "asking")),
        ("tests/browser/notes/test_editor.py", "tests/browser/notes/test_together.py"),
    ),
    **dict.fromkeys(
        (f"studyhub/static/js/{name}" for name in ("drafts", "forgetting", "forms", "unsent", "editor/keeping")),
        ("tests/browser/notes/test_kept_texts.py",),
    ),
    "studyhub/static/js/awaiting": ("tests/browser/test_long_work.py",),
    "studyhub/static/js/choosing": ("tests/browser/test_choosing.py",),
    "studyhub/static/js/counting": ("tests/browser/circles/test_ticking_groups.py",),
    "studyhub/static/js/projector": ("tests/browser/meetings/test_the_hour.py",),
    "studyhub/static/js/theme": ("tests/browser/test_every_page.py",),
    "studyhub/static/js/thoughts": ("tests/browser/test_thoughts.py",),
    "studyhub/translations/": ("tests/test_translations.py", "tests/web"),
    "templates/": ("tests/web", "tests/test_translations.py"),
}
# How a test comes by pages.
OPENS = "browser("
# Nobody imports these but the wiring: what they do is asked of their addresses.
AT_THE_EDGE = ("views", "cli", "forms")
# What a feature hands in, its tables and its pages are known to tables of the tests: these say what they miss.
MOVES_IN = ("features", "feature", "handed_in", "models", "views")
TABLES = (
    *("tests/rights/test_routes.py", "tests/rights/test_hourly.py", "tests/audit", "tests/home/test_waiting.py"),
    *("tests/database/test_constraints.py", "tests/test_readme.py", "tests/test_translations.py"),
)
# Columns and states, and the tests in which each is written down: these name what is new.
KEEPS = ("models", "states", "moves")
WRITTEN_DOWN = ("tests/database/test_text_columns.py", "tests/database/test_moves.py")
# What decides who sees which row, and the tests that look for what somebody should not see.
ASKS = ("queries", "readers")
SECRETS = ("tests/rights/test_planted_phrases.py", "tests/rights/test_routes.py")
# The World is made by nearly every practice, and asked by address alone.
WORLD = "tests.rights.tables."
# A helper of so many files of tests says nothing about any of them. What so many begin from is asked of by those of its
# own feature.
WIDE = 12


class NoHistory(Exception):
    """There is no Git repository here, or no such revision in it."""


def changed_files(root: Path, since: str | None) -> list[str]:
    """Paths that differ from a revision, new files too; without one from the last commit, or by it if nothing does.

    Raises NoHistory.
    """
    if since is not None:
        return _differing(root, since)
    return _differing(root, "HEAD") or _differing(root, "HEAD~1")


def _differing(root: Path, since: str) -> list[str]:
    changed = _git(root, "diff", "--name-only", "--diff-filter=d", since)
    return sorted({*changed, *_git(root, "ls-files", "--others", "--exclude-standard")})


def _git(root: Path, *words: str) -> list[str]:
    command = ["git", "-C", str(root), *words]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    if ended.returncode:
        raise NoHistory(ended.stderr.strip())
    return ended.stdout.split("\n")[:-1]


def imports() -> ImportGraph:
    """Which module imports which, read from the code as it is now."""
    return build_graph("studyhub", "tests", cache_dir=None)


def tests_of(files: Iterable[str], graph: ImportGraph, root: Path) -> list[str]:
    """The files and folders of tests that these changed paths touch, each once; a folder stands for all within."""
    found = {test for path in files for test in _tests_of(path, graph, root)}
    return sorted(test for test in found if not any(str(above) in found for above in PurePosixPath(test).parents))


def _tests_of(path: str, graph: ImportGraph, root: Path) -> Iterator[str]:
    yield from (test for begins, tests in BESIDE.items() if path.startswith(begins) for test in tests)
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    is_known = path.endswith(".py") and module in graph.modules
    # All features at once touch everything, and so nothing in particular.
    touched = _named(module, graph) if is_known and module != "studyhub.features" else set()
    yield from _of_its_own(touched, path) if len(touched) > WIDE else touched
    if module.rpartition(".")[2] in ASKS:
        yield from SECRETS
    if module.rpartition(".")[2] in KEEPS:
        yield from WRITTEN_DOWN
    if module.startswith("studyhub.") and any(part in MOVES_IN for part in module.split(".")):
        yield from TABLES
    if not touched or _is_at_the_edge(module):
        yield from _of_feature(path, root)


def _of_its_own(touched: set[str], path: str) -> set[str]:
    """Those in the folder of the feature, if there are any."""
    folder = f"tests/{PurePosixPath(path).parts[1]}/"
    return {test for test in touched if test.startswith(folder)} or touched


def _is_at_the_edge(module: str) -> bool:
    return any(part in AT_THE_EDGE for part in module.split("."))


def _of_feature(path: str, root: Path) -> Iterator[str]:
    """The folder of tests of the feature that a module belongs to, if any; of a template those that open pages."""
    parts = PurePosixPath(path).parts
    if parts[0] not in ("studyhub", "templates") or len(parts) < 3 or not (root / "tests" / parts[1]).is_dir():
        return
    if parts[0] == "studyhub":
        yield f"tests/{parts[1]}"
    else:
        yield from _opening_pages(root / "tests" / parts[1], root)


def _opening_pages(folder: Path, root: Path) -> Iterator[str]:
    for test in sorted(folder.rglob("test_*.py")):
        if OPENS in test.read_text(encoding="utf-8"):
            yield str(test.relative_to(root))


def _named(module: str, graph: ImportGraph) -> set[str]:
    """Test files that import a module, by helpers too, or a neighbour of it that imports it."""
    return {test for one in (module, *_neighbours(module, graph)) for test in _importing(one, graph)}


def _neighbours(module: str, graph: ImportGraph) -> list[str]:
    """What imports it in its folder: in a folder within a feature by any way, for it is one thing with one door."""
    folder = module.rpartition(".")[0]
    is_within = folder.count(".") > 1
    found = graph.find_downstream_modules(module) if is_within else graph.find_modules_that_directly_import(module)
    return [one for one in found if one == folder or one.rpartition(".")[0] == folder]


def _importing(module: str, graph: ImportGraph) -> Iterator[str]:
    if _is_test(module):
        yield f"{module.replace('.', '/')}.py"
        return
    importers = [one for one in graph.find_modules_that_directly_import(module) if one.startswith("tests.")]
    if module.startswith("studyhub."):
        importers = [one for one in importers if not one.startswith(WORLD)]
    found = {test for one in importers for test in _importing(one, graph)}
    if not module.startswith("tests.") or len(found) <= WIDE:
        yield from found


def _is_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")
