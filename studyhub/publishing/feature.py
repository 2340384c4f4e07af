"""Feeds, exports and what stands on pages for everybody."""

from studyhub.handing_in import Feature
from studyhub.publishing import cli, views

PUBLISHING = Feature(
    name="publishing",
    blueprints=(views.bp,),
    commands=(cli.group,),
)
