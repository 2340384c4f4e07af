"""Several people press at the same moment."""

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from studyhub.db import db


def at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> list[str]:
    """Do all of them at the same moment, each in a thread and a transaction of its own.

    Hands back how they ended, sorted: "done", or the name of the exception.
    """
    db.session.commit()
    lined_up = threading.Barrier(len(acts))
    ends: list[str] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            lined_up.wait()
            try:
                act()
                db.session.commit()
                ends.append("done")
            except Exception as error:
                db.session.rollback()
                ends.append(type(error).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(ends)
