"""The blueprint that all pages of the Scrum of Scrums belong to."""

from flask import Blueprint

bp = Blueprint("sos", __name__, url_prefix="/sos")
