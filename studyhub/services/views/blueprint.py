"""The blueprint that all pages of services belong to."""

from flask import Blueprint

bp = Blueprint("services", __name__, url_prefix="/services")
