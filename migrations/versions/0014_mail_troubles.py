"""Say what is wrong with mail, since when, and which processes run; a mail that was given up can be sent again."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Mails given up before have no words any more: they get no time, and are not offered to be sent again.
    with op.batch_alter_table("outbox_message") as message:
        message.add_column(sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True))
        message.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "mail_trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_trouble")),
        sa.UniqueConstraint("kind", name=op.f("uq_mail_trouble_kind")),
    )
    op.create_table(
        "process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("has_mail", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
        sa.UniqueConstraint("name", name=op.f("uq_process_name")),
    )
    with op.batch_alter_table("process") as process:
        process.create_index("ix_process_turned_at", ["turned_at"])


def downgrade() -> None:
    op.drop_table("process")
    op.drop_table("mail_trouble")
    with op.batch_alter_table("outbox_message") as message:
        message.drop_column("failed_at")
        message.drop_column("failing_since")
