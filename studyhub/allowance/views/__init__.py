"""The pages of what was served on call."""

from studyhub.allowance.views import figures as figures
from studyhub.allowance.views import months as months
from studyhub.allowance.views.blueprint import bp as bp
