"""Fetching circles; permission is part of the fetch."""

from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Exists,
    Select,
    SQLColumnExpression,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload
from sqlalchemy.orm.util import AliasedClass

from studyhub.circles.models import (
    Book,
    Chapter,
    ChapterPlan,
    Circle,
    CircleInvitation,
    Participation,
    Visibility,
)
from studyhub.db import db, kept
from studyhub.people import queries as people
from studyhub.people import readers
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown
from studyhub.text import searching

BOOK = Shown(Book)
CIRCLE, CHAPTER, PARTICIPATION = Shown(Circle), Shown(Chapter), Shown(Participation)
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


def visible_to(user: User | None) -> Select[Circle]:
    """Circles this person may open; to be executed with `read_by` the same person.

    None is a visitor, and whoever waits to be accepted sees as much as one.
    """
    return _visible_to(readers.is_member(user))


def visible(user: User | None, slug: str) -> Circle | None:
    """A circle this person may open, by its slug or the one it had before it was hidden, or None."""
    return db.session.scalar(_visible(readers.is_member(user)), read_by(user) | {"slug": slug})


def shown(user: User | None, slug: str) -> Circle | None:
    """As `visible`, for a page that only reads."""
    return CIRCLE.first(_shown(readers.is_member(user)), read_by(user) | {"slug": slug})


def is_open_to(user: User | None) -> ColumnElement[bool]:
    """Whether this person may open the circle of a row that has it; to be executed with `read_by` them."""
    return _is_open_to(readers.is_member(user))


@kept
def _visible(is_member: bool) -> Select[Circle]:
    return _of_slug(_visible_to(is_member))


@kept
def _shown(is_member: bool) -> Select[*tuple[Any, ...]]:
    return _of_slug(CIRCLE.select().where(_is_open_to(is_member)))


def _of_slug(rows: Rows) -> Rows:
    is_its_own = Circle.slug == bindparam("slug")
    # A circle that was given the address since goes before the one that had it.
    return (
        rows.where(or_(is_its_own, Circle.former_slug == bindparam("slug")))
        .order_by(case((is_its_own, 0), else_=1), Circle.id)
        .limit(1)
    )


@kept
def _visible_to(is_member: bool) -> Select[Circle]:
    return select(Circle).where(_is_open_to(is_member))


@kept
def _is_open_to(is_member: bool) -> ColumnElement[bool]:
    return _is_open(Circle, is_member)


def is_visible(circle_id: SQLColumnExpression[int], *, is_member: bool) -> ColumnElement[bool]:
    """Whether the circle a row belongs to is open to the reader, a member or none; to be executed with `read_by` them.

    Looks at that one circle, where a list of ids would be gathered from all circles for a single row.
    """
    circle = aliased(Circle)
    return exists().where(circle.id == circle_id, _is_open(circle, is_member))


