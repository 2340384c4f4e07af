"""Join 2: a map of services and people with the bus factor, which drills and nights in the shadow fill."""

from studyhub.services import readying
from studyhub.services.models import Service
from studyhub.services.states import ReadinessState
from tests.cast import NOON, Cast
from tests.paths.conftest import service as service  # noqa: PLC0414 -- a fixture
from tests.services.conftest import new_service


def test_map_with_bus_factor(cast: Cast, service: Service) -> None:
    thin = new_service(cast, "mail")
    readying.practise(service, cast.botan, now=NOON)
    readying.shadowed(thin, cast.botan, now=NOON)
    for one in (service, thin):
        readying.sign_off(one, cast.aki, ReadinessState.READY, by=cast.admin, now=NOON)
    readying.sign_off(service, cast.chika, ReadinessState.READY, by=cast.aki, now=NOON)
    browser = cast.browser(cast.chika)

    page = browser.get("/services/map").text
    of_thin, of_other = (browser.get(f"/services/{one.id}/").text for one in (thin, service))

    assert 'data-who="Botan"><span class="tag tag-next">練習中' in page
    assert 'data-who="Botan"><span class="tag tag-next">シャドー中' in page
    # Thin is what one alone is ready for; those of other teams count.
    assert page.count('class="thin"') == 1
    assert "参加可 2人" in page
    assert "Akiさんが休むと、誰もいなくなります。" in of_thin
    assert "シャドー中のBotanさんが参加可になると、2人になります。" in of_thin
    assert "1人が休むと、残りは1人です。" in of_other
