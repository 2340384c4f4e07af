"""Services with their quirks, and who is how far with them."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("runbook_url", sa.Text(), nullable=False),
        sa.Column("dashboard_url", sa.Text(), nullable=False),
        sa.Column("repository_url", sa.Text(), nullable=False),
        sa.Column("contact_user_id", sa.Integer(), nullable=True),
        sa.Column("contact_handle", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_service_team_id_team")),
        sa.ForeignKeyConstraint(["contact_user_id"], ["user.id"], name=op.f("fk_service_contact_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("key", name=op.f("uq_service_key")),
    )
    op.create_index(op.f("ix_service_team_id"), "service", ["team_id"])
    op.create_index(op.f("ix_service_contact_user_id"), "service", ["contact_user_id"])
    _quirks()
    _readiness()


def _quirks() -> None:
    op.create_table(
        "quirk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("head_number", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_quirk_service_id_service")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user.id"], name=op.f("fk_quirk_confirmed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quirk")),
    )
    op.create_index("ix_quirk_service_id_position", "quirk", ["service_id", "position"])
    op.create_index(op.f("ix_quirk_confirmed_by_id"), "quirk", ["confirmed_by_id"])
    op.create_table(
        "quirk_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quirk_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["quirk_id"], ["quirk.id"], name=op.f("fk_quirk_revision_quirk_id_quirk")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_quirk_revision_author_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quirk_revision")),
        sa.UniqueConstraint("quirk_id", "number", name=op.f("uq_quirk_revision_quirk_id")),
    )
    op.create_index(op.f("ix_quirk_revision_author_id"), "quirk_revision", ["author_id"])


def _readiness() -> None:
    op.create_table(
        "readiness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_off_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state = 'practising' OR (signed_off_by_id IS NOT NULL AND signed_off_at IS NOT NULL)",
            name=op.f("ck_readiness_signed_off"),
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_readiness_service_id_service")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_readiness_user_id_user")),
        sa.ForeignKeyConstraint(["signed_off_by_id"], ["user.id"], name=op.f("fk_readiness_signed_off_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness")),
        sa.UniqueConstraint("service_id", "user_id", name=op.f("uq_readiness_service_id")),
    )
    op.create_index(op.f("ix_readiness_user_id"), "readiness", ["user_id"])
    op.create_index(op.f("ix_readiness_signed_off_by_id"), "readiness", ["signed_off_by_id"])


def downgrade() -> None:
    for table in ("readiness", "quirk_revision", "quirk", "service"):
        op.drop_table(table)
