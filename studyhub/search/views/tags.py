"""All tags, and the notes with one of them."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from studyhub.notes import listing, tag_queries
from studyhub.notes.listing import Wanted
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.search.views.blueprint import bp
from studyhub.text.cleaning import folded
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages.paging import page_number

PAGE_SIZE = 100


@bp.get("/tags/")
def index_tags() -> str:
    """The tags of the notes a reader may open, most used first."""
    page = page_number()
    tags = tag_queries.counts(current_user_or_none(), offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1)
    return render_template("search/tags.html", tags=tags[:PAGE_SIZE], page=page, has_next=len(tags) > PAGE_SIZE)


# Automatic OPTIONS would answer for the feeds of tags, which only take GET and HEAD.
@bp.get("/tags/<path:tag>/", provide_automatic_options=False)
def show_tag(tag: str) -> Any:
    """The notes with a tag that a reader may open; 404 when there is none. Every writing of it leads to one address."""
    key = folded(tag)
    user, name = _reader(key)
    if key != tag:
        return redirect(url_for(".show_tag", tag=key), 301)
    wanted = Wanted(tag=key, after=request.args.get("after", ""))
    return render_template(
        "search/tag.html",
        name=name,
        key=key,
        page=listing.page(user, wanted),
        after=wanted.after,
        has_feed=tag_queries.name_outside(key) is not None,
        is_inside=is_member(user),
    )


def _reader(key: str) -> tuple[User | None, str]:
    """As whom somebody reads a tag, and how it is written; 404 when there is nothing for them.

    A member who may open none of its notes inside still reads what is published, like everybody.
    """
    user = current_user_or_none()
    if user is not None and (name := tag_queries.name_for(user, key)):
        return user, name
    return None, tag_queries.name_for(None, key) or abort(404)


@bp.app_template_global()
def tag_url(name: str) -> str:
    """The address of a tag, however it is written."""
    return url_for("search.show_tag", tag=folded(name))
