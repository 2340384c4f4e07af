"""The page of the pager."""

from studyhub.pager.views import pager as pager
from studyhub.pager.views.blueprint import bp as bp
