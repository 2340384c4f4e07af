"""Let organisers halt the reminders of a circle."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_halt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("halted_by_id", sa.Integer(), nullable=False),
        sa.Column("halted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name="fk_reminder_halt_circle_id_circle"),
        sa.ForeignKeyConstraint(["halted_by_id"], ["user.id"], name="fk_reminder_halt_halted_by_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_halt"),
        sa.UniqueConstraint("circle_id", name="uq_reminder_halt_circle_id"),
    )


def downgrade() -> None:
    op.drop_table("reminder_halt")
