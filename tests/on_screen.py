"""What a run says on the screen: Japanese as it is written, and the first failure below everything else."""

import pytest

ID_MAX_CHARS = 60


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case by its text as it is written, where that can be printed; pytest would write it in escapes."""
    is_plain = isinstance(val, str) and val.isprintable() and 0 < len(val) <= ID_MAX_CHARS and not val.isascii()
    return str(val) if is_plain else None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say the first of several failures again: whoever ran a thousand tests need not look for it."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    failures = [*reporter.stats.get("failed", []), *reporter.stats.get("error", [])]
    if len(failures) > 1:
        reporter.write_sep("_", f"the first of {len(failures)}: {failures[0].nodeid}", red=True)
        reporter.write_line(failures[0].longreprtext)
