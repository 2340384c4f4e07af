"""Let people check in: a code for each meeting, when somebody checked in, and where it is switched on."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SIGNS = "3479CFHJKMNPRTWXY"
MEETING = sa.table("meeting", sa.column("id", sa.Integer()), sa.column("checkin_code", sa.Text()))


def upgrade() -> None:
    with op.batch_alter_table("circle") as circle:
        circle.add_column(sa.Column("has_checkin", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("circle") as circle:
        circle.alter_column("has_checkin", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("attendance") as attendance:
        attendance.add_column(sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("meeting") as meeting:
        meeting.add_column(sa.Column("checkin_code", sa.Text(), nullable=True))
    _give_codes()
    with op.batch_alter_table("meeting") as meeting:
        meeting.alter_column("checkin_code", existing_type=sa.Text(), nullable=False)


def _give_codes() -> None:
    connection = op.get_bind()
    for (id_,) in connection.execute(sa.select(MEETING.c.id)).all():
        code = "".join(secrets.choice(SIGNS) for _ in range(5))
        connection.execute(sa.update(MEETING).where(MEETING.c.id == id_).values(checkin_code=code))


def downgrade() -> None:
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_column("checkin_code")
    with op.batch_alter_table("attendance") as attendance:
        attendance.drop_column("checked_in_at")
    with op.batch_alter_table("circle") as circle:
        circle.drop_column("has_checkin")
