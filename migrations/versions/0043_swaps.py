"""Keep swaps of shifts, and who was asked to take one."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

KIND = sa.Enum("give", "exchange", "cover_now", "take", "vacate", name="swapkind", native_enum=False, length=32)
OPEN = sa.text("accepted_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("taker_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("in_return_id", sa.Integer(), nullable=True),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unanswered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_swap_ends_after_start")),
        sa.CheckConstraint("undone_at IS NULL OR accepted_at IS NOT NULL", name=op.f("ck_swap_undone_after_accepted")),
        sa.CheckConstraint("withdrawn_at IS NULL OR accepted_at IS NULL", name=op.f("ck_swap_withdrawn_or_accepted")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_swap_shift_id_shift")),
        sa.ForeignKeyConstraint(["giver_id"], ["user.id"], name=op.f("fk_swap_giver_id_user")),
        sa.ForeignKeyConstraint(["taker_id"], ["user.id"], name=op.f("fk_swap_taker_id_user")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_swap_asked_by_id_user")),
        sa.ForeignKeyConstraint(["in_return_id"], ["shift.id"], name=op.f("fk_swap_in_return_id_shift")),
        sa.ForeignKeyConstraint(["pair_id"], ["swap.id"], name=op.f("fk_swap_pair_id_swap")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    for column in ("shift_id", "giver_id", "taker_id", "asked_by_id", "in_return_id", "pair_id"):
        op.create_index(op.f(f"ix_swap_{column}"), "swap", [column])
    op.create_index("ix_swap_open", "swap", ["starts_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "swap_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["swap_id"], ["swap.id"], name=op.f("fk_swap_ask_swap_id_swap")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_swap_ask_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_ask")),
        sa.UniqueConstraint("swap_id", "user_id", name=op.f("uq_swap_ask_swap_id")),
    )
    op.create_index(op.f("ix_swap_ask_user_id"), "swap_ask", ["user_id"])


def downgrade() -> None:
    op.drop_table("swap_ask")
    op.drop_table("swap")
