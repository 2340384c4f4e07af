"""What the reader looks for, as the address says it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import request

from studyhub import zones
from studyhub.accounts.fields import written
from studyhub.audit.forms import AuditForm
from studyhub.audit.queries import Wanted
from studyhub.audit.views import handed_in
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.words.dates import reader_zone


def search_form(circle: Circle | None) -> AuditForm:
    """The form with what the address holds; whether it can be used, `validate` says."""
    form = AuditForm(formdata=request.args)
    actions = handed_in.actions()
    form.offer({name: action for name, action in actions.items() if circle is None or action.is_in_circles})
    return form


def wanted(form: AuditForm, circle: Circle | None) -> Wanted:
    """What a valid form asks for."""
    person = written(form.person)
    return Wanted(
        circle_id=circle.id if circle else None,
        person_ids=_person_ids(person, db.session.scalars(people_queries.everybody())) if person else None,
        action=form.action.data,
        since=_start_of(form.first_day.data),
        until=_start_of(form.last_day.data, days_later=1),
    )


def _person_ids(words: str, people: Iterable[User]) -> list[int]:
    return [person.id for person in people if people_queries.matches([person.name, person.kana], words)]


def _start_of(day: date | None, *, days_later: int = 0) -> datetime | None:
    if day is None:
        return None
    # The day after the last one the product knows is still a moment.
    return zones.to_utc(day, time(0), reader_zone()) + timedelta(days=days_later)
