"""Let a suggestion keep why fairness made it, and whether the next person is asked after silence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("basis", sa.JSON(), nullable=True))
        # Whoever was asked before was told that silence opens the chapter to others.
        assignment.add_column(sa.Column("asks_next", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("assignment") as assignment:
        assignment.alter_column("asks_next", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_column("asks_next")
        assignment.drop_column("basis")
