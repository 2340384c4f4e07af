"""Pages of chat, all on one blueprint."""

from studyhub.chat.views import texts as texts
from studyhub.chat.views import webhooks as webhooks
from studyhub.chat.views.blueprint import bp as bp
