"""Keep hand-off notes: their texts, the services they name, who took them, and confirmed responses."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handoff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_number", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("responses_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_handoff_ends_after_start")),
        sa.CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name=op.f("ck_handoff_taken_by_somebody")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_handoff_shift_id_shift")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_handoff_author_id_user")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_handoff_taken_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
        sa.UniqueConstraint("shift_id", "author_id", "starts_at", name=op.f("uq_handoff_shift_id")),
    )
    for column in ("author_id", "ends_at", "taken_by_id"):
        op.create_index(op.f(f"ix_handoff_{column}"), "handoff", [column])
    op.create_table(
        "handoff_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("burns", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_revision_handoff_id_handoff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_revision")),
        sa.UniqueConstraint("handoff_id", "number", name=op.f("uq_handoff_revision_handoff_id")),
    )
    op.create_table(
        "handoff_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_service_handoff_id_handoff")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_handoff_service_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_service")),
        sa.UniqueConstraint("handoff_id", "service_id", name=op.f("uq_handoff_service_handoff_id")),
    )
    op.create_index(op.f("ix_handoff_service_service_id"), "handoff_service", ["service_id"])
    op.create_table(
        "handoff_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_handoff_response_ends_after_start")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_response_handoff_id_handoff")),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_handoff_response_alert_id_alert"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_response")),
    )
    for column in ("handoff_id", "alert_id"):
        op.create_index(op.f(f"ix_handoff_response_{column}"), "handoff_response", [column])


def downgrade() -> None:
    for table in ("handoff_response", "handoff_service", "handoff_revision", "handoff"):
        op.drop_table(table)
