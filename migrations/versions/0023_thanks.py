"""Keep what people say to whoever presented."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("presenter_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("writer_id <> presenter_id", name=op.f("ck_thanks_to_somebody_else")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_thanks_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["writer_id"], ["user.id"], name=op.f("fk_thanks_writer_id_user")),
        sa.ForeignKeyConstraint(["presenter_id"], ["user.id"], name=op.f("fk_thanks_presenter_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint("meeting_id", "writer_id", "presenter_id", "text", name=op.f("uq_thanks_meeting_id")),
    )
    op.create_index(op.f("ix_thanks_writer_id"), "thanks", ["writer_id"])
    op.create_index(op.f("ix_thanks_presenter_id"), "thanks", ["presenter_id"])


def downgrade() -> None:
    op.drop_table("thanks")
