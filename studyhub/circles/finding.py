"""What searches look through in a circle, and circles as the terminal finds them. Does not commit."""

from collections.abc import Collection

from sqlalchemy import Select, select

from studyhub.circles.models import Book, Chapter, ChapterPlan, Circle
from studyhub.db import db
from studyhub.text.searching import kept


def make_findable(circle: Circle) -> None:
    """Keep what the circle is found by: its title, then its books with their chapters, and what it says of itself."""
    db.session.flush()
    circle.search_text = kept(circle.title, *abouts([circle.id]).get(circle.id, []), circle.description)


def abouts(circle_ids: Collection[int]) -> dict[int, list[str]]:
    """Titles and authors of the books these circles read, and titles of chapters, the present book first."""
    books = select(ChapterPlan.circle_id, ChapterPlan.id, Book.title, Book.authors).join(ChapterPlan.book)
    chosen = books.where(ChapterPlan.circle_id.in_(circle_ids)).order_by(ChapterPlan.version.desc())
    chapters = _chapter_titles(circle_ids)
    found: dict[int, list[str]] = {}
    for circle_id, plan_id, title, authors in db.session.execute(chosen):
        found.setdefault(circle_id, []).extend(filter(None, [title, authors, *chapters.get(plan_id, [])]))
    return found


def _chapter_titles(circle_ids: Collection[int]) -> dict[int, list[str]]:
    rows = select(Chapter.plan_id, Chapter.title).join(Chapter.plan).where(ChapterPlan.circle_id.in_(circle_ids))
    read = rows.where(Chapter.is_to_read)
    found: dict[int, list[str]] = {}
    for plan_id, title in db.session.execute(read.order_by(Chapter.position, Chapter.id)):
        found.setdefault(plan_id, []).append(title)
    return found


def all_circles() -> Select[Circle]:
    """Every circle by its title, for whoever works on the server."""
    return select(Circle).order_by(Circle.title, Circle.id)


def with_slug(slug: str) -> Select[Circle]:
    """The circle with this address, for whoever works on the server."""
    return select(Circle).where(Circle.slug == slug)
