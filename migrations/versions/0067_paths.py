"""Keep paths of newcomers to their first night, their steps, and nights that somebody shadows."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "path",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("mentor_id != user_id", name=op.f("ck_path_somebody_elses_mentor")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_path_ended_by_somebody")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_path_user_id_user")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_path_service_id_service")),
        sa.ForeignKeyConstraint(["mentor_id"], ["user.id"], name=op.f("fk_path_mentor_id_user")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_path_made_by_id_user")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_path_ended_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path")),
    )
    op.create_index(
        "one_open_path", "path", ["user_id", "service_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "path_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_path_step_path_id_path")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_path_step_done_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_step")),
        sa.UniqueConstraint("path_id", "position", name=op.f("uq_path_step_path_id")),
    )
    op.create_table(
        "shadow_night",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shadow_night_ends_after_start")),
        sa.ForeignKeyConstraint(["path_id"], ["path.id"], name=op.f("fk_shadow_night_path_id_path")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["user.id"], name=op.f("fk_shadow_night_planned_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_night")),
    )
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


INDEXED = {
    "path": ("service_id", "mentor_id", "made_by_id", "ended_by_id"),
    "path_step": ("done_by_id",),
    "shadow_night": ("path_id", "planned_by_id"),
}


def downgrade() -> None:
    # Older tables know no such hours.
    op.execute("DELETE FROM commitment WHERE kind = 'shadow'")
    for table in ("shadow_night", "path_step", "path"):
        op.drop_table(table)
