"""The blueprint that all pages of the ledger belong to."""

from flask import Blueprint

bp = Blueprint("ledger", __name__, url_prefix="/ledger")
