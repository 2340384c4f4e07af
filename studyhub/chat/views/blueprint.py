"""The blueprint that all pages of chat belong to."""

from flask import Blueprint

bp = Blueprint("chat", __name__)
