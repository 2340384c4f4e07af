"""What is said in the language that is spoken now: the words of this module are those Flask-Babel has.

Its own look for their catalog in a dozen steps, and a page says hundreds of things; here it is found by the language.
"""

from flask_babel.speaklater import LazyString

from studyhub.words.language import present


def gettext(text: str, /, **variables: object) -> str:
    """A message in the language that is spoken, its holes (%(name)s) filled in."""
    said = present().ugettext(text)
    return said % variables if variables else said


def ngettext(one: str, many: str, num: int, /, **variables: object) -> str:
    """A message that counts; `num` may stand in it."""
    return present().ungettext(one, many, num) % {"num": num, **variables}


def pgettext(about: str, text: str, /, **variables: object) -> str:
    """A message whose word is several in Japanese, by what it is about."""
    said = str(present().upgettext(about, text))
    return said % variables if variables else said


def lazy_gettext(text: str, /, **variables: object) -> LazyString:
    """As `gettext`, in the language that is spoken when it is shown."""
    return LazyString(gettext, text, **variables)


def lazy_pgettext(about: str, text: str, /, **variables: object) -> LazyString:
    """As `pgettext`, in the language that is spoken when it is shown."""
    return LazyString(pgettext, about, text, **variables)
