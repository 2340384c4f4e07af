"""Feeds, exports and what stands on pages for everybody."""

from studyhub.audit.limits import recorded
from studyhub.handing_in import Feature
from studyhub.publishing import cli, views
from studyhub.publishing.handed_in.trail_words import ACTIONS

PUBLISHING = Feature(
    name="publishing",
    blueprints=(views.bp,),
    commands=(cli.group,),
    actions=ACTIONS,
    limits={"publishing.create_renewal": (recorded(20, "address.renewed"),)},
)