def is_visible_to_each(circle_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """As `is_visible`, of each member of a statement that reads `User`: for what is told to many."""
    circle = aliased(Circle)
    return exists().where(circle.id == circle_id, is_open_to_each(circle, User))


def is_open_to_each(
    circle: type[Circle] | AliasedClass[Circle], member: type[User] | AliasedClass[User]
) -> ColumnElement[bool]:
    """Whether a circle is open to a member, both of them rows of the statement itself."""
    return _is_open(circle, is_member=True, reader=member.id, correlated=member)


def _is_open(
    circle: type[Circle] | AliasedClass[Circle],
    is_member: bool,
    reader: SQLColumnExpression[int] = READER,
    correlated: type[User] | AliasedClass[User] = User,
) -> ColumnElement[bool]:
    if not is_member:
        return circle.visibility == Visibility.PUBLIC
    is_inside = circle.visibility != Visibility.PARTICIPANTS
    ways = (_is_in(circle, reader), _is_invited(circle, reader))
    return or_(is_inside, *(way.correlate(circle, correlated) for way in ways))


def _is_in(circle: type[Circle] | AliasedClass[Circle], reader: SQLColumnExpression[int]) -> Exists:
    return exists().where(
        Participation.circle_id == circle.id, Participation.user_id == reader, Participation.is_present
    )


def _is_invited(circle: type[Circle] | AliasedClass[Circle], reader: SQLColumnExpression[int]) -> Exists:
    return exists().where(
        CircleInvitation.circle_id == circle.id,
        CircleInvitation.user_id == reader,
        CircleInvitation.withdrawn_at.is_(None),
    )


def with_word(circles: Rows, words: str) -> Rows:
    """Only circles in which every word is found, full and half width alike; two Japanese characters are a word."""
    return circles.where(*searching.holds(Circle.search_text, searching.words_of(words)))


def participation(circle: Circle, user: User | None) -> Participation | None:
    """The person's present participation in a circle, or None."""
    if user is None:
        return None
    return db.session.scalar(_participation(), {"circle_id": circle.id, "user_id": user.id})


def shown_participation(circle: Circle, user: User | None) -> Participation | None:
    """As `participation`, for a page that only reads."""
    if user is None:
        return None
    return PARTICIPATION.first(_shown_participation(), {"circle_id": circle.id, "user_id": user.id})


@kept
def _participation() -> Select[Participation]:
    return _theirs(select(Participation))


@kept
def _shown_participation() -> Select[*tuple[Any, ...]]:
    return _theirs(PARTICIPATION.select())


def _theirs(rows: Rows) -> Rows:
    return rows.where(_is_here(), Participation.user_id == bindparam("user_id"), Participation.is_present)


def _is_here() -> ColumnElement[bool]:
    return Participation.circle_id == bindparam("circle_id")


def participants(circle: Circle) -> Select[Participation]:
    """Everybody in the circle, in the order of their reading (kana), organisers first."""
    present = select(Participation).where(Participation.circle_id == circle.id, Participation.is_present)
    return (
        present.join(Participation.user)
        .options(joinedload(Participation.user))
        .order_by(Participation.is_organizer.desc(), User.reading, User.id)
    )


def open_plan(circle: Circle) -> ChapterPlan | None:
    """The chapters the circle reads at present, with the book; None for one without a book."""
    return db.session.scalar(_open_plan(), {"circle_id": circle.id})


@kept
def _open_plan() -> Select[ChapterPlan]:
    plan = select(ChapterPlan).where(ChapterPlan.circle_id == bindparam("circle_id"), ChapterPlan.closed_at.is_(None))
    return plan.options(joinedload(ChapterPlan.book))


def book(circle: Circle) -> Book | None:
    """The book the circle reads at present, as it is shown."""
    return BOOK.first(_book(), {"circle_id": circle.id})


@kept
def _book() -> Select[*tuple[Any, ...]]:
    rows = BOOK.select().join(ChapterPlan, ChapterPlan.book_id == Book.id)
    return rows.where(ChapterPlan.circle_id == bindparam("circle_id"), ChapterPlan.closed_at.is_(None))


def chapters(plan: ChapterPlan) -> list[Chapter]:
    """Chapters still meant to be read, in order; merged and skipped ones are left out."""
    rows = select(Chapter).where(Chapter.plan_id == plan.id, Chapter.is_to_read)
    return list(db.session.scalars(rows.order_by(Chapter.position, Chapter.id)))


def organizer_count(circle: Circle) -> int:
    """How many organisers the circle has who are there; none means that it needs one."""
    present = (
        select(func.count())
        .select_from(Participation)
        .join(User, User.id == Participation.user_id)
        .where(User.state == UserState.ACTIVE)
    )
    rows = present.where(Participation.circle_id == circle.id, Participation.is_present, Participation.is_organizer)
    return db.session.scalar(rows) or 0


def participant_count(circle: Circle) -> int:
    """How many people are in the circle, listeners too."""
    return db.session.scalar(_participants(), {"circle_id": circle.id}) or 0


@kept
def _participants() -> Select[int]:
    return select(func.count()).where(_is_here(), Participation.is_present)


def invitations(circle: Circle) -> Select[CircleInvitation]:
    """Who is asked into a circle and not in it yet, by their reading (kana)."""
    present = exists().where(
        Participation.circle_id == circle.id,
        Participation.user_id == CircleInvitation.user_id,
        Participation.is_present,
    )
    asked = select(CircleInvitation).where(
        CircleInvitation.circle_id == circle.id, CircleInvitation.withdrawn_at.is_(None), ~present
    )
    return (
        asked.join(CircleInvitation.user).options(contains_eager(CircleInvitation.user)).order_by(User.reading, User.id)
    )


def insiders(circle: Circle) -> Select[User]:
    """Members who may open this circle: all, or, where it is for participants only, those in it or asked into it."""
    if circle.visibility is not Visibility.PARTICIPANTS:
        return people.members()
    present = select(Participation.user_id).where(Participation.circle_id == circle.id, Participation.is_present)
    asked = select(CircleInvitation.user_id).where(
        CircleInvitation.circle_id == circle.id, CircleInvitation.withdrawn_at.is_(None)
    )
    return people.members().where(User.id.in_(present.union(asked)))


def can_be_invited(circle: Circle) -> Select[User]:
    """Members who are neither in the circle nor asked into it."""
    present = select(Participation.user_id).where(Participation.circle_id == circle.id, Participation.is_present)
    asked = select(CircleInvitation.user_id).where(
        CircleInvitation.circle_id == circle.id, CircleInvitation.withdrawn_at.is_(None)
    )
    return people.members().where(User.id.not_in(present), User.id.not_in(asked))
