"""Remember that a meeting had no date when it was called off: undoing that does not end with its old start.

Of those called off before it is not known any more: for them undoing ends as it did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting") as meeting:
        meeting.add_column(sa.Column("called_off_undated", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting") as meeting:
        meeting.alter_column(
            "called_off_undated", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_column("called_off_undated")
