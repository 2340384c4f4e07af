"""What scenarios and drills are called."""

from studyhub.drills.models import Difficulty
from studyhub.words.saying import lazy_gettext as _l

DIFFICULTIES = {Difficulty.EASY: _l("Easy"), Difficulty.USUAL: _l("Medium"), Difficulty.HARD: _l("Hard")}
