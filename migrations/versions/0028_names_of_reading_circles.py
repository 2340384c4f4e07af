"""Whether a circle that reads is a 読書会 or a 輪読会; those of before are what their title says."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("circle") as circle:
        circle.add_column(sa.Column("reading_name", sa.String(32), nullable=False, server_default="dokushokai"))
    with op.batch_alter_table("circle") as circle:
        circle.alter_column("reading_name", existing_type=sa.String(32), existing_nullable=False, server_default=None)
    circles = sa.table("circle", sa.column("title", sa.String), sa.column("reading_name", sa.String))
    op.execute(circles.update().where(circles.c.title.contains("輪読会")).values(reading_name="rindokukai"))


def downgrade() -> None:
    with op.batch_alter_table("circle") as circle:
        circle.drop_column("reading_name")
