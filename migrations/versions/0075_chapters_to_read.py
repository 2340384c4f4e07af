"""Let what was learned in a drill name a chapter to read."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

KEY = "fk_drill_remark_chapter_id_chapter"
INDEX = "ix_drill_remark_chapter_id"


def upgrade() -> None:
    with op.batch_alter_table("drill_remark") as drill_remark:
        drill_remark.add_column(sa.Column("chapter_id", sa.Integer(), nullable=True))
        drill_remark.create_foreign_key(op.f(KEY), "chapter", ["chapter_id"], ["id"])
        drill_remark.create_index(op.f(INDEX), ["chapter_id"])


def downgrade() -> None:
    with op.batch_alter_table("drill_remark") as drill_remark:
        drill_remark.drop_index(op.f(INDEX))
        drill_remark.drop_constraint(op.f(KEY), type_="foreignkey")
        drill_remark.drop_column("chapter_id")
