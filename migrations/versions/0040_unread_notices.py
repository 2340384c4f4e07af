"""Find unread notices of a kind without reading everybody's."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_inbox_item_kind_unread", "inbox_item", ["kind"], sqlite_where=is_unread, postgresql_where=is_unread
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_item_kind_unread", "inbox_item")
