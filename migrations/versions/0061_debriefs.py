"""Keep what is said after a drill, and how the responder did."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("quirk_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_drill_remark_drill_id_drill")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_drill_remark_author_id_user")),
        sa.ForeignKeyConstraint(["quirk_id"], ["quirk.id"], name=op.f("fk_drill_remark_quirk_id_quirk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_remark")),
    )
    for column in ("drill_id", "author_id", "quirk_id"):
        op.create_index(op.f(f"ix_drill_remark_{column}"), "drill_remark", [column])
    op.create_table(
        "drill_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_drill_review_drill_id_drill")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_review")),
        sa.UniqueConstraint("drill_id", name=op.f("uq_drill_review_drill_id")),
    )


def downgrade() -> None:
    for table in ("drill_review", "drill_remark"):
        op.drop_table(table)
