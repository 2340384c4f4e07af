"""The blueprint that all of calendars belongs to."""

from flask import Blueprint

bp = Blueprint("calendars", __name__)
