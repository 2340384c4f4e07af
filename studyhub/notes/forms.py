"""Forms of notes."""

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from studyhub.db import LARGEST_ID
from studyhub.notes import tagging
from studyhub.notes.edits.together import Seen
from studyhub.notes.text.passages import normal
from studyhub.notes.wiping.passages import PASSAGE_MAX_CHARS, PASSAGE_MIN_CHARS
from studyhub.web.pages.forms import Form
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l

TITLE_MAX_CHARS = 120
TAGS_MAX_CHARS = 500
REASON_MAX_CHARS = 1000


class NoteForm(Form):
    """A note as it is written: `base` is the id of the revision the text began from."""

    title = StringField(_l("Title"), [DataRequired(_l("Please give the notes a title.")), Length(max=TITLE_MAX_CHARS)])
    source = TextAreaField(_l("Text"))
    tags = StringField(_l("Tags"), [Optional(), Length(max=TAGS_MAX_CHARS)])
    tags_before = HiddenField(validators=[Length(max=TAGS_MAX_CHARS)])
    base = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST_ID)])
    # What the script had of the shared text when it last asked; a form without a script sends it as it was shown.
    seen = TextAreaField()
    step = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST_ID)], default=0)

    @property
    def has_seen(self) -> Seen:
        """The shared text the writer had before them; none when the form says nothing of it."""
        step = self.step.data or 0
        return Seen(step if 0 < step <= LARGEST_ID else 0, self.seen.data or "")

    @property
    def base_id(self) -> int | None:
        """The id of the revision the text began from; None for what cannot be one."""
        base = self.base.data
        return base if base is not None and 0 < base <= LARGEST_ID else None

    def validate_source(self, field: Any) -> None:
        """A text that was not sent is not an empty one."""
        if not field.raw_data:
            raise ValidationError(_("The text did not arrive. Please send it again."))

    def validate_tags(self, field: Any) -> None:
        """Few and short tags."""
        names = tagging.split(field.data or "")
        if len(names) > tagging.TAGS_MAX:
            raise ValidationError(_("Please give at most %(num)s tags.", num=tagging.TAGS_MAX))
        if any(len(name) > tagging.TAG_MAX_CHARS for name in names):
            raise ValidationError(_("A tag can have at most %(num)s characters.", num=tagging.TAG_MAX_CHARS))


class PassageForm(Form):
    """What is to be wiped from a note, as it stands there."""

    passage = TextAreaField(
        _l("The passage"),
        [DataRequired(_l("Please paste the passage that is to be wiped.")), Length(max=PASSAGE_MAX_CHARS)],
    )

    def validate_passage(self, field: Any) -> None:
        """Not so short that it stands everywhere."""
        if len(normal(field.data)) < PASSAGE_MIN_CHARS:
            raise ValidationError(_("Please paste at least %(num)s characters.", num=PASSAGE_MIN_CHARS))


_CHECK = _l("Please check this before you approve.")


class ApprovalForm(Form):
    """What an editor has checked; `sha256` says which text they read, `named` is a digest of the names shown."""

    named = HiddenField(validators=[Length(max=64)])
    sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    is_announced = BooleanField(_l("Nothing in it is unannounced"), [InputRequired(_CHECK)])
    is_impersonal = BooleanField(_l("No personal data"), [InputRequired(_CHECK)])
    is_named_rightly = BooleanField(
        _l("Whoever is named agreed to it, or the name is no person's"), [InputRequired(_CHECK)]
    )
    is_ours = BooleanField(_l("Quotations name their source and are no longer than needed"), [InputRequired(_CHECK)])
    is_clear = BooleanField(_l("People outside can follow it"), [InputRequired(_CHECK)])


class DeclineForm(Form):
    """Why a text is sent back."""

    reason = TextAreaField(
        _l("What should change?"),
        [DataRequired(_l("Please say what should change.")), Length(max=REASON_MAX_CHARS)],
    )


class AskBackForm(Form):
    """Why a published text should be taken back."""

    reason = TextAreaField(
        _l("Why should it be retracted?"), [DataRequired(_l("Please give a reason.")), Length(max=REASON_MAX_CHARS)]
    )
