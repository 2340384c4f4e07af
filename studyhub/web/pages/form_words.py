"""What forms say of what was typed wrong: WTForms' own sentences in this product's words.

WTForms speaks of fields and types of data, and its Japanese of neither as anybody would.
"""

from functools import cache

from wtforms.i18n import get_translations

from studyhub.words.saying import lazy_gettext as _l

_CHOOSE, _WHOLE = _l("Please choose one of these."), _l("Please write a whole number.")
_DATE, _TIME = _l("Please write a date such as 2026-12-02."), _l("Please write a time such as 19:00.")
# By WTForms' English, that of many where it counts; the holes are the same.
OURS = {
    "Field cannot be longer than %(max)d characters.": _l("Please write at most %(max)d characters."),
    "Field must be at least %(min)d characters long.": _l("Please write at least %(min)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Please write %(min)d to %(max)d characters."),
    "Number must be at least %(min)s.": _l("Please write a number of at least %(min)s."),
    "Number must be at most %(max)s.": _l("Please write a number of at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Please write a number from %(min)s to %(max)s."),
    "This field is required.": _l("Please fill this in."),
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' are not valid choices for this field.": _CHOOSE,
    "Not a valid date value.": _DATE,
    "Not a valid time value.": _TIME,
    "Not a valid integer value.": _WHOLE,
    "Not a valid decimal value.": _l("Please write a number."),
}


class Sentences:
    """What WTForms asks for its sentences, in one language."""

    def __init__(self, language: str) -> None:
        # Flask-WTF reads their file anew for every request.
        self._theirs = get_translations([language])

    def gettext(self, sentence: str) -> str:
        """A sentence in this language."""
        return str(OURS[sentence]) if sentence in OURS else str(self._theirs.gettext(sentence))

    def ngettext(self, one: str, many: str, num: int) -> str:
        """A sentence that counts."""
        return str(OURS[many]) if many in OURS else str(self._theirs.ngettext(one, many, num))


@cache
def sentences(language: str) -> Sentences:
    """Those of a language, the one that is spoken: ours are said in it."""
    return Sentences(language)
