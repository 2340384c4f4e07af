"""The blueprint that all pages of training belong to."""

from flask import Blueprint

bp = Blueprint("drills", __name__, url_prefix="/training")
