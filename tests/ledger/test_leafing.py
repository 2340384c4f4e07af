"""Leafing through a ledger, and who it says compares people."""

from typing import Any

import pytest
from lxml import html

from studyhub.people.models import User
from tests.cast import Cast


def main(cast: Cast, reader: User, address: str) -> Any:
    parsed: Any = html.fromstring(cast.browser(reader).get(address).text)
    return parsed.xpath("//main")[0]


@pytest.mark.parametrize("address", ["/ledger/", "/ledger/teams/{}"])
def test_earlier_and_later_lead_back_to_the_figures(cast: Cast, address: str) -> None:
    page = main(cast, cast.aki, f"{address.format(cast.team.id)}?until=2025-06")

    pressed = page.xpath(".//nav[contains(@class, 'pager')]/a/@href")
    assert [one.partition("#")[2] for one in pressed] == ["sums", "sums"]
    assert page.xpath("boolean(.//h2[@id='sums'])")


def test_the_keeper_who_reads_people_side_by_side_is_named_there(
    cast: Cast, published: object, crew: list[User], keeper: User
) -> None:
    keeper.language = "ja"

    page = main(cast, keeper, f"/ledger/teams/{cast.team.id}").text_content()

    assert "リード、当番表の管理者、主催者だけに見えます" in page
