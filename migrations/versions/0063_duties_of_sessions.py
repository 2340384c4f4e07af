"""Keep in which session a duty was done."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

# What was written before says it in its source: the session itself, or what was presented or practised in it.
OF_SESSIONS = """
UPDATE duty_entry SET meeting_id = (
    SELECT meeting.id FROM meeting
    WHERE meeting.id = CAST(substr(duty_entry.source, length(duty_entry.duty) + 2) AS integer)
)
WHERE source LIKE 'scribed:%' OR source LIKE 'facilitated:%'
"""
OF_CHAPTERS = """
UPDATE duty_entry SET meeting_id = (
    SELECT assignment.meeting_id FROM assignment
    WHERE assignment.id = CAST(substr(duty_entry.source, length(duty_entry.duty) + 2) AS integer)
)
WHERE source LIKE 'presented:%'
"""
OF_DRILLS = """
UPDATE duty_entry SET meeting_id = (
    SELECT drill.meeting_id FROM drill
    WHERE drill.id = CAST(substr(duty_entry.source, length(duty_entry.duty) + 8) AS integer)
)
WHERE source LIKE 'examined:drill:%' OR source LIKE 'responded:drill:%'
"""


def upgrade() -> None:
    with op.batch_alter_table("duty_entry") as entry:
        entry.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        entry.create_foreign_key(op.f("fk_duty_entry_meeting_id_meeting"), "meeting", ["meeting_id"], ["id"])
        entry.create_index(op.f("ix_duty_entry_meeting_id"), ["meeting_id"])
    for statement in (OF_SESSIONS, OF_CHAPTERS, OF_DRILLS):
        op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table("duty_entry") as entry:
        entry.drop_index(op.f("ix_duty_entry_meeting_id"))
        entry.drop_constraint(op.f("fk_duty_entry_meeting_id_meeting"), type_="foreignkey")
        entry.drop_column("meeting_id")
