"""Keep when a password was last given on a browser."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    # Whoever is signed in gave it then.
    op.execute("UPDATE device SET confirmed_at = created_at")
    with op.batch_alter_table("device") as batch:
        batch.alter_column("confirmed_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("device") as batch:
        batch.drop_column("confirmed_at")
