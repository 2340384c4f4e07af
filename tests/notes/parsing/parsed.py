"""Pages as a browser would take them apart."""

from lxml import html


def parsed(page: str) -> html.HtmlElement:
    """The fragment within a `div`."""
    root: html.HtmlElement = html.fromstring(f"<div>{page}</div>")
    return root
