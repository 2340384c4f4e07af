"""The blueprint that all pages of the pager belong to."""

from flask import Blueprint

bp = Blueprint("pager", __name__, url_prefix="/oncall/pager")
