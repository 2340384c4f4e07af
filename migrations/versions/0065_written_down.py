"""Keep which updates of teams were written down in the round, by whoever leads it."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("team_update") as team_update:
        team_update.add_column(sa.Column("is_by_facilitator", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("team_update") as team_update:
        team_update.alter_column(
            "is_by_facilitator", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("team_update") as team_update:
        team_update.drop_column("is_by_facilitator")
