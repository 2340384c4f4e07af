"""Keep decisions, and actions with owner and day, of sessions and notes."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=name != "created_at")


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=name not in {"id", "circle_id", "created_by_id"})


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "decision",
        *(_id(name) for name in ("id", "circle_id", "meeting_id", "note_id")),
        *(_text(name) for name in ("text", "search_text", "line")),
        _id("created_by_id"),
        _moment("created_at"),
        _moment("dropped_at"),
        _id("dropped_by_id"),
        _text("dropped_reason"),
        *(_refers("decision", f"{to}_id", to) for to in ("circle", "meeting", "note")),
        *(_refers("decision", column, "user") for column in ("created_by_id", "dropped_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_table(
        "action",
        *(_id(name) for name in ("id", "circle_id", "meeting_id", "note_id")),
        *(_text(name) for name in ("text", "search_text", "line")),
        _id("owner_id"),
        _id("former_owner_id"),
        sa.Column("due_on", sa.Date(), nullable=True),
        _id("created_by_id"),
        *(_moment(name) for name in ("created_at", "done_at")),
        _id("done_by_id"),
        _moment("dropped_at"),
        _id("dropped_by_id"),
        _text("dropped_reason"),
        sa.CheckConstraint("done_at IS NULL OR dropped_at IS NULL", name=op.f("ck_action_done_or_dropped")),
        sa.CheckConstraint("owner_id IS NULL OR former_owner_id IS NULL", name=op.f("ck_action_one_owner")),
        *(_refers("action", f"{to}_id", to) for to in ("circle", "meeting", "note")),
        *(
            _refers("action", column, "user")
            for column in ("owner_id", "former_owner_id", "created_by_id", "done_by_id", "dropped_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    for table in ("decision", "action"):
        op.create_index(op.f(f"ix_{table}_circle_id_id"), table, ["circle_id", "id"])
        for column in ("meeting_id", "note_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(op.f("ix_action_owner_id"), "action", ["owner_id"])


def downgrade() -> None:
    op.drop_table("action")
    op.drop_table("decision")
