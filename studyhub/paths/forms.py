"""Forms of paths."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, Optional

from studyhub.paths.models import Path
from studyhub.paths.steps import WORDS, StepKind
from studyhub.people.fields import PersonField
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.web.pages.converters import form_id
from studyhub.web.pages.forms import Form, Sent, choice
from studyhub.words.saying import gettext
from studyhub.words.saying import lazy_gettext as _l

NOBODY = 0
NOTHING = 0


def _person_or_nobody(value: Any) -> int:
    return NOBODY if str(value) in {str(NOBODY), "None", ""} else form_id(value)


def _chosen_service(value: Any) -> int:
    return NOTHING if value in {None, "", NOTHING} else form_id(value)


class MentorForm(Form):
    """Who goes along on the whole path."""

    mentor_id = PersonField(_l("Mentor"), validators=[Sent()], coerce=_person_or_nobody, default=NOBODY)

    def offer_people(self, people: Iterable[User]) -> None:
        """Those who may be named."""
        self.people = {person.id: person for person in people}
        self.mentor_id.offer(self.people.values(), nobody=choice(str(NOBODY), gettext("Nobody yet")))

    @property
    def mentor(self) -> User | None:
        """Who was named in a valid form."""
        return self.people.get(self.mentor_id.data)


class PathForm(MentorForm):
    """A new path: whose, for which service, with whom, and until when."""

    user_id = PersonField(_l("Who is new on call"))
    service_id = SelectField(
        _l("Service"), [DataRequired(_l("Please choose a service."))], coerce=_chosen_service, choices=[]
    )
    first_night = DateField(_l("First night"), [DataRequired(_l("Please choose the day of the first night."))])

    def offer(self, people: Iterable[User], services: Iterable[Service]) -> None:
        """The people and services that may be chosen."""
        self.offer_people(people)
        self.user_id.offer(self.people.values())
        named = [choice(str(one.id), one.name) for one in services]
        # Without a choice, whichever is first would be theirs to learn.
        self.service_id.choices = [choice("", gettext("Please choose")), *named] if named else []

    @property
    def newcomer(self) -> User:
        """Whose path it is, of a valid form."""
        return self.people[self.user_id.data]

    @property
    def day(self) -> date:
        """The day of the first night, of a valid form."""
        return cast(date, self.first_night.data)


class DaysForm(MentorForm):
    """The mentor, and the days of the steps that are not done."""

    quirks = DateField(WORDS[StepKind.QUIRKS], [Optional()])
    listen = DateField(WORDS[StepKind.LISTEN], [Optional()])
    respond = DateField(WORDS[StepKind.RESPOND], [Optional()])
    shadow = DateField(WORDS[StepKind.SHADOW], [Optional()])
    night = DateField(WORDS[StepKind.NIGHT], [Optional()])

    def ask_for(self, path: Path) -> None:
        """Ask for what is not done; what is left empty stays as it is."""
        for step in path.steps:
            if step.done_at is not None:
                del self[step.kind]

    def begin_with(self, path: Path) -> None:
        """Show what is set."""
        self.mentor_id.data = path.mentor_id or NOBODY
        for step in path.steps:
            if step.kind in self:
                self[step.kind].data = step.due_on

    @property
    def days(self) -> list[Any]:
        """The fields of days that are asked for, in order."""
        return [self[kind] for kind in StepKind if kind in self]

    @property
    def due(self) -> Mapping[StepKind, date]:
        """The days of a valid form."""
        return {kind: self[kind].data for kind in StepKind if kind in self and self[kind].data}
