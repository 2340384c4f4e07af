"""Keep private addresses at which programs and screens read who is on duty."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

KIND = sa.Enum("program", "screen", name="addresskind", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "duty_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_duty_address_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_address")),
    )
    op.create_index(op.f("ix_duty_address_made_by_id"), "duty_address", ["made_by_id"])


def downgrade() -> None:
    op.drop_table("duty_address")
