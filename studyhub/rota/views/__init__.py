"""The pages of being on call."""

from studyhub.rota.views import collecting as collecting
from studyhub.rota.views import drafts as drafts
from studyhub.rota.views import importing as importing
from studyhub.rota.views import now as now
from studyhub.rota.views import rotas as rotas
from studyhub.rota.views import rules as rules
from studyhub.rota.views import shifts as shifts
from studyhub.rota.views import swaps as swaps
from studyhub.rota.views.blueprint import bp as bp
