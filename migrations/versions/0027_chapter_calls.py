"""Remember who was told of which chapter that wants a presenter."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chapter_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_chapter_call_chapter_id_chapter")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_chapter_call_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_chapter_call_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter_call")),
        sa.UniqueConstraint("chapter_id", "meeting_id", "user_id", name=op.f("uq_chapter_call_chapter_id")),
    )
    op.create_index(op.f("ix_chapter_call_meeting_id"), "chapter_call", ["meeting_id"])
    op.create_index("ix_chapter_call_user_id_called_at", "chapter_call", ["user_id", "called_at"])


def downgrade() -> None:
    op.drop_table("chapter_call")
