"""How templates shorten what other sites show of a page."""

from studyhub.publishing.summaries import shortened, summary
from studyhub.publishing.views.blueprint import bp

# What search engines show of it.
DESCRIPTION_CHARS = 160


@bp.app_template_filter()
def in_short(text: str) -> str:
    """The first words of plain text, on one line."""
    return shortened(text, chars=DESCRIPTION_CHARS)


@bp.app_template_filter()
def first_words(html: str) -> str:
    """The first words of sanitised HTML, as plain text on one line; "" where there are none."""
    return summary(html, chars=DESCRIPTION_CHARS)
