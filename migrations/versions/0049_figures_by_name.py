"""Say in the rules of the rota whether everybody reads what each has served, or what each team has."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rota_rules") as rules:
        # As it was readable from the published rota anyway.
        rules.add_column(sa.Column("figures_by_name", sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table("rota_rules") as rules:
        rules.alter_column("figures_by_name", server_default=None, existing_type=sa.Boolean())


def downgrade() -> None:
    with op.batch_alter_table("rota_rules") as rules:
        rules.drop_column("figures_by_name")
