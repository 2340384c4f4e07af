"""Texts for a team's chat, and incoming webhooks."""

from studyhub.chat import views
from studyhub.handing_in import Feature

CHAT = Feature(
    name="chat",
    blueprints=(views.bp,),
)
