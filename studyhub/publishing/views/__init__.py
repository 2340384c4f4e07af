"""Feeds, private addresses and exports: one module each, all on one blueprint."""

from studyhub.publishing.views import addresses as addresses
from studyhub.publishing.views import describing as describing
from studyhub.publishing.views import exports as exports
from studyhub.publishing.views import feeds as feeds
from studyhub.publishing.views.blueprint import bp as bp
