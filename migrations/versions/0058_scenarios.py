"""Keep scenarios, in a table of its own what of them is secret, and who has seen that."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("alert_group_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_scenario_service_id_service")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_scenario_author_id_user")),
        sa.ForeignKeyConstraint(
            ["alert_group_id"], ["alert_group.id"], name=op.f("fk_scenario_alert_group_id_alert_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    for column in ("service_id", "author_id", "alert_group_id"):
        op.create_index(op.f(f"ix_scenario_{column}"), "scenario", [column])
    op.create_table(
        "scenario_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("symptom", "shows", "hints", "cause", "fix", "source")
        ),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_scenario_secret_scenario_id_scenario")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_secret")),
        sa.UniqueConstraint("scenario_id", name=op.f("uq_scenario_secret_scenario_id")),
    )
    op.create_table(
        "scenario_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_scenario_seen_scenario_id_scenario")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_scenario_seen_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_seen")),
        sa.UniqueConstraint("scenario_id", "user_id", name=op.f("uq_scenario_seen_scenario_id")),
    )
    op.create_index(op.f("ix_scenario_seen_user_id"), "scenario_seen", ["user_id"])


def downgrade() -> None:
    for table in ("scenario_seen", "scenario_secret", "scenario"):
        op.drop_table(table)
