"""Keep what somebody types in the steps of planning, so that each step has an address of its own."""

import sqlalchemy as sa
from alembic import op

from studyhub.column_types import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_kept_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_kept_draft_key")),
    )
    op.create_index("kept_draft_of_person", "kept_draft", ["user_id", "changed_at"])
    op.create_index(op.f("ix_kept_draft_changed_at"), "kept_draft", ["changed_at"])


def downgrade() -> None:
    op.drop_table("kept_draft")
