"""The search over everything a reader may see, and the pages of tags."""

from studyhub.circles.models import Circle
from studyhub.handing_in import Feature
from studyhub.people.models import User
from studyhub.search import of_circles, of_people, views
from studyhub.search.kinds import Searched
from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import lazy_pgettext

# Not the list of members, which the menu calls by the same word.
_PEOPLE = lazy_pgettext("search", "People")

SEARCH = Feature(
    name="search",
    blueprints=(views.bp,),
    searched=(
        Searched(10, "circles", _l("Circles"), Circle, of_circles.rows, of_circles.hits, "circles/_found.html"),
        Searched(20, "people", _PEOPLE, User, of_people.rows, of_people.hits, "people/_found.html"),
    ),
)
