"""Let scenarios be found by words, and ask whether they are still true since their service changed."""

import sqlalchemy as sa
from alembic import op

from studyhub.text.searching import kept

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

FOUND_BY = {"scenario": ("id", "title"), "scenario_secret": ("id", "symptom")}


def upgrade() -> None:
    with op.batch_alter_table("service") as service:
        service.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    for table in FOUND_BY:
        with op.batch_alter_table(table) as one:
            one.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
        with op.batch_alter_table(table) as one:
            one.alter_column("search_text", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    _make_findable()
    with op.batch_alter_table("scenario") as scenario:
        scenario.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    # Whoever wrote them last had looked at them then; when that was of later words, nobody kept.
    op.execute("UPDATE scenario SET confirmed_at = created_at")
    with op.batch_alter_table("scenario") as scenario:
        scenario.alter_column("confirmed_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def _make_findable() -> None:
    connection = op.get_bind()
    for table, (id_, text) in FOUND_BY.items():
        rows = sa.table(table, sa.column(id_), sa.column(text), sa.column("search_text"))
        for row in connection.execute(sa.select(rows.c[id_], rows.c[text])).all():
            found_by = rows.update().where(rows.c[id_] == row[0]).values(search_text=kept(row[1]))
            connection.execute(found_by)


def downgrade() -> None:
    with op.batch_alter_table("scenario") as scenario:
        scenario.drop_column("confirmed_at")
    for table in FOUND_BY:
        with op.batch_alter_table(table) as one:
            one.drop_column("search_text")
    with op.batch_alter_table("service") as service:
        service.drop_column("changed_at")
