"""Keep how often each group of alerts rang by month, of alerts that are forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("acted", sa.Integer(), nullable=False),
        sa.CheckConstraint("acted BETWEEN 0 AND count", name=op.f("ck_alert_month_acted_on_of_those")),
        sa.ForeignKeyConstraint(["group_id"], ["alert_group.id"], name=op.f("fk_alert_month_group_id_alert_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_month")),
        sa.UniqueConstraint("group_id", "month", name=op.f("uq_alert_month_group_id")),
    )


def downgrade() -> None:
    op.drop_table("alert_month")
