"""The form of a hand-off."""

import secrets
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from studyhub.handoffs import responses
from studyhub.handoffs.models import BODY_MAX_CHARS, BURNS_MAX_CHARS, WHAT_MAX_CHARS, Handoff
from studyhub.handoffs.responses import BadHours, Line
from studyhub.handoffs.sheet import Sheet
from studyhub.handoffs.writing import Response, Words
from studyhub.notes.text import markdown
from studyhub.web.pages.converters import form_id, row_id
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


class ResponseForm(Form):
    """From when to when somebody acted on something."""

    since = TimeField(_l("Began at"), [Optional()])
    until = TimeField(_l("Ended at"), [Optional()])
    what = StringField(_l("What it was"), [Optional(), Length(max=WHAT_MAX_CHARS)])


@dataclass(frozen=True)
class Row:
    """A response on the page: what the alert says of it, and its fields."""

    line: Line
    form: ResponseForm


class HandoffForm(Form):
    """What somebody hands on; `base` is the number of the revision they began from."""

    burns = StringField(_l("What still burns"), [Optional(), Length(max=BURNS_MAX_CHARS)])
    body = TextAreaField(_l("What else to know"), [Optional(), Length(max=BODY_MAX_CHARS)])
    service_ids = SelectMultipleField(
        _l("Services it is about"),
        coerce=form_id,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    base = HiddenField()

    html = ""

    def __init__(self, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sheet = sheet
        self.service_ids.choices = [choice(str(service.id), service.name) for service in sheet.services]
        self.rows = [Row(line, self._row(line, kwargs)) for line in sheet.lines]
        self.said: list[Response] = []

    def _row(self, line: Line, kwargs: dict[str, Any]) -> ResponseForm:
        zone = self.sheet.zone
        times = {"since": responses.shown(line.starts_at, zone), "until": responses.shown(line.ends_at, zone)}
        return ResponseForm(prefix=f"{line.key}-", data=times | {"what": line.what}, **kwargs)

    def begin(self) -> None:
        """Start with what burnt when the hours began."""
        self.burns.data, self.service_ids.data = self.sheet.burns, self.sheet.service_ids

    def begin_with(self, handoff: Handoff) -> None:
        """Show what it says, and count on that."""
        self.burns.data, self.body.data = handoff.head.burns, handoff.head.body
        self.service_ids.data = [service.id for service in handoff.services]
        self.count_on(handoff)

    def count_on(self, handoff: Handoff) -> None:
        """Take the newest text for the one that this form began from."""
        self.base.data = str(handoff.head_number)

    def validate_body(self, field: TextAreaField) -> None:
        """Render it: a short text can unfold into one that no page holds."""
        try:
            self.html = markdown.render_inside(field.data or "", prefix=f"handoff-{secrets.token_hex(4)}")
        except markdown.SourceTooLong as far:
            raise ValidationError(gettext("Please write a shorter text.")) from far

    def validate(self, extra_validators: Any = None) -> bool:
        """Check its fields, and what is said of each response."""
        is_valid = bool(super().validate(extra_validators))
        are_valid = [self._understand(row) for row in self.rows]
        return is_valid and all(are_valid)

    def _understand(self, row: Row) -> bool:
        form, duty = row.form, self.sheet.duty
        if form.validate() and duty is not None:
            times, what = (form.since.data, form.until.data), form.what.data or ""
            try:
                said = responses.understood(row.line, *times, what, duty, self.sheet.zone)
            except BadHours:
                form.since.errors = [gettext("Please give two times, the first of them within your hours.")]
            else:
                self.said += [said] if said else []
                return True
        wrong = [str(error) for errors in form.errors.values() for error in errors][:1]
        self.form_errors.append(gettext(": ").join([gettext("When you acted"), *wrong]))
        return False

    @property
    def words(self) -> Words:
        """What was typed in a valid form."""
        chosen = list(self.service_ids.data or [])
        return Words(self.burns.data or "", self.body.data or "", self.html, chosen, self.said)

    @property
    def base_number(self) -> int:
        """The revision it began from; 0, which is none, for anything else."""
        return row_id(self.base.data) or 0
