"""Write down in the ledger who examined and who responded in drills that were told before it kept them."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

DUTIES = {"examined": "examiner_id", "responded": "responder_id"}
ENTRY = sa.table(
    "duty_entry",
    *map(sa.column, ("source", "duty", "user_id", "team_id", "quantity")),
    sa.column("happened_on", sa.Date),
)
TOLD = sa.text("""
    SELECT drill.id, drill.examiner_id, drill.responder_id, meeting.starts_at, circle.time_zone
    FROM drill JOIN meeting ON meeting.id = drill.meeting_id JOIN circle ON circle.id = meeting.circle_id
    WHERE drill.state IN ('revealed', 'debriefed')
""").columns(starts_at=sa.DateTime(timezone=True))
PRIMARY = sa.text("SELECT user_id, team_id FROM membership WHERE is_primary")


def upgrade() -> None:
    connection = op.get_bind()
    teams = dict(connection.execute(PRIMARY).all())
    rows = []
    for drill in connection.execute(TOLD).mappings():
        # SQLite gives moments without their zone, which is always UTC.
        starts_at = drill["starts_at"].replace(tzinfo=drill["starts_at"].tzinfo or ZoneInfo("UTC"))
        day = starts_at.astimezone(ZoneInfo(drill["time_zone"])).date()
        for duty, column in DUTIES.items():
            user_id = drill[column]
            told = {"source": f"{duty}:drill:{drill['id']}", "duty": duty, "user_id": user_id}
            rows.append(told | {"team_id": teams.get(user_id), "quantity": 1, "happened_on": day})
    if rows:
        op.bulk_insert(ENTRY, rows)


def downgrade() -> None:
    op.execute("DELETE FROM duty_entry WHERE duty IN ('examined', 'responded')")
