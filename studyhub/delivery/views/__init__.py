"""Pages of messages: the inbox, and what administrators see of mail."""

from studyhub.delivery.views import inbox as inbox
from studyhub.delivery.views import mail as mail
