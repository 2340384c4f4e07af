"""Keep several links of a chapter, in order, with who added them."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chapter_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_chapter_link_added_by_id_user")),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_chapter_link_chapter_id_chapter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter_link")),
    )
    op.create_index(op.f("ix_chapter_link_added_by_id"), "chapter_link", ["added_by_id"])
    op.create_index("ix_chapter_link_chapter_id_position", "chapter_link", ["chapter_id", "position"])


def downgrade() -> None:
    op.drop_table("chapter_link")
