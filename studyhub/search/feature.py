"""The search over everything a reader may see, and the pages of tags."""

from studyhub.handing_in import Feature
from studyhub.search import views

SEARCH = Feature(
    name="search",
    blueprints=(views.bp,),
)
