"""The days of the month on which the blog has room, and which note is planned for which."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blog_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_blog_slot_note_id_note")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_blog_slot_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blog_slot")),
        sa.UniqueConstraint("day", name=op.f("uq_blog_slot_day")),
        sa.UniqueConstraint("note_id", name=op.f("uq_blog_slot_note_id")),
    )
    op.create_index(op.f("ix_blog_slot_by_id"), "blog_slot", ["by_id"])
    with op.batch_alter_table("desk_settings") as settings:
        settings.add_column(sa.Column("slot_days", sa.Text(), nullable=False, server_default="8 18 28"))
    with op.batch_alter_table("desk_settings") as settings:
        settings.alter_column("slot_days", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("desk_settings") as settings:
        settings.drop_column("slot_days")
    op.drop_table("blog_slot")
