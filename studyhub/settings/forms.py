"""Forms of the settings."""

from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from studyhub.people.spelling.emails import is_domain, normal_email
from studyhub.settings.models import (
    FEED_ITEMS_MAX,
    FEED_ITEMS_MIN,
    STALE_MONTHS_MAX,
    STALE_MONTHS_MIN,
    Registration,
)
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l
from studyhub.zones import EARLIEST_DAY, LATEST_DAY, zone_names

NAME_MAX_CHARS = 80
DOMAINS_MAX_CHARS = 1000


class SettingsForm(Form):
    """The organisation."""

    name = StringField(
        _l("Name of the organisation"),
        [DataRequired(_l("Please write the organisation's name.")), Length(max=NAME_MAX_CHARS)],
    )
    registration = RadioField(
        _l("Who may make an account"),
        choices=[
            choice(Registration.INVITATION.value, _l("Whoever was invited")),
            choice(Registration.DOMAIN.value, _l("Whoever has an address of these domains")),
            choice(Registration.OPEN.value, _l("Everyone; an administrator accepts each account")),
        ],
    )
    domains = StringField(_l("Domains"), [Optional(), Length(max=DOMAINS_MAX_CHARS)])
    language = SelectField(_l("Language"), choices=[choice("ja", "日本語"), choice("en", "English")])
    time_zone = SelectField(_l("Time zone"), choices=[])
    feed_items = IntegerField(
        _l("Notes in a feed"),
        [InputRequired(_l("Please write how many notes a feed holds."))],
        render_kw={"min": FEED_ITEMS_MIN, "max": FEED_ITEMS_MAX},
    )
    stale_months = IntegerField(
        _l("Months until readiness for on-call is stale"),
        [InputRequired(_l("Please write after how many months readiness is stale."))],
        render_kw={"min": STALE_MONTHS_MIN, "max": STALE_MONTHS_MAX},
    )
    shows_presentations = BooleanField(_l("Everybody reads how much the people of a team presented"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone.choices = [choice(zone, zone) for zone in sorted(zone_names())]

    def domain_list(self) -> list[str]:
        """The domains in their normal form, in order, each once."""
        parts = (self.domains.data or "").replace(",", " ").replace("、", " ").split()
        return list(dict.fromkeys(normal_email(part).lstrip("@") for part in parts))

    def validate_domains(self, _field: StringField) -> None:
        """Name what is no domain; registration by domain needs one."""
        wrong = [domain for domain in self.domain_list() if not is_domain(domain)]
        if wrong:
            raise ValidationError(gettext("Not a domain such as example.com: %(wrong)s", wrong=", ".join(wrong)))

    def validate_registration(self, field: RadioField) -> None:
        """Registration by domain needs a domain."""
        if field.data == Registration.DOMAIN.value and not self.domain_list():
            raise ValidationError(gettext("Please write at least one domain below."))

    def validate_feed_items(self, field: IntegerField) -> None:
        """A whole number that feeds may have."""
        _require_whole(field, FEED_ITEMS_MIN, FEED_ITEMS_MAX)

    def validate_stale_months(self, field: IntegerField) -> None:
        """A whole number of months, at most three years."""
        _require_whole(field, STALE_MONTHS_MIN, STALE_MONTHS_MAX)


def _require_whole(field: IntegerField, least: int, most: int) -> None:
    """A whole number between two; what is no number is told so in the same sentence."""
    if field.data is None or not least <= field.data <= most:
        field.errors = []
        limits = {"least": least, "most": most}
        raise ValidationError(gettext("Please write a whole number from %(least)s to %(most)s.", **limits))


# Nobody closes for longer; a wrong year does.
CLOSED_DAYS_MAX = 60


class ClosedDayForm(Form):
    """Days on which the organisation is closed."""

    day_name = StringField(_l("Name"), [DataRequired(_l("Please write a name.")), Length(max=NAME_MAX_CHARS)])
    starts_on = DateField(_l("First day"), [DataRequired(_l("Please choose the first day."))])
    ends_on = DateField(_l("Last day"), [DataRequired(_l("Please choose the last day."))])
    is_special = BooleanField(_l("Counts as a special day in the rota"))

    def validate_starts_on(self, field: DateField) -> None:
        """Within what the product plans for."""
        _require_in_range(field)

    def validate_ends_on(self, field: DateField) -> None:
        """Within what the product plans for, and not before the first day."""
        _require_in_range(field)
        starts_on = self.starts_on.data
        if isinstance(starts_on, date) and field.data and field.data < starts_on:
            raise ValidationError(gettext("The last day is before the first."))
        if isinstance(starts_on, date) and field.data and (field.data - starts_on).days >= CLOSED_DAYS_MAX:
            raise ValidationError(gettext("This is more than %(days)s days. Is the year right?", days=CLOSED_DAYS_MAX))


def _require_in_range(field: DateField) -> None:
    if field.data and not EARLIEST_DAY <= field.data <= LATEST_DAY:
        raise ValidationError(gettext("Please choose a day between 2000 and 2100."))
