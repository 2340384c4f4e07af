"""The demo: a believable organisation to look around in."""

from studyhub.demo import circles, cli, views
from studyhub.handing_in import Feature

DEMO = Feature(
    name="demo",
    blueprints=(views.bp,),
    commands=(cli.demo,),
    demo=circles.begin_all,
)
