"""Remember who had which hours of swapped shifts that are planned no more, so that calendars cancel them."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

KIND = sa.Enum("weeknight", "day_off", "special", name="shiftkind", native_enum=False, length=32)
ROLE = sa.Enum("primary", "secondary", name="role", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "dropped_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("shift_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_dropped_hours_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_hours")),
    )
    op.create_index(op.f("ix_dropped_hours_user_id"), "dropped_hours", ["user_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_dropped_hours_user_id"), table_name="dropped_hours")
    op.drop_table("dropped_hours")
