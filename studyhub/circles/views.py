"""Pages of circles."""

from flask import Blueprint, render_template

bp = Blueprint("circles", __name__)


@bp.get("/circles/")
def index() -> str:
    """The first page."""
    return render_template("circles/index.html")
