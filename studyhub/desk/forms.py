"""Forms of the editors' page."""

import re
import unicodedata
from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from studyhub.desk.limits import LEAST, MOST, NAMES, Settings
from studyhub.web.pages.forms import Form
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

REASON_MAX_CHARS = 200
SLOT_DAYS_MAX, SLOT_DAYS_MAX_CHARS = 10, 60
# So much of a wrong value stands in what is said of it.
SHOWN_CHARS = 12


class KeepingForm(Form):
    """Why a note stays inside."""

    reason = StringField(_l("Reason"), [DataRequired(_l("Please write a reason.")), Length(max=REASON_MAX_CHARS)])


def _is_day(word: str) -> bool:
    # Longer ones are no days, and thousands of digits no number.
    return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31


def _days(label: Any) -> IntegerField:
    return IntegerField(label, render_kw={"min": LEAST, "max": MOST, "inputmode": "numeric"})


class LimitsForm(Form):
    """After how many days something is stuck too long."""

    note_days = _days(_l("No notes"))
    sharing_days = _days(_l("Not shared"))
    asking_days = _days(_l("Publication not asked for"))
    review_days = _days(_l("Waiting for review"))
    blog_days = _days(_l("Not on the blog"))

    slot_days = StringField(_l("Days of the blog"), [Length(max=SLOT_DAYS_MAX_CHARS)])

    def validate_slot_days(self, field: StringField) -> None:
        """Days of a month, however they are separated."""
        words = _words(field.data)
        if len(words) > SLOT_DAYS_MAX:
            raise ValidationError(_("Please write at most %(most)s days, such as 8 18 28.", most=SLOT_DAYS_MAX))
        if wrong := [word for word in words if not _is_day(word)]:
            named = _named(wrong)
            raise ValidationError(_("%(wrong)s: no day of a month. Please write days such as 8 18 28.", wrong=named))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whole numbers of days in a range; what is no number is told so in the same sentence."""
        is_valid = bool(super().validate(*args, **kwargs))
        for name in NAMES.values():
            field = self[name]
            if field.data is None or not LEAST <= field.data <= MOST:
                field.errors, is_valid = [_range_said(field)], False
        return is_valid

    def wanted(self) -> Settings:
        """What was set."""
        days = {int(word) for word in _words(self.slot_days.data)}
        return Settings({stage: self[name].data for stage, name in NAMES.items()}, sorted(days))


def _range_said(field: IntegerField) -> str:
    said = _("Please write a whole number from %(least)s to %(most)s.", least=LEAST, most=MOST)
    typed = field.raw_data[0].strip() if field.raw_data else ""
    return sentences([_("%(wrong)s does not fit.", wrong=_named([typed])), said]) if typed else said


def _named(wrong: list[str]) -> str:
    """What was typed, as people can find it again: short, however long it was."""
    short = [word if len(word) <= SHOWN_CHARS else f"{word[:SHOWN_CHARS]}…" for word in wrong]
    return _(", ").join(_("“%(title)s”", title=word) for word in short)


def _words(typed: str | None) -> list[str]:
    return re.split(r"[\s,、・日]+", unicodedata.normalize("NFKC", typed or "").strip(" ,、・日")) if typed else []
