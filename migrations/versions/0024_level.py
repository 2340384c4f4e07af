"""For whom a circle is, and whether people are welcome who were not there from the beginning."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("circle") as circle:
        circle.add_column(sa.Column("level", sa.String(32), nullable=True))
        circle.add_column(sa.Column("is_open_half_way", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("circle") as circle:
        circle.alter_column(
            "is_open_half_way", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("circle") as circle:
        circle.drop_column("is_open_half_way")
        circle.drop_column("level")
