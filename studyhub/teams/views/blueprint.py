"""The blueprint that all pages of teams belong to."""

from flask import Blueprint

bp = Blueprint("teams", __name__, url_prefix="/teams")
