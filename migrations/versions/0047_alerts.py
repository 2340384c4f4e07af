"""Keep alerts: what rang, groups of service and rule, what was decided, and where alerts come in."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_months", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_alert_settings_only_one")),
        sa.CheckConstraint("kept_months BETWEEN 3 AND 60", name=op.f("ck_alert_settings_kept_months_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_settings")),
    )
    op.create_table(
        "alert_intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind", sa.Enum("alertmanager", "json", name="intakekind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hour_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hour_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_alert_intake_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_intake")),
    )
    op.create_index(op.f("ix_alert_intake_created_by_id"), "alert_intake", ["created_by_id"])
    op.create_table(
        "alert_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_alert_group_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_group")),
        sa.UniqueConstraint("service_id", "rule", name=op.f("uq_alert_group_service_id")),
    )
    op.create_table(
        "service_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("taught_by_id", sa.Integer(), nullable=False),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_service_alias_service_id_service")),
        sa.ForeignKeyConstraint(["taught_by_id"], ["user.id"], name=op.f("fk_service_alias_taught_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_alias")),
        sa.UniqueConstraint("key", name=op.f("uq_service_alias_key")),
    )
    op.create_index(op.f("ix_service_alias_service_id"), "service_alias", ["service_id"])
    op.create_index(op.f("ix_service_alias_taught_by_id"), "service_alias", ["taught_by_id"])
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("service_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("runbook_url", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_silenced", sa.Boolean(), nullable=False),
        sa.Column("is_acted_on", sa.Boolean(), nullable=False),
        sa.Column("acted_by_id", sa.Integer(), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "source",
            sa.Enum("webhook", "file", "hand", name="alertsource", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("intake_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("acted_by_id IS NULL OR is_acted_on", name=op.f("ck_alert_acted_by_somebody")),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_alert_ends_after_start")),
        sa.ForeignKeyConstraint(["acted_by_id"], ["user.id"], name=op.f("fk_alert_acted_by_id_user")),
        sa.ForeignKeyConstraint(["group_id"], ["alert_group.id"], name=op.f("fk_alert_group_id_alert_group")),
        sa.ForeignKeyConstraint(["intake_id"], ["alert_intake.id"], name=op.f("fk_alert_intake_id_alert_intake")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["user.id"], name=op.f("fk_alert_marked_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("identity", name=op.f("uq_alert_identity")),
    )
    op.create_index(op.f("ix_alert_acted_by_id"), "alert", ["acted_by_id"])
    op.create_index("ix_alert_group_id_starts_at", "alert", ["group_id", "starts_at"])
    op.create_index(op.f("ix_alert_intake_id"), "alert", ["intake_id"])
    op.create_index(op.f("ix_alert_marked_by_id"), "alert", ["marked_by_id"])
    op.create_index(op.f("ix_alert_service_key"), "alert", ["service_key"])
    op.create_index(op.f("ix_alert_starts_at"), "alert", ["starts_at"])
    op.create_table(
        "alert_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("keep", "tune", "automate", "remove", "drill", name="decisionkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_alert_decision_decided_by_id_user")),
        sa.ForeignKeyConstraint(["group_id"], ["alert_group.id"], name=op.f("fk_alert_decision_group_id_alert_group")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_alert_decision_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_decision")),
    )
    op.create_index(op.f("ix_alert_decision_decided_by_id"), "alert_decision", ["decided_by_id"])
    op.create_index("ix_alert_decision_group_id_decided_at", "alert_decision", ["group_id", "decided_at"])
    op.create_index(op.f("ix_alert_decision_owner_id"), "alert_decision", ["owner_id"])


def downgrade() -> None:
    op.drop_table("alert_decision")
    op.drop_table("alert")
    op.drop_table("service_alias")
    op.drop_table("alert_group")
    op.drop_table("alert_intake")
    op.drop_table("alert_settings")
