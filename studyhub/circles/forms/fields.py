"""Fields and checks that several forms of circles share."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from studyhub import zones
from studyhub.circles.models import DESCRIPTION_MAX_CHARS, TITLE_MAX_CHARS, Format, Level, ReadingName, Visibility
from studyhub.circles.planning.rhythm import MINUTES_MAX, MINUTES_MIN
from studyhub.web.pages.forms import Sent, choice
from studyhub.words.saying import lazy_gettext as _l

PLACE_MAX_CHARS = 200
URL_MAX_CHARS = 500
BOOK_LINE_MAX_CHARS = 200
CAPACITY_MAX = 10_000
KEY_PATTERN = r"[0-9a-f]{32}$"


def key_field() -> HiddenField:
    """Which sheet it is that is sent: a second press of the same makes nothing more."""
    return HiddenField(validators=[Regexp(KEY_PATTERN, message=_l("Please open this page anew and try again."))])


def title_field(label: Any) -> StringField:
    """What a circle or session is called."""
    return StringField(label, [DataRequired(_l("Please write a title.")), Length(max=TITLE_MAX_CHARS)])


def line_field(label: Any, max_chars: int) -> StringField:
    """One line that may stay empty."""
    return StringField(label, [Optional(), Length(max=max_chars)])


def description_field() -> TextAreaField:
    """What it is about, in some sentences."""
    return TextAreaField(_l("What it is about"), [Optional(), Length(max=DESCRIPTION_MAX_CHARS)])


def link_field(label: Any) -> StringField:
    """An address on the web."""
    is_link = Regexp(
        r"https?://[^\s/]\S*$", message=_l("Please write an address that begins with https:// or http://.")
    )
    return StringField(label, [Optional(), Length(max=URL_MAX_CHARS), is_link], render_kw={"inputmode": "url"})


def check_day(_form: Any, field: DateField) -> None:
    """Refuse dates far away."""
    try:
        zones.require_in_range(field.data or date.min)
    except zones.DateOutOfRange as far:
        raise ValidationError(_l("Please choose a date between 2000 and 2100.")) from far


def day_field(label: Any) -> DateField:
    """A date of the calendar the product plans for."""
    return DateField(label, [InputRequired(_l("Please write a date such as 2026-12-02.")), check_day])


def time_field() -> TimeField:
    """A wall time."""
    return TimeField(_l("Start"), [InputRequired(_l("Please write a time such as 19:00."))])


def minutes_field() -> IntegerField:
    """How long a session takes."""
    in_range = NumberRange(MINUTES_MIN, MINUTES_MAX, _l("Please write between 5 and 1,440 minutes."))
    return IntegerField(_l("Length in minutes"), [InputRequired(_l("Please write the length.")), in_range])


def capacity_field() -> IntegerField:
    """How many people fit; empty is no limit."""
    in_range = NumberRange(1, CAPACITY_MAX, _l("Please write a number from 1 to 10,000."))
    return IntegerField(_l("Capacity"), [Optional(), in_range])


def visibility_field(*checks: Sent) -> SelectField:
    """Who sees the circle."""
    return SelectField(
        _l("Who sees it"),
        checks,
        choices=[
            choice(Visibility.INSIDE, _l("Inside only: everyone in the organisation")),
            choice(Visibility.PARTICIPANTS, _l("Participants only: by invitation")),
            choice(Visibility.PUBLIC, _l("Public: anyone may read about it")),
        ],
        default=Visibility.INSIDE,
    )


def format_field(*checks: Sent) -> SelectField:
    """How the sessions are held."""
    return SelectField(
        _l("Format"),
        checks,
        choices=[
            choice(Format.PRESENTED, _l("Presented: a presenter for each chapter")),
            choice(Format.DISCUSSED, _l("Discussed: read before, then talked about")),
            choice(Format.READ_TOGETHER, _l("Read together in the session")),
        ],
        default=Format.PRESENTED,
    )


def reading_name_field() -> SelectField:
    """What a circle that reads calls itself in Japanese."""
    return SelectField(
        _l("Its name in Japanese"),
        choices=[
            choice(ReadingName.DOKUSHOKAI, _l("読書会 (dokushokai)")),
            choice(ReadingName.RINDOKUKAI, _l("輪読会 (rindokukai)")),
        ],
        default=ReadingName.DOKUSHOKAI,
    )


def level_field() -> SelectField:
    """For whom it is; "" where the organisers do not say."""
    return SelectField(
        _l("For whom"),
        choices=[
            choice("", _l("Not said")),
            choice(Level.BEGINNERS, _l("For beginners")),
            choice(Level.BASICS, _l("For those who know the basics")),
            choice(Level.DEEP, _l("In depth")),
        ],
        coerce=lambda level: level or "",
        default="",
    )


def half_way_field() -> SelectField:
    """Whether people are welcome who were not there from the beginning: "yes" or ""."""
    # Not a box: the steps of a plan carry what was chosen along, and a box that is not ticked says nothing.
    return SelectField(
        _l("Joining half-way"),
        choices=[choice("", _l("Not said")), choice("yes", _l("Welcome at any time"))],
        coerce=lambda is_open: "yes" if is_open else "",
        default="",
    )


def zone_field() -> SelectField:
    """The IANA zone whose clocks count."""
    return SelectField(_l("Time zone"), choices=_zones)


def _zones() -> list[Any]:
    # Only when a form is shown: the machine keeps every zone in a file of its own.
    return [choice(name, name) for name in sorted(zones.zone_names())]
