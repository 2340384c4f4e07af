"""What a feature hands in: one plain value, listed once in `studyhub.features`, read by what serves all features."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import click
from flask import Blueprint, Flask

from studyhub.audit.limits import Limit
from studyhub.audit.subjects import SubjectKind
from studyhub.audit.words import Action
from studyhub.calendars.subscriptions import OfPerson
from studyhub.delivery import texts, ticks, ways
from studyhub.delivery.texts import App, Kind
from studyhub.delivery.ticks import Tick
from studyhub.delivery.ways import Way
from studyhub.demo.filling import Begin
from studyhub.home.waiting import Waits
from studyhub.people.departing import OfPeople
from studyhub.search.kinds import Searched
from studyhub.teams.reorganizing import LetGo
from studyhub.text.translated import Text
from studyhub.web.pages.menu import Entry


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature, as the rest of the product needs it; whatever it has nothing of stays empty."""

    # That of its folder.
    name: str
    # Its pages, and its words of the command line.
    blueprints: tuple[Blueprint, ...] = ()
    commands: tuple[click.Command, ...] = ()
    # Its entries of the menus.
    menu: tuple[Entry, ...] = ()
    # What of it can wait for a person on their first page, is searched, and stands in a person's own calendar.
    waits: tuple[Waits, ...] = ()
    searched: tuple[Searched, ...] = ()
    calendar: OfPerson | None = None
    # Its messages by their kinds, what the worker does for it about once a minute, and ways out beside mail.
    messages: Mapping[str, Kind] = field(default_factory=dict)
    ticks: tuple[Tick, ...] = ()
    ways: tuple[Way, ...] = ()
    # The words of the events it records in the audit trail, and the tables that these are about.
    actions: Mapping[str, Action] = field(default_factory=dict)
    subjects: tuple[SubjectKind, ...] = ()
    # What its acts are called that ask for the password again, by their endpoint; called with the view's arguments.
    acts: Mapping[str, Callable[..., Text]] = field(default_factory=dict)
    # How much one person makes in an hour, by the endpoint of the form; and the forms that tell whom they name.
    limits: Mapping[str, tuple[Limit, ...]] = field(default_factory=dict)
    tells: frozenset[str] = frozenset()
    # What becomes of what people have of it, when they go and when two accounts of one person are made one.
    of_people: OfPeople = field(default_factory=OfPeople)
    # Lets go of what it has of a team that is merged into another or closed.
    of_teams: LetGo | None = None
    # Lays down what happens of it in the demo.
    demo: Begin | None = None
    # Called once, with the application, by what needs it.
    set_up: Callable[[Flask], None] | None = None


_EXTENSION = "studyhub_features"


def take_in(app: Flask, features: Iterable[Feature]) -> None:
    """Give an application what the features hand in. Raises ValueError where two hand in the same kind of message."""
    app.extensions[_EXTENSION] = tuple(features)
    for feature in features_of(app):
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
        for command in feature.commands:
            app.cli.add_command(command)
        texts.register(app, feature.messages)
        ticks.register(app, feature.ticks)
        ways.register(app, feature.ways)
        if feature.set_up:
            feature.set_up(app)


def features_of(app: App) -> tuple[Feature, ...]:
    """All features of an application, in the order of their layers from the top."""
    return cast(tuple[Feature, ...], app.extensions[_EXTENSION])


def parts_of_people(app: App) -> tuple[OfPeople, ...]:
    """What each feature has of people."""
    return tuple(feature.of_people for feature in features_of(app))


def parts_of_teams(app: App) -> tuple[LetGo, ...]:
    """What lets go of what each feature has of a team."""
    return tuple(feature.of_teams for feature in features_of(app) if feature.of_teams)


def demos_of(app: App) -> tuple[Begin, ...]:
    """What happens of each feature in the demo."""
    return tuple(feature.demo for feature in features_of(app) if feature.demo)
