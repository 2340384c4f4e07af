"""The blueprint that all pages of being on call belong to."""

from flask import Blueprint

bp = Blueprint("rota", __name__, url_prefix="/oncall")
