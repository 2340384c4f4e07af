"""Employee numbers: the form in which they are kept and compared."""

import unicodedata

from studyhub.text.cleaning import clean_line


def normal_number(text: str) -> str:
    """Half width whatever was typed: １０２３４ and 10234 are one number."""
    return clean_line(unicodedata.normalize("NFKC", text))
