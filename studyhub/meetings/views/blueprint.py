"""The blueprint that all pages of meetings belong to, and the filter by which they name chapters."""

from flask import Blueprint

from studyhub.circles import words

bp = Blueprint("meetings", __name__)
bp.add_app_template_filter(words.chapter_numbers, "numbers")
