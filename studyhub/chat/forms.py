"""The form of a webhook."""

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub.chat.models import ChatForm
from studyhub.chat.webhooks import ADDRESS_MAX_CHARS, NAME_MAX_CHARS, NewWebhook
from studyhub.outgoing.hosts import NotAllowed, is_internal
from studyhub.web.pages.forms import Form, choice


class WebhookForm(Form):
    """Which chat, and its secret address."""

    name = StringField(
        _l("Name of the webhook"),
        [DataRequired(_l("Please write how you call it, such as its channel.")), Length(max=NAME_MAX_CHARS)],
    )
    form = RadioField(
        _l("Chat"),
        choices=[
            choice(ChatForm.SLACK, "Slack"),
            choice(ChatForm.MATTERMOST, "Mattermost"),
            choice(ChatForm.DISCORD, "Discord"),
        ],
        default=ChatForm.SLACK.value,
    )
    address = StringField(
        _l("Address of the webhook"),
        [DataRequired(_l("Please paste the address.")), Length(max=ADDRESS_MAX_CHARS)],
        render_kw={"inputmode": "url", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate_address(self, field: StringField) -> None:
        """Only what may be asked at all."""
        try:
            is_internal(field.data or "", current_app.config["STUDYHUB_SETTINGS"].internal_hosts)
        except NotAllowed as error:
            raise ValidationError(gettext("Please paste the whole address, beginning with https://.")) from error

    def new(self) -> NewWebhook:
        """What was typed, once it is valid."""
        return NewWebhook(self.name.data or "", ChatForm(self.form.data), self.address.data or "")
