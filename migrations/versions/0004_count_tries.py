"""Count the tries that failed, for a while, so that passwords and secrets cannot be guessed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("account_hash", sa.Text(), nullable=True),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt") as attempt:
        attempt.create_index("ix_attempt_kind_at", ["kind", "at"])
        attempt.create_index("ix_attempt_kind_account_hash_at", ["kind", "account_hash", "at"])
        attempt.create_index("ix_attempt_kind_network_at", ["kind", "network", "at"])


def downgrade() -> None:
    op.drop_table("attempt")
