"""What the terminal says below the address."""

from studyhub import clock
from studyhub.accounts.setup import issue_setup_code
from studyhub.db import db


def lines() -> list[str]:
    """The code for the first visit, as long as there is no administrator."""
    code = issue_setup_code(clock.now())
    db.session.commit()
    return [f"For the first visit, the one-time code is: {code}"] if code else []
