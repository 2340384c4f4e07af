"""Forms of decisions and actions."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional

from studyhub.actions.giving import Task
from studyhub.actions.models import REASON_MAX_CHARS, TEXT_MAX_CHARS
from studyhub.actions.reading.headings import Kind
from studyhub.actions.reading.owners import Person
from studyhub.circles.forms import fields
from studyhub.db import db
from studyhub.people.fields import PersonField
from studyhub.people.models import User
from studyhub.web.pages.converters import row_id
from studyhub.web.pages.forms import Form, choice
from studyhub.words.saying import lazy_gettext as _l

LINE_MAX_CHARS = 1_000
NOBODY = "0"


def _text_field() -> StringField:
    return StringField(_l("In words"), [DataRequired(_l("Please write something first.")), Length(max=TEXT_MAX_CHARS)])


class LineForm(Form):
    """One line, and whether it is a decision or an action: who and when are read in it."""

    text = _text_field()
    kind = HiddenField()

    @property
    def chosen(self) -> Kind:
        """What it is; an action where nothing was said."""
        return Kind.DECISION if self.kind.data == Kind.DECISION else Kind.ACTION


class TaskForm(Form):
    """What is to be done, by whom, until when."""

    text = _text_field()
    owner_id = PersonField(_l("Owner"), coerce=str)
    due_on = DateField(_l("Until"), [Optional()])

    def validate_due_on(self, field: DateField) -> None:
        """Refuse days far away."""
        if field.data is not None:
            fields.check_day(self, field)

    def offer(self, people: Sequence[Person]) -> None:
        """Offer these people, and nobody."""
        self.owner_id.offer(people, nobody=choice(NOBODY, _l("No owner yet")))

    @property
    def task(self) -> Task:
        """What a valid form says."""
        owner_id = row_id(self.owner_id.data)
        owner = db.session.get(User, owner_id) if owner_id else None
        return Task(self.text.data or "", owner, self.due_on.data)


class SettledForm(TaskForm):
    """A decision or an action, made from a line of a note or from none."""

    kind = RadioField(_l("What it is"))
    line = HiddenField(validators=[Length(max=LINE_MAX_CHARS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [choice(Kind.ACTION, _l("Action")), choice(Kind.DECISION, _l("Decision"))]


class ReasonForm(Form):
    """Why something holds no more, or is done by nobody."""

    reason = StringField(_l("Reason"), [DataRequired(_l("Please say why.")), Length(max=REASON_MAX_CHARS)])


class DecisionForm(Form):
    """A decision in other words."""

    text = _text_field()
