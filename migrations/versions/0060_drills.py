"""Keep drills with their clocks, and the record of each."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("examiner_id", sa.Integer(), nullable=True),
        sa.Column("responder_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("ran_seconds", sa.Integer(), nullable=False),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'running') = (running_since IS NOT NULL)", name=op.f("ck_drill_runs_since")),
        sa.CheckConstraint(
            "state = 'planned' OR (examiner_id IS NOT NULL AND responder_id IS NOT NULL)",
            name=op.f("ck_drill_played_by_two"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_drill_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_drill_scenario_id_scenario")),
        sa.ForeignKeyConstraint(["examiner_id"], ["user.id"], name=op.f("fk_drill_examiner_id_user")),
        sa.ForeignKeyConstraint(["responder_id"], ["user.id"], name=op.f("fk_drill_responder_id_user")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_drill_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
    )
    for column in ("meeting_id", "scenario_id", "examiner_id", "responder_id", "created_by_id"):
        op.create_index(op.f(f"ix_drill_{column}"), "drill", [column])
    op.create_table(
        "drill_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("clock_seconds", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name=op.f("fk_drill_event_drill_id_drill")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_drill_event_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_event")),
    )
    for column in ("drill_id", "by_id"):
        op.create_index(op.f(f"ix_drill_event_{column}"), "drill_event", [column])


def downgrade() -> None:
    for table in ("drill_event", "drill"):
        op.drop_table(table)
