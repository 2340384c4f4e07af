"""Backups: one file with everything, and a copy each night."""

from flask import Flask

from studyhub.backups import messages
from studyhub.backups.nightly import Nightly
from studyhub.delivery import ticks
from studyhub.handing_in import Feature


def _copy_at_night(app: Flask) -> None:
    ticks.register(app, [Nightly(app.config["STUDYHUB_SETTINGS"], app.app_context).begin_if_due])


BACKUPS = Feature(
    name="backups",
    messages=messages.KINDS,
    set_up=_copy_at_night,
)
