"""Keep the pager that is told who is on duty, whom it knows, and what it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

KIND = sa.Enum("pagerduty", "webhook", "calendar", name="pagerkind", native_enum=False, length=32)
ROLE = sa.Enum("primary", "secondary", name="role", native_enum=False, length=32)
STANDING = sa.text("withdraw_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "pager",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("primary_schedule", sa.Text(), nullable=False),
        sa.Column("secondary_schedule", sa.Text(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("connected_by_id", sa.Integer(), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_pager_only_one")),
        sa.ForeignKeyConstraint(["connected_by_id"], ["user.id"], name=op.f("fk_pager_connected_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pager")),
    )
    op.create_index(op.f("ix_pager_connected_by_id"), "pager", ["connected_by_id"])
    op.create_table(
        "pager_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_pager_person_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pager_person")),
        sa.UniqueConstraint("user_id", name=op.f("uq_pager_person_user_id")),
    )
    op.create_table(
        "pager_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdraw_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_pager_span_ends_after_start")),
        sa.CheckConstraint(
            "gone_at IS NULL OR withdraw_at IS NOT NULL", name=op.f("ck_pager_span_gone_once_withdrawn")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_pager_span_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pager_span")),
    )
    op.create_index(op.f("ix_pager_span_user_id"), "pager_span", ["user_id"])
    op.create_index("ix_pager_span_ends_at", "pager_span", ["ends_at"])
    standing = ["role", "starts_at", "ends_at", "user_id"]
    op.create_index(
        "one_standing_span", "pager_span", standing, unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )


def downgrade() -> None:
    for table in ("pager_span", "pager_person", "pager"):
        op.drop_table(table)
