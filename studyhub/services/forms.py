"""Forms of services."""

import secrets
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from studyhub.circles.forms.fields import link_field
from studyhub.notes.text import markdown
from studyhub.people.fields import PersonField
from studyhub.people.models import User
from studyhub.services.keeping import Described
from studyhub.services.models import (
    BODY_MAX_CHARS,
    HANDLE_MAX_CHARS,
    NAME_MAX_CHARS,
    SUMMARY_MAX_CHARS,
    TITLE_MAX_CHARS,
    Quirk,
    Service,
)
from studyhub.services.quirks import Words
from studyhub.services.states import WORDS, ReadinessState, Standing
from studyhub.teams.models import Team
from studyhub.web.pages.converters import form_id, row_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

NOBODY = 0
_PLAIN = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


def _person_or_nobody(value: Any) -> int:
    return NOBODY if str(value) in {str(NOBODY), "None", ""} else form_id(value)


class ServiceForm(Form):
    """What a service is, who runs it, where its pages are, and whom to ask by day."""

    name = StringField(
        _l("Name of the service"),
        [
            DataRequired(_l("Please write the name of the service.")),
            Length(max=NAME_MAX_CHARS),
            Regexp(
                r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*$",
                message=_l("Please use letters and digits, with single hyphens between, such as cart-api."),
            ),
        ],
        render_kw=_PLAIN,
    )
    team_id = SelectField(_l("Team that runs it"), coerce=form_id, choices=[])
    summary = StringField(_l("What it is, and who notices when it stops"), [Optional(), Length(max=SUMMARY_MAX_CHARS)])
    runbook_url = link_field(_l("Runbook"))
    dashboard_url = link_field(_l("Dashboard"))
    repository_url = link_field(_l("Repository"))
    contact_user_id = PersonField(
        _l("Whom to ask by day"), validators=[Sent()], coerce=_person_or_nobody, default=NOBODY
    )
    contact_handle = StringField(_l("Channel or handle in chat"), [Optional(), Length(max=HANDLE_MAX_CHARS)])

    def offer(self, teams: Iterable[Team], people: Iterable[User]) -> None:
        """The teams and people that may be chosen."""
        self.team_id.choices = [choice(str(team.id), team.name) for team in teams]
        self.contact_user_id.offer(people, nobody=choice(str(NOBODY), gettext("Nobody in particular")))

    def begin_with(self, service: Service) -> None:
        """Show what a service has."""
        for name in ("name", "summary", "runbook_url", "dashboard_url", "repository_url", "contact_handle"):
            self[name].data = getattr(service, name)
        self.team_id.data, self.contact_user_id.data = service.team_id, service.contact_user_id or NOBODY

    @property
    def described(self) -> Described:
        """What was typed in a valid form."""
        return Described(
            team_id=int(self.team_id.data),
            name=self.name.data or "",
            summary=self.summary.data or "",
            runbook_url=self.runbook_url.data or "",
            dashboard_url=self.dashboard_url.data or "",
            repository_url=self.repository_url.data or "",
            contact_user_id=row_id(str(self.contact_user_id.data)),
            contact_handle=self.contact_handle.data or "",
        )


class QuirkForm(Form):
    """One thing to know of a service; `base` is the number of the revision that somebody began from."""

    title = StringField(
        _l("The advice in one line"),
        [DataRequired(_l("Please write the advice in one line.")), Length(max=TITLE_MAX_CHARS)],
    )
    body = TextAreaField(_l("Why, and what to do"), [Optional(), Length(max=BODY_MAX_CHARS)])
    base = HiddenField()

    html = ""

    def begin_with(self, quirk: Quirk) -> None:
        """Show what a quirk says, and count on that."""
        self.title.data, self.body.data = quirk.head.title, quirk.head.body
        self.count_on(quirk)

    def count_on(self, quirk: Quirk) -> None:
        """Take the newest text for the one that this form began from."""
        self.base.data = str(quirk.head_number)

    def validate_body(self, field: TextAreaField) -> None:
        """Render it: a short text can unfold into one that no page holds."""
        try:
            # Headings and footnotes of all quirks of a page have addresses of their own.
            self.html = markdown.render_inside(field.data or "", prefix=f"quirk-{secrets.token_hex(4)}")
        except markdown.SourceTooLong as far:
            raise ValidationError(gettext("Please write a shorter text.")) from far

    @property
    def words(self) -> Words:
        """What was typed in a valid form."""
        return Words(self.title.data or "", self.body.data or "", self.html)

    @property
    def base_number(self) -> int:
        """The revision it began from; 0, which is none, for anything else."""
        return row_id(self.base.data) or 0


class SignOffForm(Form):
    """Who is answered for, and how far they are."""

    user_id = PersonField(_l("Person"))
    state = RadioField(
        _l("How far they are"), [Sent()], coerce=ReadinessState, choices=[], default=ReadinessState.READY
    )

    def offer(self, people: Iterable[User]) -> None:
        """The people that may be chosen."""
        self.user_id.offer(people)
        offered = (ReadinessState.SHADOWING, ReadinessState.READY)
        self.state.choices = [choice(state.value, WORDS[Standing(state)]) for state in offered]
