"""Forms of meetings."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from studyhub import zones
from studyhub.circles.models import DESCRIPTION_MAX_CHARS, TITLE_MAX_CHARS, Format
from studyhub.circles.planning.rhythm import MINUTES_MAX, MINUTES_MIN
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.material.arranging import TITLE_MAX_CHARS as LINK_TITLE_MAX_CHARS
from studyhub.meetings.thanks.giving import THANKS_MAX_CHARS
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.meetings.thoughts.saying import THOUGHT_MAX_CHARS
from studyhub.people.fields import PersonField
from studyhub.people.models import NAME_MAX_CHARS, User
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

REASON_MAX_CHARS = 200
CANCEL_REASON_MAX_CHARS = 500
CHAPTER_TITLE_MAX_CHARS = 200
PLACE_MAX_CHARS = 200
URL_MAX_CHARS = 500
CODE_MAX_CHARS = 40
CAPACITY_MAX = 10_000
NOBODY = 0
T = TypeVar("T")


def typed(value: T | None) -> T:
    """What a validated form requires, and therefore has."""
    if value is None:
        raise ValueError("The form was read before it was found valid.")
    return value


def _link(label: Any, needed: Any = None) -> StringField:
    is_link = Regexp(
        r"https?://[^\s/?#@\\\[\]]+(?:[/?#]\S*)?$",
        message=_l("Please write an address that begins with https:// or http://."),
    )
    checks = [needed or Optional(), Length(max=URL_MAX_CHARS), is_link]
    return StringField(label, checks, render_kw={"inputmode": "url"})


def _minutes() -> IntegerField:
    in_range = NumberRange(MINUTES_MIN, MINUTES_MAX, _l("Please write between 5 and 1,440 minutes."))
    return IntegerField(_l("Length in minutes"), [InputRequired(_l("Please write the length.")), in_range])


class ThanksForm(Form):
    """A line of thanks."""

    text = StringField(
        _l("Words of thanks"),
        [DataRequired(_l("Please write a few words.")), Length(max=THANKS_MAX_CHARS)],
    )


class CheckinForm(Form):
    """The code that a room shows."""

    code = StringField(
        _l("Check-in code"),
        [DataRequired(_l("Please write the code that the screen in the room shows.")), Length(max=CODE_MAX_CHARS)],
    )


_OVER = _l("At that time it would be over already. Please choose another date, or tick below that it was held then.")


class DateForm(Form):
    """When a session is, in the circle's zone. Call `use_zone` before validating."""

    day = DateField(_l("Date"), [InputRequired(_l("Please write a date such as 2026-12-02."))])
    start = TimeField(_l("Start"), [InputRequired(_l("Please write a time such as 19:00."))])
    minutes = _minutes()
    may_be_over = BooleanField(_l("Save it all the same: it was held then"))

    zone = "UTC"
    is_asked_whether_over = False

    def use_zone(self, zone: str) -> None:
        """Take the times typed as wall time in this IANA zone."""
        self.zone = zone

    def validate_day(self, field: DateField) -> None:
        """Refuse days far away; that something is no date at all has been said before."""
        try:
            zones.require_in_range(field.data or zones.EARLIEST_DAY)
        except zones.DateOutOfRange as far:
            raise ValidationError(_l("Please choose a date between 2000 and 2100.")) from far

    def ask_whether_over(self) -> None:
        """Say that a session at that time would be over, and offer the tick that it was held then."""
        self.day.errors = [_OVER]
        self.is_asked_whether_over = True

    @property
    def starts_at(self) -> datetime:
        """The start, in UTC."""
        return zones.to_utc(typed(self.day.data), typed(self.start.data), self.zone)

    @property
    def ends_at(self) -> datetime:
        """The end, in UTC."""
        return self.starts_at + timedelta(minutes=typed(self.minutes.data))


class NewMeetingForm(DateForm):
    """One more session of a circle."""

    title = StringField(_l("Title"), [Optional(), Length(max=TITLE_MAX_CHARS)])
    place = StringField(_l("Place"), [Optional(), Length(max=PLACE_MAX_CHARS)])
    online_url = _link(_l("Link to take part online"))


def _id_or_nobody(value: str | int) -> int:
    return NOBODY if str(value) == str(NOBODY) else form_id(value)


