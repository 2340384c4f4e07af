"""Who was told that something is stuck, notes that stay inside, and after how many days something is stuck too long."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

DAYS = ("note_days", "sharing_days", "asking_days", "review_days", "blog_days")


def upgrade() -> None:
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(meeting_id IS NULL) != (note_id IS NULL)", name=op.f("ck_nudge_about_one")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_nudge_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_nudge_note_id_note")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_nudge_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
    )
    op.create_index(op.f("ix_nudge_meeting_id"), "nudge", ["meeting_id"])
    op.create_index(op.f("ix_nudge_note_id"), "nudge", ["note_id"])
    op.create_index(op.f("ix_nudge_by_id"), "nudge", ["by_id"])
    op.create_table(
        "kept_inside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_kept_inside_note_id_note")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_kept_inside_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_inside")),
        sa.UniqueConstraint("note_id", name=op.f("uq_kept_inside_note_id")),
    )
    op.create_index(op.f("ix_kept_inside_by_id"), "kept_inside", ["by_id"])
    op.create_table(
        "desk_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in DAYS),
        sa.CheckConstraint("id = 1", name=op.f("ck_desk_settings_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_settings")),
    )


def downgrade() -> None:
    op.drop_table("desk_settings")
    op.drop_table("kept_inside")
    op.drop_table("nudge")
