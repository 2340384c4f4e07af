"""Keep teams' cards for rounds of a Scrum of Scrums, and the help they want."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mood", sa.String(length=32), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("troubles", sa.Text(), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("wants_by", sa.Date(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("handed_in_at IS NULL OR mood IS NOT NULL", name=op.f("ck_team_update_handed_in_with_mood")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_team_update_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_update_team_id_team")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_team_update_author_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_update")),
        sa.UniqueConstraint("meeting_id", "team_id", name=op.f("uq_team_update_meeting_id")),
    )
    for column in ("team_id", "author_id"):
        op.create_index(op.f(f"ix_team_update_{column}"), "team_update", [column])
    op.create_table(
        "team_update_happening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["update_id"], ["team_update.id"], name=op.f("fk_team_update_happening_update_id_team_update")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_update_happening")),
        sa.UniqueConstraint("update_id", "key", name=op.f("uq_team_update_happening_update_id")),
    )
    op.create_table(
        "help_wanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("became_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (state IN ('open', 'claimed'))", name=op.f("ck_help_wanted_closed_when_settled")
        ),
        sa.CheckConstraint(
            "(claimed_by_id IS NULL) = (claimed_at IS NULL)", name=op.f("ck_help_wanted_claimed_by_somebody")
        ),
        sa.CheckConstraint(
            "state <> 'claimed' OR claimed_by_id IS NOT NULL", name=op.f("ck_help_wanted_claimed_has_claimer")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_help_wanted_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_help_wanted_team_id_team")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_help_wanted_author_id_user")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["user.id"], name=op.f("fk_help_wanted_claimed_by_id_user")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_help_wanted_closed_by_id_user")),
        sa.ForeignKeyConstraint(["became_id"], ["circle.id"], name=op.f("fk_help_wanted_became_id_circle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_wanted")),
    )
    for column in ("meeting_id", "team_id", "author_id", "claimed_by_id", "closed_by_id", "became_id"):
        op.create_index(op.f(f"ix_help_wanted_{column}"), "help_wanted", [column])
    op.create_index("ix_help_wanted_state_meeting_id", "help_wanted", ["state", "meeting_id"])


def downgrade() -> None:
    for table in ("help_wanted", "team_update_happening", "team_update"):
        op.drop_table(table)
