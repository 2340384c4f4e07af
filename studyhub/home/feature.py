"""Home: what comes next for a person, what waits for them, what was shared."""

from studyhub.handing_in import Feature
from studyhub.home import views

HOME = Feature(
    name="home",
    blueprints=(views.bp,),
)
