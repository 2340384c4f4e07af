"""Forms of what is published elsewhere."""

import re
from typing import Any

from wtforms import StringField
from wtforms.validators import Length, Optional, ValidationError

from studyhub.web.pages.forms import Form
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

ADDRESS_MAX_CHARS = 500
WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#]\S*)?", re.IGNORECASE)


def is_web_address(_form: Any, field: Any) -> None:
    """Refuse what a browser would not open as a page."""
    if not WEB_ADDRESS.fullmatch(field.data):
        raise ValidationError(gettext("Please write an address that begins with https:// or http://."))


class BlogAddressForm(Form):
    """Where a note stands on the blog; empty while it is not there."""

    address = StringField(_l("Address on the blog"), [Optional(), Length(max=ADDRESS_MAX_CHARS), is_web_address])
