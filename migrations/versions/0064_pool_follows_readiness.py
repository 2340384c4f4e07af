"""Let the organisation set when readiness is stale, let a night shadowed need no signature, and remember the pool."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

SIGNED = "(signed_off_by_id IS NOT NULL AND signed_off_at IS NOT NULL)"
NOT_SIGNED = "state = 'shadowing' AND (signed_off_by_id IS NULL OR signed_off_at IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("organization") as organization:
        organization.add_column(sa.Column("stale_months", sa.Integer(), nullable=False, server_default="6"))
        organization.create_check_constraint(
            op.f("ck_organization_stale_months_range"), "stale_months BETWEEN 1 AND 36"
        )
    with op.batch_alter_table("organization") as organization:
        organization.alter_column(
            "stale_months", existing_type=sa.Integer(), existing_nullable=False, server_default=None
        )
    _sign(f"state != 'ready' OR {SIGNED}")
    op.create_table(
        "pool_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_pool_member_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_member")),
        sa.UniqueConstraint("user_id", name=op.f("uq_pool_member_user_id")),
    )


def _sign(check: str) -> None:
    with op.batch_alter_table("readiness") as readiness:
        readiness.drop_constraint(op.f("ck_readiness_signed_off"), type_="check")
        readiness.create_check_constraint(op.f("ck_readiness_signed_off"), check)


def downgrade() -> None:
    op.drop_table("pool_member")
    # Nobody answered for them: before, they could only have said that they practise.
    op.execute(f"UPDATE readiness SET state = 'practising' WHERE {NOT_SIGNED}")  # noqa: S608 -- no value of anybody's
    _sign(f"state = 'practising' OR {SIGNED}")
    with op.batch_alter_table("organization") as organization:
        organization.drop_constraint(op.f("ck_organization_stale_months_range"), type_="check")
        organization.drop_column("stale_months")
