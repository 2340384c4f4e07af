"""Reading decisions and actions out of the lines of a note, as people write them; it only computes.

From the bottom: `letters` (width and variants), `days`, `owners`, `headings`, `blocks` (which lines are text, and how
they are listed), `suggesting`.
"""
