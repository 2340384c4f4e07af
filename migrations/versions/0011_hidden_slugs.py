"""Give circles for participants only a slug that says nothing, and keep the readable one for those who may see them."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CIRCLE = sa.table(
    "circle",
    sa.column("id", sa.Integer()),
    sa.column("slug", sa.Text()),
    sa.column("former_slug", sa.Text()),
    sa.column("kind", sa.Text()),
    sa.column("visibility", sa.Text()),
)


def upgrade() -> None:
    with op.batch_alter_table("circle") as circle:
        circle.add_column(sa.Column("former_slug", sa.Text(), nullable=True))
        circle.create_index("ix_circle_former_slug", ["former_slug"])
    connection = op.get_bind()
    hidden = sa.select(CIRCLE.c.id, CIRCLE.c.slug, CIRCLE.c.kind).where(CIRCLE.c.visibility == "participants")
    for id_, slug, kind in connection.execute(hidden).all():
        values = {"former_slug": slug, "slug": f"{kind}-{secrets.token_hex(5)}"}
        connection.execute(sa.update(CIRCLE).where(CIRCLE.c.id == id_).values(values))


def downgrade() -> None:
    _give_back()
    with op.batch_alter_table("circle") as circle:
        circle.drop_index("ix_circle_former_slug")
        circle.drop_column("former_slug")


def _give_back() -> None:
    """Each readable slug goes back to the circle that had it, unless another one has it by now."""
    connection = op.get_bind()
    taken = set(connection.scalars(sa.select(CIRCLE.c.slug)))
    had = sa.select(CIRCLE.c.id, CIRCLE.c.former_slug).where(CIRCLE.c.former_slug.is_not(None)).order_by(CIRCLE.c.id)
    for id_, slug in connection.execute(had).all():
        if slug not in taken:
            connection.execute(sa.update(CIRCLE).where(CIRCLE.c.id == id_).values(slug=slug))
            taken.add(slug)
