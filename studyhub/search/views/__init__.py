"""The search and the pages of tags, on one blueprint."""

from studyhub.search.views import pages as pages
from studyhub.search.views import tags as tags
from studyhub.search.views.blueprint import bp as bp
