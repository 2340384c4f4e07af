"""Who is on duty, beyond our own pages, and the private addresses for it; all on one blueprint."""

from studyhub.duty.views import addresses as addresses
from studyhub.duty.views import reading as reading
from studyhub.duty.views.blueprint import bp as bp