class MeetingForm(DateForm):
    """Everything an organiser can change about a session."""

    following = BooleanField(_l("Move the sessions that follow by as much"))
    title = StringField(_l("Title"), [Optional(), Length(max=TITLE_MAX_CHARS)])
    description = TextAreaField(_l("Description"), [Optional(), Length(max=DESCRIPTION_MAX_CHARS)])
    place = StringField(_l("Place"), [Optional(), Length(max=PLACE_MAX_CHARS)])
    online_url = _link(_l("Link to take part online"))
    slides_url = _link(_l("Link to slides"))
    recording_url = _link(_l("Link to the recording"))
    capacity = IntegerField(
        _l("Capacity"), [Optional(), NumberRange(1, CAPACITY_MAX, _l("Please write a number from 1 to 10,000."))]
    )
    reopen = BooleanField(_l("Take new people again"))
    format = SelectField(
        _l("Format"),
        choices=[
            choice("", _l("As the circle")),
            choice(Format.PRESENTED, _l("Presented: a presenter for each chapter")),
            choice(Format.DISCUSSED, _l("Discussed: read before, then talked about")),
            choice(Format.READ_TOGETHER, _l("Read together in the session")),
        ],
    )
    facilitator_id = PersonField(_l("Facilitator"), coerce=_id_or_nobody)
    scribe_id = PersonField(_l("Scribe"), coerce=_id_or_nobody)

    def offer(self, people: Iterable[User]) -> None:
        """Offer these people as facilitator and scribe."""
        self.facilitator_id.offer(people, nobody=choice(str(NOBODY), _l("Nobody yet")))
        self.scribe_id.choices = self.facilitator_id.choices


class CancellationForm(Form):
    """Why a session is called off, and what becomes of its chapters."""

    reason = StringField(
        _l("Reason"),
        [
            DataRequired(_l("Please write a reason; everyone is told it.")),
            Length(max=CANCEL_REASON_MAX_CHARS),
        ],
    )
    chapters = RadioField(
        _l("Chapters of this session"),
        [Sent()],
        choices=[
            choice(Chapters.SLIDE, _l("Slide all by one: each session reads what the one before it had")),
            choice(Chapters.MERGE, _l("Read them in the next session as well")),
            choice(Chapters.DROP, _l("Drop them")),
        ],
        default=Chapters.SLIDE,
    )


class ReasonForm(Form):
    """A reason, if one is given."""

    reason = StringField(_l("Reason"), [Optional(), Length(max=REASON_MAX_CHARS)])


class SuggestionForm(Form):
    """Whom to ask to present a chapter."""

    user_id = PersonField(_l("Who"))
    is_agreed = BooleanField(_l("Already agreed"))


class GuestForm(Form):
    """A presenter without an account."""

    name = StringField(_l("Guest's name"), [DataRequired(_l("Please write a name.")), Length(max=NAME_MAX_CHARS)])


def _half(label: Any) -> StringField:
    return StringField(label, [DataRequired(_l("Please write a title.")), Length(max=CHAPTER_TITLE_MAX_CHARS)])


class SplitForm(Form):
    """How the two halves of a chapter are called."""

    first = _half(_l("First half"))
    second = _half(_l("Second half"))


class MoveForm(Form):
    """The session a chapter moves to."""

    meeting_id = SelectField(_l("Session"), coerce=form_id)


class SwapForm(Form):
    """The chapter whose presenter changes places with this one's."""

    chapter_id = SelectField(_l("With"), coerce=form_id)


class ExchangeForm(Form):
    """The chapter of somebody else for which one offers one's own, by who has it."""

    assignment_id = SelectField(_l("For"), coerce=form_id)


class HandOverForm(Form):
    """Whom one asks to take one's chapter."""

    user_id = PersonField(_l("To whom"))


class LinkForm(Form):
    """A link of a chapter."""

    title = StringField(
        _l("Name of the link"), [DataRequired(_l("Please say what it is.")), Length(max=LINK_TITLE_MAX_CHARS)]
    )
    url = _link(_l("Address"), DataRequired(_l("Please write the address.")))


class AddPersonForm(Form):
    """A member whom an organiser signs up."""

    user_id = PersonField(_l("Who"))


class ThoughtForm(Form):
    """A thought or a question on a chapter; which of the two it is, the button says."""

    chapter_id = SelectField(_l("Which chapter"), coerce=form_id)
    kind = SelectField(_l("Kind"), choices=[choice(kind, kind) for kind in ThoughtKind], default=ThoughtKind.THOUGHT)
    text = TextAreaField(_l("Thought or question"), [DataRequired(_l("Please write something first."))])

    def validate_text(self, field: Any) -> None:
        """Short, as it is written on a phone and read by everybody in the meeting."""
        if (length := len(field.data or "")) > THOUGHT_MAX_CHARS:
            sentence = _(
                "At most %(most)s characters, please: these are %(length)s. Longer texts belong in the notes.",
                most=THOUGHT_MAX_CHARS,
                length=length,
            )
            raise ValidationError(sentence)
