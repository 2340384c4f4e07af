"""People: the list, one person, and one's own profile."""

from studyhub.handing_in import Feature
from studyhub.people import cli
from studyhub.people.departing import OfPeople
from studyhub.people.models import Device, Token, Unavailability, User
from studyhub.people.readers import is_member, is_signed_in
from studyhub.people.spelling import telephones
from studyhub.people.views import editing, importing, merging, people, profile
from studyhub.people.views.acts import ACTS
from studyhub.web.pages.menu import Entry, Menu
from studyhub.words.saying import lazy_gettext as _l

PEOPLE = Feature(
    name="people",
    blueprints=(people.bp, editing.bp, merging.bp, importing.bp, profile.bp),
    commands=(cli.group,),
    of_people=OfPeople(
        moved=(User.merged_into_id, Unavailability.user_id),
        ended=(Device.user_id, Token.user_id),
        kept=(Token.created_by_id,),
        give_back=telephones.forget,
    ),
    menu=(
        Entry(Menu.PERSON, 0, "/people/me", _l("My page"), is_for=is_member),
        Entry(Menu.PERSON, 5, "/profile/", _l("Profile"), is_for=is_signed_in),
        Entry(Menu.PERSON, 10, "/people/", _l("People"), is_for=is_member),
    ),
    acts=ACTS,
)
