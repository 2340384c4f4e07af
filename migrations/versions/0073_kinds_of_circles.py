"""Find the circles of one practice by an index: home asks everybody whether a round is near."""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_circle_kind", "circle", ["kind"])


def downgrade() -> None:
    op.drop_index("ix_circle_kind", "circle")
