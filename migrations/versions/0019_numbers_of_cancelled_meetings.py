"""Keep the number a cancelled meeting had: people know it by that one, and the next meeting has it by now."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# Those cancelled before had the number after that of the meeting before them, unless more was cancelled since.
NUMBER_BEFORE = """
UPDATE meeting SET called_off_number = 1 + COALESCE(
    (SELECT MAX(earlier.number) FROM meeting AS earlier
     WHERE earlier.circle_id = meeting.circle_id AND earlier.starts_at < meeting.starts_at), 0)
WHERE state = 'cancelled'
"""


def upgrade() -> None:
    op.add_column("meeting", sa.Column("called_off_number", sa.Integer(), nullable=True))
    op.execute(NUMBER_BEFORE)


def downgrade() -> None:
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_column("called_off_number")
