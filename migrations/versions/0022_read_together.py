"""Let a chapter be read together in its session."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_chapter") as place:
        place.add_column(sa.Column("is_read_together", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting_chapter") as place:
        place.alter_column("is_read_together", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("meeting_chapter") as place:
        place.drop_column("is_read_together")
