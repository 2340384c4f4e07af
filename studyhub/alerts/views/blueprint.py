"""The blueprint that all pages of alerts belong to."""

from flask import Blueprint

bp = Blueprint("alerts", __name__, url_prefix="/oncall/alerts")
