"""Keep the telephone number by which somebody on duty is called."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user") as user:
        user.add_column(sa.Column("telephone", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("user") as user:
        user.alter_column("telephone", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user") as user:
        user.drop_column("telephone")
