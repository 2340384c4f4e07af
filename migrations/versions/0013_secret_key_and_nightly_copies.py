"""Know the secret key again by its fingerprint, and which nightly copies were made."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_fingerprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_key_fingerprint_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_fingerprint")),
    )
    op.create_table(
        "nightly_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nightly_copy")),
        sa.UniqueConstraint("night", name=op.f("uq_nightly_copy_night")),
    )


def downgrade() -> None:
    op.drop_table("nightly_copy")
    op.drop_table("key_fingerprint")
