"""The demo: a believable organisation to look around in."""

from studyhub.demo import circles, cli, views
from studyhub.handing_in import Feature
from studyhub.words.saying import gettext as _

DEMO = Feature(
    name="demo",
    blueprints=(views.bp,),
    commands=(cli.demo,),
    demo=circles.begin_all,
    acts={"demo.create": lambda: _("Set up the demo organisation")},
)
