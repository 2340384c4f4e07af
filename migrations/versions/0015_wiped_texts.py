"""Let thoughts and passages of notes be wiped: when, by whom, and a mark a passage is known by when it comes back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("thought") as thought:
        thought.add_column(sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "wiped_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_wiped_passage_note_id_note")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wiped_passage")),
        sa.UniqueConstraint("note_id", "digest", name=op.f("uq_wiped_passage_note_id")),
    )


def downgrade() -> None:
    op.drop_table("wiped_passage")
    with op.batch_alter_table("thought") as thought:
        thought.drop_column("wiped_at")
