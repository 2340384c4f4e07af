"""Let two accounts of one person become one: the account that goes says which one it became."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MERGED_HAS_LEFT = "merged_into_id IS NULL OR state = 'left'"


def upgrade() -> None:
    with op.batch_alter_table("user") as user:
        user.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        user.create_foreign_key(op.f("fk_user_merged_into_id_user"), "user", ["merged_into_id"], ["id"])
        user.create_index(op.f("ix_user_merged_into_id"), ["merged_into_id"])
        user.create_check_constraint(op.f("ck_user_merged_has_left"), MERGED_HAS_LEFT)


def downgrade() -> None:
    # The version before knows no such purpose of a link, and could not read its rows.
    op.execute("DELETE FROM token WHERE purpose = 'email_change'")
    with op.batch_alter_table("user") as user:
        user.drop_constraint(op.f("ck_user_merged_has_left"), type_="check")
        user.drop_index(op.f("ix_user_merged_into_id"))
        user.drop_constraint(op.f("fk_user_merged_into_id_user"), type_="foreignkey")
        user.drop_column("merged_into_id")
