"""Keep the rota: its rules, spans, drafts and what is published of them."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KIND = sa.Enum("weeknight", "day_off", "special", name="shiftkind", native_enum=False, length=32)
ROLE = sa.Enum("primary", "secondary", name="role", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "rota_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_begins", sa.Time(), nullable=False),
        sa.Column("day_ends", sa.Time(), nullable=False),
        sa.Column("parts_of_day_off", sa.Integer(), nullable=False),
        sa.Column("points_weeknight", sa.Integer(), nullable=False),
        sa.Column("points_day_off", sa.Integer(), nullable=False),
        sa.Column("points_special", sa.Integer(), nullable=False),
        sa.Column("rest_hours", sa.Integer(), nullable=False),
        sa.Column("has_secondary", sa.Boolean(), nullable=False),
        sa.Column("shifts_a_month", sa.Integer(), nullable=True),
        sa.Column("days_off_a_month", sa.Integer(), nullable=True),
        sa.Column("services_least", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_rota_rules_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_rules")),
    )
    op.create_table(
        "rota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_rota_ends_after_start")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_rota_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
    )
    op.create_index(op.f("ix_rota_created_by_id"), "rota", ["created_by_id"])
    kept = sa.text("discarded_at IS NULL")
    op.create_index("one_rota_a_day", "rota", ["starts_on"], unique=True, sqlite_where=kept, postgresql_where=kept)
    op.create_table(
        "rota_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)", name=op.f("ck_rota_draft_published_by_somebody")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_rota_draft_made_by_id_user")),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_rota_draft_published_by_id_user")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_rota_draft_rota_id_rota")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_draft")),
    )
    is_open = sa.text("published_at IS NULL AND discarded_at IS NULL")
    op.create_index(
        "one_open_draft", "rota_draft", ["rota_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index(op.f("ix_rota_draft_rota_id"), "rota_draft", ["rota_id"])
    op.create_index(op.f("ix_rota_draft_made_by_id"), "rota_draft", ["made_by_id"])
    op.create_index(op.f("ix_rota_draft_published_by_id"), "rota_draft", ["published_by_id"])
    op.create_table(
        "draft_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["rota_draft.id"], name=op.f("fk_draft_shift_draft_id_rota_draft")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_shift_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_shift")),
        sa.UniqueConstraint("draft_id", "starts_at", "role", name=op.f("uq_draft_shift_draft_id")),
    )
    op.create_index(op.f("ix_draft_shift_user_id"), "draft_shift", ["user_id"])
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shift_ends_after_start")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_shift_rota_id_rota")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_shift_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("starts_at", "role", name=op.f("uq_shift_starts_at")),
    )
    op.create_index(op.f("ix_shift_rota_id"), "shift", ["rota_id"])
    op.create_index("ix_shift_user_id_starts_at", "shift", ["user_id", "starts_at"])


def downgrade() -> None:
    for table in ("shift", "draft_shift", "rota_draft", "rota", "rota_rules"):
        op.drop_table(table)
