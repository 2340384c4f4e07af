"""The blueprint that all pages of what was served belong to."""

from flask import Blueprint

bp = Blueprint("allowance", __name__, url_prefix="/oncall")
