"""Addresses that still work where the page's own address is unknown: in feed readers."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

ADDRESS_ATTRIBUTES = frozenset({"href", "src", "cite"})
SCHEMES = frozenset({"http", "https", "mailto"})


def absolutize(html: str, base_url: str) -> str:
    """The HTML with every address absolute, footnote anchors too.

    The HTML is sanitised and well formed. An address of another scheme than http, https and mailto is left out.
    """
    rewriter = _Rewriter(base_url)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.pieces)


class _Rewriter(HTMLParser):
    """Hands everything through as it was written, except start tags that carry an address."""

    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=False)
        self.base_url = base_url
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ADDRESS_ATTRIBUTES.isdisjoint(name for name, _value in attrs):
            self.pieces.append(self.get_starttag_text() or "")
        else:
            self.pieces.append(_start_tag(tag, attrs, self.base_url))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")


def _start_tag(tag: str, attrs: list[tuple[str, str | None]], base_url: str) -> str:
    written = [tag]
    for name, value in attrs:
        if value is None:
            written.append(name)
        elif name not in ADDRESS_ATTRIBUTES:
            written.append(f'{name}="{escape(value)}"')
        elif address := absolute(value, base_url):
            written.append(f'{name}="{escape(address)}"')
    return f"<{' '.join(written)}>"


def absolute(address: str, base_url: str) -> str | None:
    """The absolute form of an address, or None where it is broken or of a scheme that may not leave."""
    try:
        joined = urljoin(base_url, address)
        return joined if urlsplit(joined).scheme in SCHEMES else None
    except ValueError:
        return None
