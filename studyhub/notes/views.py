"""Pages of notes."""

from flask import Blueprint, render_template

bp = Blueprint("notes", __name__)


@bp.get("/notes/")
def index() -> str:
    """The first page."""
    return render_template("notes/index.html")
