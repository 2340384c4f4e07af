"""Count the changes of shifts, as calendars want it."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

LAST_PUBLISHED = "SELECT max(published_at) FROM rota_draft WHERE rota_draft.rota_id = shift.rota_id"
MADE = "SELECT created_at FROM rota WHERE rota.id = shift.rota_id"


def upgrade() -> None:
    with op.batch_alter_table("shift") as shift:
        shift.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        shift.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE shift SET changed_at = coalesce(({LAST_PUBLISHED}), ({MADE}))")  # noqa: S608 -- two constants
    with op.batch_alter_table("shift") as shift:
        shift.alter_column("sequence", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        shift.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("shift") as shift:
        shift.drop_column("changed_at")
        shift.drop_column("sequence")
