"""Let a release carry its tags: they leave with the text, so the editor reads them with it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("release") as release:
        release.add_column(sa.Column("tags", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("release") as release:
        release.alter_column("tags", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("release") as release:
        release.drop_column("tags")
