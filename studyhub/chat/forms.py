"""The form of a webhook."""

from flask import current_app
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub.chat.models import ChatForm
from studyhub.chat.webhooks import ADDRESS_MAX_CHARS, NAME_MAX_CHARS, NewWebhook
from studyhub.outgoing.hosts import NotAllowed, is_internal
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l


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
    # Its name keeps it out of forms that are carried along, its empty value out of the page that is shown again.
    secret_address = StringField(
        _l("Address of the webhook"),
        [DataRequired(_l("Please paste the address.")), Length(max=ADDRESS_MAX_CHARS)],
        render_kw={
            "value": "",
            "inputmode": "url",
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )

    def validate_secret_address(self, field: StringField) -> None:
        """Only what may be asked at all."""
        try:
            is_internal(field.data or "", current_app.config["STUDYHUB_SETTINGS"].internal_hosts)
        except NotAllowed as error:
            said = gettext(
                "Please paste the whole address, beginning with https://. What was typed is kept out of pages."
            )
            raise ValidationError(said) from error

    def ask_for_address_again(self) -> None:
        """Say beside a right address that it has to be pasted once more: it stands in no page."""
        if not self.secret_address.errors:
            self.secret_address.errors = [gettext("Please paste the address once more: it is kept out of pages.")]

    def new(self) -> NewWebhook:
        """What was typed, once it is valid."""
        return NewWebhook(self.name.data or "", ChatForm(self.form.data), self.secret_address.data or "")
