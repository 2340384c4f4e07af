"""Let a drill be called off with its reason, and one form make one scenario however often it is pressed."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

BY_TWO = "(examiner_id IS NOT NULL AND responder_id IS NOT NULL)"


def upgrade() -> None:
    with op.batch_alter_table("drill") as drill:
        drill.add_column(sa.Column("called_off_reason", sa.Text(), nullable=False, server_default=""))
        drill.drop_constraint(op.f("ck_drill_played_by_two"), type_="check")
        drill.create_check_constraint(op.f("ck_drill_played_by_two"), f"state IN ('planned', 'called_off') OR {BY_TWO}")
        drill.create_check_constraint(op.f("ck_drill_called_off_why"), "state = 'called_off' OR called_off_reason = ''")
    with op.batch_alter_table("drill") as drill:
        drill.alter_column("called_off_reason", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("scenario") as scenario:
        scenario.add_column(sa.Column("creation_key", sa.Text(), nullable=True))
        scenario.create_unique_constraint(op.f("uq_scenario_creation_key"), ["creation_key"])


def downgrade() -> None:
    with op.batch_alter_table("scenario") as scenario:
        scenario.drop_constraint(op.f("uq_scenario_creation_key"), type_="unique")
        scenario.drop_column("creation_key")
    # Before, a drill that nobody held stayed planned.
    op.execute("UPDATE drill SET state = 'planned', called_off_reason = '' WHERE state = 'called_off'")
    with op.batch_alter_table("drill") as drill:
        drill.drop_constraint(op.f("ck_drill_called_off_why"), type_="check")
        drill.drop_constraint(op.f("ck_drill_played_by_two"), type_="check")
        drill.create_check_constraint(op.f("ck_drill_played_by_two"), f"state = 'planned' OR {BY_TWO}")
        drill.drop_column("called_off_reason")
