"""The pages of alerts, and the addresses at which programs tell of them."""

from studyhub.alerts.views import by_hand as by_hand
from studyhub.alerts.views import groups as groups
from studyhub.alerts.views import hooks as hooks
from studyhub.alerts.views import importing as importing
from studyhub.alerts.views import intakes as intakes
from studyhub.alerts.views import marking as marking
from studyhub.alerts.views import names as names
from studyhub.alerts.views import pages as pages
from studyhub.alerts.views.blueprint import bp as bp
