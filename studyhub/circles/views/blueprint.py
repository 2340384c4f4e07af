"""The blueprint that all pages of circles belong to."""

from flask import Blueprint

bp = Blueprint("circles", __name__)
