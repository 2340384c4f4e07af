"""Keep the form in which a name is read as lists are put in order by it: both scripts of syllables alike."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# As the application wrote it when the column came; its functions may change, this must not.
HIRAGANA = {letter: letter - 96 for letter in (*range(ord("ァ"), ord("ヶ") + 1), ord("ヽ"), ord("ヾ"))}


def upgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("reading", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    update = sa.text('UPDATE "user" SET reading = :reading WHERE id = :id')
    for row in connection.execute(sa.text('SELECT id, name, kana FROM "user"')).all():
        connection.execute(update, {"id": row.id, "reading": in_order(row.kana or row.name)})
    with op.batch_alter_table("user") as batch:
        batch.alter_column("reading", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def in_order(text: str) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return unicodedata.normalize("NFKC", folded).translate(HIRAGANA)


def downgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.drop_column("reading")
