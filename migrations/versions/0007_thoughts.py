"""Keep thoughts, questions and read ticks on chapters, and the text that people who write together share."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("meeting_chapter") as place:
        place.add_column(sa.Column("thought_step", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("meeting_chapter") as place:
        place.alter_column("thought_step", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    _add_thoughts()
    _add_writing_together()


def _add_thoughts() -> None:
    op.create_table(
        "thought",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("chapter_id", "thought", "chapter"),
        _reference("user_id", "thought", "user"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thought")),
    )
    op.create_index("ix_thought_chapter_id_id", "thought", ["chapter_id", "id"])
    op.create_index(op.f("ix_thought_user_id"), "thought", ["user_id"])
    op.create_table(
        "thought_like",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("thought_id", "thought_like", "thought"),
        _reference("user_id", "thought_like", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thought_like")),
        sa.UniqueConstraint("thought_id", "user_id", name=op.f("uq_thought_like_thought_id")),
    )
    op.create_index(op.f("ix_thought_like_user_id"), "thought_like", ["user_id"])
    op.create_table(
        "read_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("chapter_id", "read_tick", "chapter"),
        _reference("user_id", "read_tick", "user"),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_tick")),
        sa.UniqueConstraint("chapter_id", "user_id", name=op.f("uq_read_tick_chapter_id")),
    )
    op.create_index(op.f("ix_read_tick_user_id"), "read_tick", ["user_id"])


def _add_writing_together() -> None:
    op.create_table(
        "joint_text",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("note_id", "joint_text", "note"),
        _reference("base_id", "joint_text", "revision"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("began_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_text")),
        sa.UniqueConstraint("note_id", name=op.f("uq_joint_text_note_id")),
    )
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("note_id", "presence", "note"),
        _reference("user_id", "presence", "user"),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("note_id", "user_id", name=op.f("uq_presence_note_id")),
    )
    op.create_index(op.f("ix_presence_user_id"), "presence", ["user_id"])


def _reference(column: str, table: str, to: str) -> sa.Column[int]:
    constraint = sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{column}_{to}"))
    return sa.Column(column, sa.Integer(), constraint, nullable=False)


def downgrade() -> None:
    for table in ("presence", "joint_text", "read_tick", "thought_like", "thought"):
        op.drop_table(table)
    with op.batch_alter_table("meeting_chapter") as place:
        place.drop_column("thought_step")
