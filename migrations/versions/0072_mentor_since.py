"""Keep since when somebody is the mentor of a path: what was said before, they do not read."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("path") as path:
        path.add_column(sa.Column("mentor_since", sa.DateTime(timezone=True), nullable=True))
    # Who was named when stands in the trail alone; most are named with the path.
    op.execute("UPDATE path SET mentor_since = made_at")
    with op.batch_alter_table("path") as path:
        path.alter_column("mentor_since", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("path") as path:
        path.drop_column("mentor_since")
