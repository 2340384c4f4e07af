"""The page that shows every component in all its states, in both themes."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flask import Blueprint, render_template
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Length, Optional

from studyhub.web.guards.access import admin_required
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import lazy_gettext as _l

bp = Blueprint("design", __name__, url_prefix="/design")

MEETING_STARTS_AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
MEETING_ENDS_AT = MEETING_STARTS_AT + timedelta(minutes=90)
THEMES = ("light", "dark")


class Face(NamedTuple):
    """A person as the macros need one."""

    id: int
    name: str


PEOPLE = [Face(1, "大谷 みなと"), Face(2, "佐々木 玲"), Face(3, "Nguyễn Minh"), Face(4, "Renée Dubois")]
TOO_LONG = "MapReduce" * 9


class SampleForm(Form):
    """One field of every kind."""

    title = StringField(_l("Title"), [DataRequired(_l("Please write a title.")), Length(max=80)])
    day = DateField(_l("Day"), [Optional()])
    starts_at = TimeField(_l("Time"), [Optional()])
    length = SelectField(_l("Length"), choices=[choice("60", _l("60 minutes")), choice("90", _l("90 minutes"))])
    text = TextAreaField(_l("Description"), [Optional(), Length(max=20)])
    visibility = RadioField(
        _l("Who can see it"),
        choices=[
            choice("inside", _l("Everyone in the organisation")),
            choice("participants", _l("Participants only")),
        ],
        default="inside",
    )
    listener = BooleanField(_l("Join as a listener"))
    mail = BooleanField(_l("Send me mail"), default=True)
    file = FileField(_l("File"), [Optional()])


@bp.get("/")
@admin_required
def index() -> str:
    """Every component, once on light and once on dark paper."""
    return render_template(
        "design/index.html",
        themes=THEMES,
        starts_at=MEETING_STARTS_AT,
        ends_at=MEETING_ENDS_AT,
        people=PEOPLE,
        forms={theme: SampleForm(None, prefix=f"{theme}-") for theme in THEMES},
        refused={theme: _refused(theme) for theme in THEMES},
    )


def _refused(theme: str) -> SampleForm:
    prefix = f"{theme}-refused-"
    sent = MultiDict({f"{prefix}title": "", f"{prefix}text": TOO_LONG, f"{prefix}visibility": "nobody"})
    form = SampleForm(sent, prefix=prefix)
    form.validate()
    return form
