"""What scenarios and drills are called."""

from flask_babel import lazy_gettext as _l

from studyhub.drills.models import Difficulty

DIFFICULTIES = {Difficulty.EASY: _l("Easy"), Difficulty.USUAL: _l("Medium"), Difficulty.HARD: _l("Hard")}
