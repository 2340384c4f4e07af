"""What every start does before it reads or writes: files closed to others, tables of today, the right secret key."""

from datetime import datetime

from flask import Flask

from studyhub import schema
from studyhub.config import Settings
from studyhub.files import private_files
from studyhub.keys import checking


def make_ready(app: Flask, settings: Settings, *, now: datetime) -> None:
    """Make the database ready for this StudyHub. Raises CannotStart."""
    bring_tables(app, settings, now=now)
    with app.app_context():
        checking.require_own_key(settings, now=now)


def bring_tables(app: Flask, settings: Settings, *, now: datetime) -> None:
    """The same without a look at the secret key, for what replaces it. Raises CannotStart."""
    private_files.close_to_others(settings)
    schema.bring_up_to_date(app, settings, now=now)
