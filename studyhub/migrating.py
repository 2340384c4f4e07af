"""Running migrations, by Alembic: imported only where one is missing, as Alembic takes a tenth of the memory."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from studyhub.config import ROOT


def upgrade(revision: str = "heads", *, engine: Engine | None = None) -> None:
    """Bring the tables to a revision. Without an engine it is the application's, which needs its context."""
    command.upgrade(alembic_config(engine), revision)


def downgrade(revision: str, *, engine: Engine | None = None) -> None:
    """Take the tables back to an older revision; the engine as in `upgrade`."""
    command.downgrade(alembic_config(engine), revision)


def alembic_config(engine: Engine | None = None) -> Config:
    """What Alembic must know to find the migrations, and the database unless it is the application's."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.attributes["engine"] = engine
    return config
