"""Keep the server of each webhook, and which servers gave no answer."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

WEBHOOK = sa.table("webhook", sa.column("id", sa.Integer), sa.column("shown", sa.Text), sa.column("host", sa.Text))


def upgrade() -> None:
    with op.batch_alter_table("webhook") as webhook:
        webhook.add_column(sa.Column("host", sa.Text(), nullable=False, server_default=""))
    _fill_hosts()
    with op.batch_alter_table("webhook") as webhook:
        webhook.alter_column("host", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    op.create_table(
        "chat_host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_host")),
        sa.UniqueConstraint("name", name=op.f("uq_chat_host_name")),
    )
    op.create_index(op.f("ix_chat_host_failed_at"), "chat_host", ["failed_at"])


def _fill_hosts() -> None:
    # What people see of an address begins with its server: chat.example.com:8443/…9f2c.
    connection = op.get_bind()
    for webhook_id, shown in connection.execute(sa.select(WEBHOOK.c.id, WEBHOOK.c.shown)).all():
        host = shown.split("/")[0].lower()
        connection.execute(sa.update(WEBHOOK).where(WEBHOOK.c.id == webhook_id).values(host=host))


def downgrade() -> None:
    op.drop_table("chat_host")
    with op.batch_alter_table("webhook") as webhook:
        webhook.drop_column("host")
