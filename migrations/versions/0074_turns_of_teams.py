"""Know when a card was first handed in: what is written late, or changed, takes nobody's turn in the round."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("team_update") as team_update:
        team_update.add_column(sa.Column("first_handed_in_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE team_update SET first_handed_in_at = handed_in_at")


def downgrade() -> None:
    with op.batch_alter_table("team_update") as team_update:
        team_update.drop_column("first_handed_in_at")
