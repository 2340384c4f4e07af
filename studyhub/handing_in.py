"""What a feature hands in: one plain value, listed once in `studyhub.features`, read by what serves all features."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import click
from flask import Blueprint, Flask

from studyhub.audit.subjects import SubjectKind
from studyhub.audit.words import Action
from studyhub.delivery import texts, ticks
from studyhub.delivery.texts import App, Kind
from studyhub.delivery.ticks import Tick
from studyhub.home.waiting import Waits
from studyhub.people.departing import OfPeople
from studyhub.search.kinds import Searched
from studyhub.web.menu import Entry


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature, as the rest of the product needs it; whatever it has nothing of stays empty.

    `messages` are its kinds by name, `ticks` what the worker does for it about once a minute, `waits` what of it can
    wait for a person on their first page, `menu` its entries, `searched` what of it is searched. `actions` are the
    words of the events it records in the audit trail, `subjects` the tables these are about; `of_people` says what
    becomes of what people have of it. `set_up` is called once, with the application, for what needs it.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    commands: tuple[click.Command, ...] = ()
    messages: Mapping[str, Kind] = field(default_factory=dict)
    ticks: tuple[Tick, ...] = ()
    waits: tuple[Waits, ...] = ()
    actions: Mapping[str, Action] = field(default_factory=dict)
    subjects: tuple[SubjectKind, ...] = ()
    searched: tuple[Searched, ...] = ()
    of_people: OfPeople = field(default_factory=OfPeople)
    menu: tuple[Entry, ...] = ()
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
        if feature.set_up:
            feature.set_up(app)


def features_of(app: App) -> tuple[Feature, ...]:
    """All features of an application, in the order of their layers from the top."""
    return cast(tuple[Feature, ...], app.extensions[_EXTENSION])


def parts_of_people(app: App) -> tuple[OfPeople, ...]:
    """What each feature has of people."""
    return tuple(feature.of_people for feature in features_of(app))
