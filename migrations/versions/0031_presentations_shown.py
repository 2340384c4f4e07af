"""Whether everybody reads how much the people of a team presented; and who leads sessions is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organization") as organization:
        organization.add_column(
            sa.Column("shows_presentations", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("organization") as organization:
        organization.alter_column(
            "shows_presentations", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )
    op.create_index(op.f("ix_meeting_facilitator_id"), "meeting", ["facilitator_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_facilitator_id"), "meeting")
    with op.batch_alter_table("organization") as organization:
        organization.drop_column("shows_presentations")
