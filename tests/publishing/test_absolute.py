"""Addresses in what leaves."""

import pytest

from studyhub.publishing.absolute import absolutize

PAGE = "https://study.example.com/notes/7/"


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("#fn1", "https://study.example.com/notes/7/#fn1"),
        ("/a?b=1&amp;c=2", "https://study.example.com/a?b=1&amp;c=2"),
        ("../8/", "https://study.example.com/notes/8/"),
        ("//other.example.com/", "https://other.example.com/"),
        ("https://other.example.com/", "https://other.example.com/"),
        ("mailto:aki@example.com", "mailto:aki@example.com"),
    ],
)
def test_address_becomes_absolute(written: str, absolute: str) -> None:
    assert absolutize(f'<a href="{written}">a</a>', PAGE) == f'<a href="{absolute}">a</a>'


@pytest.mark.parametrize("written", ["javascript:alert(1)", "data:text/html,x", "http://[broken", "file:///etc/passwd"])
def test_address_that_may_not_leave_is_left_out(written: str) -> None:
    assert absolutize(f'<a href="{written}">a</a>', PAGE) == "<a>a</a>"


def test_everything_else_stays_as_written() -> None:
    html = (
        '<pre tabindex="0"><code class="language-c++">a &lt; b &amp;&amp; c &#8203;</code></pre>\n<input disabled><br>'
    )

    assert absolutize(html, PAGE) == html
