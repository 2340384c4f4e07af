"""Forms of the profile and of what administrators decide about people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from studyhub.accounts.fields import check_new_password, name_field, new_password_field
from studyhub.people.days.unavailability import Said
from studyhub.people.models import NAME_MAX_CHARS, NUMBER_MAX_CHARS, DayPart, OutsideName, Unavailability, UserState
from studyhub.people.rosters.numbers import normal_number
from studyhub.people.spelling import telephones
from studyhub.people.spelling.readings import is_reading
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, choice
from studyhub.words import dates
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l
from studyhub.zones import EARLIEST_DAY, LATEST_DAY, zone_names

HANDLE_MAX_CHARS = 80
REASON_MAX_CHARS = 200
SEARCH_MAX_CHARS = 80


def in_range(_form: Any, field: DateField) -> None:
    """Refuse a date that the product does not plan for."""
    if field.data and not EARLIEST_DAY <= field.data <= LATEST_DAY:
        raise ValidationError(gettext("Please choose a day between 2000 and 2100."))


def check_reading(_form: Any, field: StringField) -> None:
    """Refuse what lists cannot be sorted by."""
    if not is_reading(field.data or ""):
        words = gettext("Please write the reading in hiragana, katakana or Latin letters, without kanji.")
        raise ValidationError(words)


def check_telephone(_form: Any, field: StringField) -> None:
    """Refuse what no telephone can dial."""
    if not telephones.is_telephone(field.data or ""):
        raise ValidationError(gettext("Please write digits, such as 090-1234-5678 or +81 90 1234 5678."))


def reading_field() -> StringField:
    """How a name is read."""
    return StringField(_l("Reading"), [Optional(), Length(max=NAME_MAX_CHARS), check_reading])


class ProfileForm(Form):
    """What a person says of themselves."""

    name = name_field()
    kana = reading_field()
    chat_handle = StringField(_l("Name in chat"), [Optional(), Length(max=HANDLE_MAX_CHARS)])
    telephone = StringField(
        _l("Telephone number"),
        [Optional(), Length(max=telephones.MAX_CHARS), check_telephone],
        filters=[lambda text: telephones.normal(text) if text else text],
        render_kw={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )
    pen_name = StringField(_l("Pen name"), [Optional(), Length(max=NAME_MAX_CHARS)])
    outside_name = RadioField(
        _l("How you are named outside"),
        choices=[
            choice(OutsideName.REAL.value, _l("By your name")),
            choice(OutsideName.PEN.value, _l("By your pen name")),
            choice(OutsideName.ANONYMOUS.value, _l("As “a participant”")),
        ],
    )
    language = SelectField(
        _l("Language"),
        choices=[choice("", _l("As this browser asks")), choice("ja", "日本語"), choice("en", "English")],
    )
    time_zone = SelectField(_l("Time zone"), choices=[])
    primary_team = SelectField(_l("Primary team"), choices=[])

    def __init__(self, *args: Any, organization_zone: str, teams: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = gettext("As the organisation (%(zone)s)", zone=organization_zone)
        self.time_zone.choices = [choice("", same), *(choice(zone, zone) for zone in sorted(zone_names()))]
        if len(teams) > 1:
            self.primary_team.choices = [choice(str(team_id), name) for team_id, name in teams]
        else:
            del self.primary_team

    def validate_outside_name(self, field: RadioField) -> None:
        """Whoever wants to be named by a pen name has one."""
        if field.data == OutsideName.PEN.value and not self.pen_name.data:
            raise ValidationError(gettext("Please write the pen name by which you are named."))


class DetailsForm(Form):
    """What an administrator writes of somebody."""

    name = name_field()
    kana = reading_field()
    number = StringField(
        _l("Employee number"),
        [Optional(), Length(max=NUMBER_MAX_CHARS)],
        filters=[lambda text: normal_number(text) if text else text],
    )
    chat_handle = StringField(_l("Name in chat"), [Optional(), Length(max=HANDLE_MAX_CHARS)])
    primary_team = SelectField(_l("Primary team"), choices=[])

    def __init__(self, *args: Any, teams: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(teams) > 1:
            self.primary_team.choices = [choice(str(team_id), name) for team_id, name in teams]
        else:
            del self.primary_team


class PasswordForm(Form):
    """The present password and the next one."""

    present = PasswordField(
        _l("Present password"),
        [DataRequired(_l("Please write your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field()

    def __init__(self, *args: Any, known_email: str, known_names: Iterable[str], **kwargs: Any) -> None:
        self.known_email, self.known_names = known_email, known_names
        super().__init__(*args, **kwargs)

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a weak password."""
        check_new_password(field, email=self.known_email, names=self.known_names)


