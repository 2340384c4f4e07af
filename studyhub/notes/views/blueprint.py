"""The blueprint that all pages of notes belong to."""

from flask import Blueprint

bp = Blueprint("notes", __name__)
