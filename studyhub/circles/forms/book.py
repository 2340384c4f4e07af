"""The first step of a circle: what it reads."""

from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from studyhub.circles.forms import fields
from studyhub.circles.isbn import normal_isbn
from studyhub.web.pages.forms import Form
from studyhub.words.saying import lazy_gettext as _l


class BookForm(Form):
    """The first step of a circle: a table of contents and the book it is of."""

    toc = TextAreaField(_l("Table of contents"))
    title = fields.title_field(_l("Title of the book"))
    authors = fields.line_field(_l("Authors"), fields.BOOK_LINE_MAX_CHARS)
    publisher = fields.line_field(_l("Publisher"), fields.BOOK_LINE_MAX_CHARS)
    isbn = StringField(_l("ISBN"), [Optional(), Length(max=40)])
    url = fields.link_field(_l("Link to the book"))

    def validate_toc(self, field: TextAreaField) -> None:
        """Refuse what holds no line."""
        if not (field.data or "").strip():
            raise ValidationError(_l("Please paste the table of contents."))

    def validate_isbn(self, field: StringField) -> None:
        """Refuse a wrong check digit; keep the digits alone."""
        normal = normal_isbn(field.data or "")
        if normal is None:
            raise ValidationError(_l("This is no ISBN: please check its digits."))
        field.data = normal
