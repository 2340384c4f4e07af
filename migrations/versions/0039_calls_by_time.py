"""Find calls for presenters by their time, and proposals by their state."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_chapter_call_called_at", "chapter_call", ["called_at"])
    op.create_index("ix_chapter_proposal_state", "chapter_proposal", ["state"])


def downgrade() -> None:
    op.drop_index("ix_chapter_proposal_state", "chapter_proposal")
    op.drop_index("ix_chapter_call_called_at", "chapter_call")
