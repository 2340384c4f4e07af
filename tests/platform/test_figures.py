"""Figures that need no database are told while it is away."""

from studyhub.version import version
from tests.platform.conftest import NewApp


def test_other_figures_are_there_while_the_database_is_away(new_app: NewApp) -> None:
    app = new_app(DATABASE_URL="postgresql://aki:hush@127.0.0.1:1/studyhub")

    lines = app.test_client().get("/metrics").text.splitlines()

    assert "studyhub_failed_mails NaN" in lines
    assert f'studyhub_version_info{{version="{version()}"}} 1.0' in lines
