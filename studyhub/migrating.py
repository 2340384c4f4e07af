"""Running migrations, by Alembic: imported only where one is missing, as Alembic takes a tenth of the memory."""

from alembic import command
from alembic.config import Config

from studyhub.config import ROOT


def upgrade(revision: str = "heads") -> None:
    """Bring the tables to a revision. Needs an application context."""
    command.upgrade(alembic_config(), revision)


def downgrade(revision: str) -> None:
    """Take the tables back to an older revision. Needs an application context."""
    command.downgrade(alembic_config(), revision)


def alembic_config() -> Config:
    """What Alembic must know to find the migrations."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    return config
