"""The form that connects a pager, and that of people's ids."""

import re
from collections.abc import Mapping

from flask import current_app
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import Length, Regexp, ValidationError
from wtforms.validators import Optional as May

from studyhub.outgoing.hosts import NotAllowed, is_internal
from studyhub.pager import pagerduty
from studyhub.pager.connecting import Connection
from studyhub.pager.models import ADDRESS_MAX_CHARS, DAYS_AHEAD, DAYS_MOST, ID_MAX_CHARS, SECRET_MAX_CHARS, PagerKind
from studyhub.people.models import User
from studyhub.rota.forms import Whole
from studyhub.text.cleaning import clean_line
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

ID = re.compile(rf"[A-Za-z0-9_-]{{1,{ID_MAX_CHARS}}}\Z")
_BAD_ID = _l("Please write the id as PagerDuty shows it, such as P1A2B3C.")
_SECRET = {"value": "", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class PagerForm(Form):
    """Which pager, its secret, and how far ahead it is told."""

    kind = RadioField(
        _l("Pager"),
        choices=[
            choice(PagerKind.PAGERDUTY, "PagerDuty"),
            choice(PagerKind.WEBHOOK, _l("Another one, by a signed request")),
            choice(PagerKind.CALENDAR, _l("One that reads a calendar")),
        ],
        default=PagerKind.PAGERDUTY.value,
    )
    # Their names keep them out of forms that are carried along, their empty values out of the page shown again.
    secret_address = StringField(
        _l("Address"), [Length(max=ADDRESS_MAX_CHARS)], render_kw={**_SECRET, "inputmode": "url"}
    )
    secret_key = StringField(_l("Secret"), [Length(max=SECRET_MAX_CHARS)], render_kw=_SECRET)
    primary_schedule = StringField(_l("Schedule of the primaries"), [May(), Regexp(ID, message=_BAD_ID)])
    secondary_schedule = StringField(_l("Schedule of the secondaries"), [May(), Regexp(ID, message=_BAD_ID)])
    days_ahead = IntegerField(_l("Days ahead"), [Whole(1, DAYS_MOST)], default=DAYS_AHEAD)

    def validate_secret_address(self, field: StringField) -> None:
        """Only what may be asked at all."""
        if self.kind.data == PagerKind.CALENDAR:
            return
        try:
            is_internal(self._address(), current_app.config["STUDYHUB_SETTINGS"].internal_hosts)
        except NotAllowed as error:
            raise ValidationError(
                gettext("Please paste the whole address, beginning with https://. What was typed is kept out of pages.")
            ) from error

    def validate_secret_key(self, field: StringField) -> None:
        """Without it nobody could tell who asks."""
        if self.kind.data == PagerKind.CALENDAR:
            return
        if not field.data:
            raise ValidationError(gettext("Please paste the secret."))
        if not field.data.isascii() or not field.data.isprintable():
            raise ValidationError(gettext("The secret has signs that no request can carry."))

    def validate_primary_schedule(self, field: StringField) -> None:
        """PagerDuty is told of schedules."""
        is_missing = not field.data and not self.secondary_schedule.data
        if self.kind.data == PagerKind.PAGERDUTY and is_missing:
            raise ValidationError(_BAD_ID)

    def _address(self) -> str:
        address = self.secret_address.data or ""
        if self.kind.data == PagerKind.PAGERDUTY:
            return (address or pagerduty.ADDRESS).rstrip("/")
        return address

    def new(self) -> Connection:
        """What was typed, once it is valid."""
        kind = PagerKind(self.kind.data)
        is_calendar, has_schedules = kind is PagerKind.CALENDAR, kind is PagerKind.PAGERDUTY
        return Connection(
            kind=kind,
            address="" if is_calendar else self._address(),
            secret="" if is_calendar else self.secret_key.data or "",
            primary_schedule=(self.primary_schedule.data or "") if has_schedules else "",
            secondary_schedule=(self.secondary_schedule.data or "") if has_schedules else "",
            days_ahead=self.days_ahead.data or DAYS_AHEAD,
        )


def typed_ids(typed: Mapping[str, str], people: list[User]) -> tuple[dict[int, str], set[int]]:
    """The ids typed for people who are listed, by theirs; and of whom it is none. Whoever is not there is left out."""
    ids = {one.id: clean_line(typed[f"id-{one.id}"]) for one in people if f"id-{one.id}" in typed}
    return ids, {user_id for user_id, remote_id in ids.items() if remote_id and not ID.fullmatch(remote_id)}
