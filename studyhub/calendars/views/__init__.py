"""Calendars: the files that programs read, and the page that offers them; all on one blueprint."""

from studyhub.calendars.views import files as files
from studyhub.calendars.views import offering as offering
from studyhub.calendars.views.blueprint import bp as bp
