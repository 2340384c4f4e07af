"""E-mail addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.people.spelling.emails import domain_of, is_domain, is_email, normal_email


@pytest.mark.parametrize(
    "text",
    ["aki@example.com", "a.b+c@sub.example.co.jp", "ＡＫＩ＠example.com", " Aki@Example.COM ", "o'brien@example.com"],
)
def test_an_address_is_taken(text: str) -> None:
    assert is_email(normal_email(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aki",
        "aki@",
        "@example.com",
        "aki@example",
        "a b@example.com",
        "aki@example.com, botan@example.com",
        "aki@example.com\nbcc:botan@example.com",
        "あき@example.com",
        "aki@日本.jp",
        ".aki@example.com",
        "aki.@example.com",
        "a..b@example.com",
        "a" * 65 + "@example.com",
        "<aki@example.com>",
        "a@" + "b." * 200 + "com",
        "a@" * 5000,
    ],
)
def test_what_mail_cannot_be_sent_to_is_refused(text: str) -> None:
    assert not is_email(normal_email(text))


@given(st.text(max_size=300))
def test_normal_is_normal(text: str) -> None:
    assert normal_email(normal_email(text)) == normal_email(text)


def test_the_domain_stands_behind_the_sign() -> None:
    assert domain_of("aki@sub.example.com") == "sub.example.com"
    assert is_domain("sub.example.com")
    assert not is_domain("example")
