"""The blueprint that all pages of hand-offs belong to."""

from flask import Blueprint

bp = Blueprint("handoffs", __name__, url_prefix="/oncall/handoffs")
