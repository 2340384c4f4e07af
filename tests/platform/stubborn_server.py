"""StudyHub with one address, /stubborn, that answers only when the test says so."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from studyhub import create_app
from studyhub.environment import read_settings
from studyhub.server.serving import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def stubborn(usual: "WSGIApplication", pipes: Path) -> "WSGIApplication":
    """Opening a pipe waits for the other end: the test's."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/stubborn":
            return usual(environ, start_response)
        (pipes / "begun").write_text("yes")
        (pipes / "go-on").read_text()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"answered after all"]

    return answer


if __name__ == "__main__":
    settings = read_settings(port=0)
    app = create_app(settings)
    app.wsgi_app = stubborn(app.wsgi_app, Path(os.environ["PIPES"]))  # type: ignore[method-assign, assignment]  # how WSGI is wrapped
    serve(app, settings)
