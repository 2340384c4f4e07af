"""The blueprint that all pages of paths belong to."""

from flask import Blueprint

bp = Blueprint("paths", __name__, url_prefix="/training/paths")
