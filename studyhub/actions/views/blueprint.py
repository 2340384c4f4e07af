"""The blueprint that all pages of decisions and actions belong to."""

from flask import Blueprint

bp = Blueprint("actions", __name__)
