"""Find the notes shared last, and the sessions of a scribe, without reading all of them."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_note_first_shared_at", "note", ["first_shared_at"])
    op.create_index("ix_meeting_scribe_id", "meeting", ["scribe_id"])


def downgrade() -> None:
    op.drop_index("ix_meeting_scribe_id", "meeting")
    op.drop_index("ix_note_first_shared_at", "note")
