"""Remember who was reminded of which session, and who wants no reminders of a circle; find requests by their age."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_reminder_meeting_id_meeting", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_reminder_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint("meeting_id", "kind", "user_id", "moment", name="uq_reminder_meeting_id"),
    )
    op.create_index("ix_reminder_moment", "reminder", ["moment"])
    op.create_index("ix_reminder_user_id", "reminder", ["user_id"])
    op.create_table(
        "reminder_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_reminder_stop_user_id_user"),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name="fk_reminder_stop_circle_id_circle"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_stop"),
        sa.UniqueConstraint("user_id", "circle_id", name="uq_reminder_stop_user_id"),
    )
    op.create_index("ix_reminder_stop_circle_id", "reminder_stop", ["circle_id"])
    op.create_index("ix_release_state_requested_at", "release", ["state", "requested_at"])


def downgrade() -> None:
    op.drop_index("ix_release_state_requested_at", "release")
    op.drop_table("reminder_stop")
    op.drop_table("reminder")
