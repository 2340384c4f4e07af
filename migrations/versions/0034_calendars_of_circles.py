"""Somebody's private calendar of a circle: counting on makes its address another one."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participation") as participation:
        participation.add_column(sa.Column("calendar_counter", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("participation") as participation:
        participation.alter_column(
            "calendar_counter", existing_type=sa.Integer(), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("participation") as participation:
        participation.drop_column("calendar_counter")
