"""Say of each kept text by which rules it is read: what is there stays as it is, exports too."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ["revision", "release"]


def upgrade() -> None:
    for table in TABLES:
        # All that is there was read by the rules of the first dialect.
        with op.batch_alter_table(table) as kept:
            kept.add_column(sa.Column("dialect", sa.Integer(), nullable=False, server_default="1"))
        with op.batch_alter_table(table) as kept:
            kept.alter_column("dialect", server_default=None)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as kept:
            kept.drop_column("dialect")