WEEKDAYS = (
    _l("Mondays"),
    _l("Tuesdays"),
    _l("Wednesdays"),
    _l("Thursdays"),
    _l("Fridays"),
    _l("Saturdays"),
    _l("Sundays"),
)


class UnavailabilityForm(Form):
    """Days on which a person takes nothing on, or rather not."""

    starts_on = DateField(_l("First day"), [DataRequired(_l("Please choose the first day.")), in_range])
    ends_on = DateField(_l("Last day"), [DataRequired(_l("Please choose the last day.")), in_range])
    weekday = SelectField(
        _l("Which days of these"),
        choices=[choice("", _l("Every day")), *(choice(str(number), name) for number, name in enumerate(WEEKDAYS))],
        default="",
    )
    part = RadioField(
        _l("How much of the day"),
        choices=[
            choice(DayPart.WHOLE.value, _l("All of it")),
            choice(DayPart.EVENING.value, _l("The evening alone")),
        ],
        default=DayPart.WHOLE.value,
    )
    is_rather_not = BooleanField(_l("Rather not: only where it helps"))
    reason = StringField(_l("Reason"), [Optional(), Length(max=REASON_MAX_CHARS)])

    def said(self) -> Said:
        """What is noted, once it is valid."""
        return Said(
            starts_on=self.starts_on.data or EARLIEST_DAY,
            ends_on=self.ends_on.data or EARLIEST_DAY,
            reason=self.reason.data or "",
            weekday=int(self.weekday.data) if self.weekday.data else None,
            part=DayPart(self.part.data),
            is_rather_not=self.is_rather_not.data,
        )

    def refuse_other_reason(self, known: Unavailability) -> None:
        """Say which of the days are noted already."""
        first, last = dates.day_of_year(known.starts_on), dates.day_of_year(known.ends_on)
        words = gettext(
            "Some of these days are noted with another reason (%(first)s – %(last)s).", first=first, last=last
        )
        self.reason.errors = [*self.reason.errors, words]

    def validate_ends_on(self, field: DateField) -> None:
        """The last day is not before the first."""
        starts_on = self.starts_on.data
        if isinstance(starts_on, date) and isinstance(field.data, date) and field.data < starts_on:
            raise ValidationError(gettext("The last day is before the first."))


class StateForm(Form):
    """What becomes of somebody's account."""

    state = SelectField(choices=[choice(state.value, state.value) for state in UserState])


class RolesForm(Form):
    """Roles in the whole organisation."""

    is_admin = BooleanField(_l("Administrator"))
    is_editor = BooleanField(_l("Editor"))
    is_rota_keeper = BooleanField(_l("Rota keeper"))


class OtherAccountForm(Form):
    """The account that one of two accounts of a person becomes part of."""

    other_id = SelectField(_l("Account that stays"), coerce=form_id, choices=[])

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other_id.choices = [choice(str(user_id), name) for user_id, name in people]


class MergeForm(Form):
    """What cannot be undone is said twice."""

    is_sure = BooleanField(
        _l("Both accounts belong to one and the same person"),
        [DataRequired(_l("Please tick this once you have made sure."))],
    )


class RosterForm(Form):
    """A list of people as a file."""

    file = FileField(_l("CSV file"), render_kw={"accept": ".csv,text/csv"})
    says_all_teams = BooleanField(_l("The list says all teams of those in it"))


class RosterTextForm(Form):
    """The list that was previewed; read again before anything is done."""

    text = TextAreaField(render_kw={"hidden": True})
    says_all_teams = BooleanField(render_kw={"hidden": True})
    invite = BooleanField(_l("Invite everyone new by mail"))
