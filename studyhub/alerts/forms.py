"""Forms of alerts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from studyhub import zones
from studyhub.alerts.incoming.documents import SERVICE_LABEL
from studyhub.alerts.incoming.firings import RULE_MAX_CHARS, SERVICE_MAX_CHARS
from studyhub.alerts.incoming.mapping import FIELDS, LABEL, REQUIRED
from studyhub.alerts.models import (
    DONE_MAX_CHARS,
    KEPT_MONTHS_MAX,
    KEPT_MONTHS_MIN,
    NAME_MAX_CHARS,
    PATH_MAX_CHARS,
    REASON_MAX_CHARS,
    DecisionKind,
    IntakeKind,
)
from studyhub.alerts.reviewing.deciding import Decided
from studyhub.alerts.wording import DECISIONS, KINDS
from studyhub.circles.forms.fields import check_day, day_field, time_field
from studyhub.people.fields import PersonField
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.web.pages.converters import form_id, row_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

NOBODY = 0
SAMPLE_MAX_CHARS = 20_000
MINUTES_MAX = 7 * 24 * 60
_PLAIN = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


def _person_or_nobody(value: Any) -> int:
    return NOBODY if str(value) in {str(NOBODY), "None", ""} else form_id(value)


class DecisionForm(Form):
    """What is done about an alert, why, by whom, and by when."""

    kind = RadioField(_l("What to do about it"), coerce=DecisionKind, choices=[])
    reason = StringField(_l("Reason"), [DataRequired(_l("Please write the reason.")), Length(max=REASON_MAX_CHARS)])
    owner_id = PersonField(_l("Who does it"), validators=[Sent()], coerce=_person_or_nobody, default=NOBODY)
    due_on = DateField(_l("By when"), [Optional(), check_day])

    def offer(self, people: Iterable[User]) -> None:
        """The people that may be chosen, and the five answers."""
        self.owner_id.offer(people, nobody=choice(str(NOBODY), gettext("Nobody in particular")))
        self.kind.choices = [choice(kind.value, word) for kind, word in DECISIONS.items()]

    @property
    def decided(self) -> Decided:
        """What was typed in a valid form."""
        return Decided(self.kind.data, self.reason.data or "", row_id(str(self.owner_id.data)), self.due_on.data)


class ActingForm(Form):
    """What somebody did about an alert."""

    done = StringField(_l("What was done"), [Optional(), Length(max=DONE_MAX_CHARS)])


class NameForm(Form):
    """Which service a name in alerts means."""

    name = HiddenField(validators=[DataRequired(), Length(max=SERVICE_MAX_CHARS)])
    service_id = SelectField(_l("Service"), coerce=form_id, choices=[])

    def offer(self, services: Iterable[Service]) -> None:
        """The services that may be chosen."""
        self.service_id.choices = [choice(str(service.id), service.name) for service in services]


class HandForm(Form):
    """An alert that no program told of."""

    service_id = SelectField(_l("Service"), coerce=form_id, choices=[])
    rule = StringField(
        _l("What rang"),
        [DataRequired(_l("Please write which alert it was.")), Length(max=RULE_MAX_CHARS)],
        render_kw=_PLAIN,
    )
    starts_on = day_field(_l("Day"))
    starts_time = time_field()
    minutes = IntegerField(
        _l("How many minutes"), [InputRequired(_l("Please write how many minutes.")), NumberRange(0, MINUTES_MAX)]
    )
    has_acted = BooleanField(_l("I did something about it"))
    done = StringField(_l("What was done"), [Optional(), Length(max=DONE_MAX_CHARS)])

    def offer(self, services: Iterable[Service]) -> None:
        """The services that may be chosen."""
        self.service_id.choices = [choice(str(service.id), service.name) for service in services]

    def begins(self, zone: str) -> datetime:
        """When it began, of a valid form."""
        if self.starts_on.data is None or self.starts_time.data is None:
            raise ValueError("The form is not valid.")
        return zones.to_utc(self.starts_on.data, self.starts_time.data, zone)

    def lasted(self) -> timedelta:
        """How long it rang, of a valid form."""
        return timedelta(minutes=self.minutes.data or 0)


def _path_field(label: Any) -> StringField:
    return StringField(label, [Optional(), Length(max=PATH_MAX_CHARS)], render_kw=_PLAIN)


class IntakeForm(Form):
    """A private address, in whose manner a program writes to it, and for another manner where things stand."""

    name = StringField(_l("Name"), [DataRequired(_l("Please write a name.")), Length(max=NAME_MAX_CHARS)])
    kind = RadioField(_l("Who writes"), coerce=IntakeKind, choices=[], default=IntakeKind.ALERTMANAGER)
    service_label = _path_field(_l("Label of the service"))
    records = _path_field(_l("List of alerts"))
    rule = _path_field(_l("Rule"))
    service = _path_field(_l("Service"))
    starts_at = _path_field(_l("Beginning"))
    ends_at = _path_field(_l("End"))
    identity = _path_field(_l("Number or key of the alert"))
    summary = _path_field(_l("What it says"))
    url = _path_field(_l("Address"))
    sample = TextAreaField(_l("A sample to look at"), [Optional(), Length(max=SAMPLE_MAX_CHARS)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [choice(kind.value, word) for kind, word in KINDS.items()]

    def validate_rule(self, field: StringField) -> None:
        """Another manner needs to say which rule rang, and when."""
        self._require(field, "rule")

    def validate_starts_at(self, field: StringField) -> None:
        """As above."""
        self._require(field, "starts_at")

    def _require(self, field: StringField, name: str) -> None:
        if self.kind.data is IntakeKind.JSON and name in REQUIRED and not field.data:
            raise ValidationError(gettext("Please write where it stands."))

    @property
    def mapping(self) -> dict[str, str]:
        """The paths that were written; for Alertmanager the label that names the service, where it is another."""
        if self.kind.data is not IntakeKind.JSON:
            label = self.service_label.data or SERVICE_LABEL
            return {} if label == SERVICE_LABEL else {LABEL: label}
        return {name: self[name].data for name in FIELDS if self[name].data}


class ImportForm(Form):
    """A document that was looked at, sent again to be taken."""

    text = HiddenField()


class SettingsForm(Form):
    """How long alerts are kept."""

    kept_months = IntegerField(
        _l("How many months alerts are kept"),
        [InputRequired(_l("Please write a number of months.")), NumberRange(KEPT_MONTHS_MIN, KEPT_MONTHS_MAX)],
    )
