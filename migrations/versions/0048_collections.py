"""Keep for which days people were asked when they are away, and who answered."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("answer_on", sa.Date(), nullable=False),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_collection_ends_after_start")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_collection_asked_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("starts_on", "ends_on", "answer_on", name=op.f("uq_collection_starts_on")),
    )
    op.create_index(op.f("ix_collection_asked_by_id"), "collection", ["asked_by_id"])
    op.create_table(
        "collection_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_answer_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_collection_answer_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_answer")),
        sa.UniqueConstraint("collection_id", "user_id", name=op.f("uq_collection_answer_collection_id")),
    )
    op.create_index(op.f("ix_collection_answer_user_id"), "collection_answer", ["user_id"])


def downgrade() -> None:
    op.drop_table("collection_answer")
    op.drop_table("collection")
