"""Keep with a release what leaves beside its text: circle, number of the session, and how its authors are named."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Of what is outside, the names that stand there now; of what waits, those are kept when it is approved.
TITLES = """
    UPDATE release SET circle_title = (
        SELECT circle.title FROM note JOIN circle ON circle.id = note.circle_id WHERE note.id = release.note_id
    )
"""
NUMBERS = """
    UPDATE release SET meeting_number = (
        SELECT meeting.number FROM note JOIN meeting ON meeting.id = note.meeting_id WHERE note.id = release.note_id
    )
"""
AUTHORS = """
    INSERT INTO release_author (release_id, user_id, outside_name, name)
    SELECT
        release.id,
        "user".id,
        CASE WHEN "user".outside_name = 'pen' AND "user".pen_name = '' THEN 'anonymous' ELSE "user".outside_name END,
        CASE "user".outside_name WHEN 'real' THEN "user".name WHEN 'pen' THEN "user".pen_name ELSE '' END
    FROM release
    JOIN (
        SELECT note_id, author_id, MIN(id) AS first_id FROM revision WHERE author_id IS NOT NULL
        GROUP BY note_id, author_id
    ) AS wrote ON wrote.note_id = release.note_id
    JOIN "user" ON "user".id = wrote.author_id
    WHERE release.approved_at IS NOT NULL
    ORDER BY release.id, wrote.first_id
"""
# Nobody read what its asker took back.
WITHDRAWN = "UPDATE release SET state = 'withdrawn' WHERE state = 'declined' AND read_by_id IS NULL"
# The version before knows no such state.
DECLINED = "UPDATE release SET state = 'declined' WHERE state = 'withdrawn'"


def upgrade() -> None:
    with op.batch_alter_table("release") as release:
        release.add_column(sa.Column("circle_title", sa.Text(), nullable=False, server_default=""))
        release.add_column(sa.Column("meeting_number", sa.Integer(), nullable=True))
    with op.batch_alter_table("release") as release:
        release.alter_column("circle_title", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    op.create_table(
        "release_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("outside_name", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_author_release_id_release")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_release_author_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_author")),
    )
    op.create_index(op.f("ix_release_author_release_id"), "release_author", ["release_id"])
    op.create_index(op.f("ix_release_author_user_id"), "release_author", ["user_id"])
    for statement in (TITLES, NUMBERS, AUTHORS, WITHDRAWN):
        op.execute(statement)


def downgrade() -> None:
    op.execute(DECLINED)
    op.drop_table("release_author")
    with op.batch_alter_table("release") as release:
        release.drop_column("meeting_number")
        release.drop_column("circle_title")
