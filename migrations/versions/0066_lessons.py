"""Keep what became of what was learned in a drill: an action, or help wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

LINKS = {"action_id": "action", "help_id": "help_wanted"}


def upgrade() -> None:
    with op.batch_alter_table("drill_remark") as remark:
        for column, table in LINKS.items():
            remark.add_column(sa.Column(column, sa.Integer(), nullable=True))
            name = op.f(f"fk_drill_remark_{column}_{table}")
            remark.create_foreign_key(name, table, [column], ["id"])
            remark.create_index(op.f(f"ix_drill_remark_{column}"), [column])


def downgrade() -> None:
    with op.batch_alter_table("drill_remark") as remark:
        for column, table in LINKS.items():
            remark.drop_index(op.f(f"ix_drill_remark_{column}"))
            remark.drop_constraint(op.f(f"fk_drill_remark_{column}_{table}"), type_="foreignkey")
            remark.drop_column(column)
