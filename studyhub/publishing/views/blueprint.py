"""The blueprint that feeds and exports belong to."""

from flask import Blueprint

bp = Blueprint("publishing", __name__)
