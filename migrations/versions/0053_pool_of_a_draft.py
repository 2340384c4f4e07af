"""Keep among whom a rota was shared out, and what of it people could not do: it is credited to them."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rota_draft", sa.Column("pool", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("rota_draft") as table:
        table.drop_column("pool")
