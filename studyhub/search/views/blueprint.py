"""The blueprint that search and tags belong to."""

from flask import Blueprint

bp = Blueprint("search", __name__)
