"""Keep what one presenter proposes to another person: a chapter for a chapter, or to take one over."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "chapter_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chapter_id", sa.Integer(), nullable=False),
        sa.Column("for_chapter_id", sa.Integer(), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_id"], ["user.id"], name=op.f("fk_chapter_proposal_asked_id_user")),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_chapter_proposal_chapter_id_chapter")),
        sa.ForeignKeyConstraint(
            ["for_chapter_id"], ["chapter.id"], name=op.f("fk_chapter_proposal_for_chapter_id_chapter")
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["user.id"], name=op.f("fk_chapter_proposal_proposer_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter_proposal")),
    )
    op.create_index(op.f("ix_chapter_proposal_proposer_id"), "chapter_proposal", ["proposer_id"])
    op.create_index("ix_chapter_proposal_asked_id_state", "chapter_proposal", ["asked_id", "state"])
    op.create_index(
        "one_open_proposal",
        "chapter_proposal",
        ["chapter_id", "proposer_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("chapter_proposal")
