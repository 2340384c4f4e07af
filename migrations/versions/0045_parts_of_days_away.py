"""Let days away be evenings, days of each week, and such as somebody would rather not.

Whatever was noted before is about whole days on which nothing is taken on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

PART = sa.Enum("whole", "evening", name="daypart", native_enum=False, length=32)


def upgrade() -> None:
    with op.batch_alter_table("unavailability") as unavailability:
        unavailability.add_column(sa.Column("weekday", sa.Integer(), nullable=True))
        unavailability.add_column(sa.Column("part", PART, nullable=False, server_default="whole"))
        unavailability.add_column(sa.Column("is_rather_not", sa.Boolean(), nullable=False, server_default=sa.false()))
        unavailability.create_check_constraint(op.f("ck_unavailability_weekday_of_a_week"), "weekday BETWEEN 0 AND 6")
    with op.batch_alter_table("unavailability") as unavailability:
        unavailability.alter_column("part", server_default=None)
        unavailability.alter_column("is_rather_not", server_default=None)


def downgrade() -> None:
    # What earlier versions cannot say would become whole days on which nothing is taken on.
    op.execute("DELETE FROM unavailability WHERE weekday IS NOT NULL OR part <> 'whole' OR is_rather_not")
    with op.batch_alter_table("unavailability") as unavailability:
        unavailability.drop_constraint(op.f("ck_unavailability_weekday_of_a_week"), type_="check")
        unavailability.drop_column("is_rather_not")
        unavailability.drop_column("part")
        unavailability.drop_column("weekday")
