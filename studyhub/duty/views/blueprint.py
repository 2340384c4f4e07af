"""The blueprint that all of duty belongs to."""

from flask import Blueprint

bp = Blueprint("duty", __name__, url_prefix="/oncall")
