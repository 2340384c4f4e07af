"""Let teams be closed, merged and given another address, and people have a number that stays when all else changes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MERGED_IS_CLOSED = "merged_into_id IS NULL OR closed_at IS NOT NULL"


def upgrade() -> None:
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        team.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        team.create_foreign_key(op.f("fk_team_merged_into_id_team"), "team", ["merged_into_id"], ["id"])
        team.create_index(op.f("ix_team_merged_into_id"), ["merged_into_id"])
        team.create_check_constraint(op.f("ck_team_merged_is_closed"), MERGED_IS_CLOSED)
    op.create_table(
        "former_team_slug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_former_team_slug_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_team_slug")),
        sa.UniqueConstraint("slug", name=op.f("uq_former_team_slug_slug")),
    )
    op.create_index(op.f("ix_former_team_slug_team_id"), "former_team_slug", ["team_id"])
    with op.batch_alter_table("user") as user:
        user.add_column(sa.Column("number", sa.Text(), nullable=True))
        user.create_unique_constraint(op.f("uq_user_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("user") as user:
        user.drop_constraint(op.f("uq_user_number"), type_="unique")
        user.drop_column("number")
    op.drop_table("former_team_slug")
    with op.batch_alter_table("team") as team:
        team.drop_constraint(op.f("ck_team_merged_is_closed"), type_="check")
        team.drop_index(op.f("ix_team_merged_into_id"))
        team.drop_constraint(op.f("fk_team_merged_into_id_team"), type_="foreignkey")
        team.drop_column("merged_into_id")
        team.drop_column("closed_at")
