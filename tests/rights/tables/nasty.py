"""What forms and addresses may hold that nobody would type."""

from typing import Any
from urllib.parse import quote, urlencode

MANY = 1_000_000
LARGEST = 2**31 - 1
OF_NOBODY = "2000000000"

# None leaves the field out; a list repeats it; bytes need not be UTF-8.
VALUES: dict[str, Any] = {
    "missing": None,
    "empty": "",
    "blank": " \t\u3000\u00a0",
    "repeated": ["1", "2", "one"],
    "nul": "a\0b",
    "surrogate": b"a\xed\xa0\x80b",
    "no utf-8": b"\xff\xfe\x81",
    "controls": "a" + "".join(map(chr, [*range(1, 32), 0x7F, 0x85, 0x2028, 0x202E, 0xFFFE, 0xFFFF])),
    "line breaks": "a\r\nSubject: b\r\n\r\nc",
    "a megabyte": "x" * MANY,
    "long and Japanese": "漢" * (MANY // 9),
    "emoji": "👨‍👩‍👧‍👦" * 50,
    "full width digits": "１２",
    "20 digits": "9" * 20,
    "one too large": str(LARGEST + 1),
    "the largest": str(LARGEST),
    "zero": "0",
    "leading zeros": "0012",
    "negative": "-1",
    "fraction": "1.5",
    "exponent": "1e400",
    "underscore": "1_000",
    "not a number": "NaN",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "no such day": "2026-02-30",
    "no such time": "24:60",
    "a moment": "9999-12-31T23:59:59+00:00",
    "markup": "<script>alert(1)</script>",
    "braces": "{{ 7 * 7 }} %(x)s {0} {x}",
    "quotes": "' OR 1=1 --\"",
    "like": "%_\\%",
    "path": "../../etc/passwd",
    "address": "javascript:alert(1)",
    "other host": "//evil.example",
    "brackets": "http://[::1",
    "dots": "a@" + "." * 300,
    "formula": "=1+1",
    "words": "one two",
    "somebody else's": "{chika}",
    "nobody's": OF_NOBODY,
    "folded list": "[" * 5000,
    "nested object": '{"a":' * 5000,
}
# JSON where a form is expected, and where some is read.
JSON = [
    "[" * 100_000,
    '{"a": NaN, "b": Infinity, "c": 1e999}',
    '{"a": "\\ud800"}',
    '{"a":' * 50_000,
    "",
    "null",
    "\x00",
]


def body(fields: dict[str, Any]) -> bytes:
    """Fields as a browser sends them, whatever bytes they hold."""
    sent = {name: value for name, value in fields.items() if value is not None}
    return urlencode(sent, doseq=True, errors="surrogatepass").encode()


def in_address(value: Any) -> str:
    """A value as one piece of an address or of a query."""
    if isinstance(value, list):
        value = value[0]
    text = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    return quote(text[:20_000], safe="")
