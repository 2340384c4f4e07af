"""Keep the months that are closed for the allowance, what was served in them, and corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

PEOPLE_AND_MORE = ("month_id", "user_id", "shift_id", "swap_id", "entered_by_id")


def upgrade() -> None:
    op.create_table(
        "allowance_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_allowance_month_closed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_month")),
        sa.UniqueConstraint("month", name=op.f("uq_allowance_month_month")),
    )
    op.create_index(op.f("ix_allowance_month_closed_by_id"), "allowance_month", ["closed_by_id"])
    op.create_table(
        "allowance_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("swap_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign", sa.Integer(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("responses", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_allowance_row_ends_after_start")),
        sa.CheckConstraint("sign IN (1, -1)", name=op.f("ck_allowance_row_more_or_less")),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (reason = '')", name=op.f("ck_allowance_row_corrected_with_a_reason")
        ),
        sa.CheckConstraint(
            "entered_by_id IS NOT NULL OR (sign = 1 AND NOT is_by_hand)",
            name=op.f("ck_allowance_row_closed_as_served"),
        ),
        sa.ForeignKeyConstraint(
            ["month_id"], ["allowance_month.id"], name=op.f("fk_allowance_row_month_id_allowance_month")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_allowance_row_user_id_user")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_allowance_row_shift_id_shift")),
        sa.ForeignKeyConstraint(["swap_id"], ["swap.id"], name=op.f("fk_allowance_row_swap_id_swap")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_allowance_row_entered_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_row")),
    )
    for column in PEOPLE_AND_MORE:
        op.create_index(op.f(f"ix_allowance_row_{column}"), "allowance_row", [column])


def downgrade() -> None:
    op.drop_table("allowance_row")
    op.drop_table("allowance_month")
