import pytest
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from tests.platform.conftest import NewApp, migrated

NOBODY_THERE = "postgresql://aki:hush@127.0.0.1:1/studyhub"


def test_alive_without_any_database(new_app: NewApp) -> None:
    answer = new_app(DATABASE_URL=NOBODY_THERE).test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"alive": True})


def test_ready_once_migrated(empty_app: Flask) -> None:
    before = empty_app.test_client().get("/readyz")

    after = migrated(empty_app).test_client().get("/readyz")

    assert (before.status_code, before.json, before.headers["Retry-After"]) == (503, {"ready": False}, "5")
    assert (after.status_code, after.json) == (200, {"ready": True})


def test_not_ready_while_the_database_is_away(new_app: NewApp) -> None:
    answer = new_app(DATABASE_URL=NOBODY_THERE).test_client().get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"ready": False})


def test_metrics_count_by_endpoint_and_keep_addresses_to_themselves(ready_app: Flask) -> None:
    ready_app.add_url_rule("/my/<token>/cake", "cake", lambda token: "cake")
    browser = ready_app.test_client()
    browser.get("/my/planted-token/cake")
    browser.get("/my/planted-token/cake")

    text = browser.get("/metrics").text

    assert 'studyhub_requests_total{endpoint="cake",method="GET",status="200"} 2.0' in text.splitlines()
    assert "planted-token" not in text


def test_metrics_of_made_up_methods_and_addresses_share_one_line(ready_app: Flask) -> None:
    browser = ready_app.test_client()
    for number in range(3):
        browser.open(f"/nowhere/{number}", method=f"BREW{number}")

    lines = browser.get("/metrics").text.splitlines()

    counted = [line for line in lines if line.startswith("studyhub_requests_total{") and "unknown" in line]
    assert len(counted) == 1


TOKEN = "the-token-of-the-monitoring"  # noqa: S105 -- protects nothing
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("127.3.2.1", 200), ("::1", 200), ("192.0.2.7", 401), ("", 401)]
)
def test_metrics_without_a_token_are_for_this_machine(new_app: NewApp, address: str, status: int) -> None:
    answer = new_app().test_client().get("/metrics", environ_base={"REMOTE_ADDR": address})

    assert (answer.status_code, answer.headers.get("WWW-Authenticate")) == (status, "Bearer" if status == 401 else None)


@pytest.mark.parametrize(("connected", "status"), [("127.0.0.1", 200), ("192.0.2.7", 401)])
def test_metrics_are_not_opened_by_what_a_stranger_says_of_a_proxy(
    new_app: NewApp, connected: str, status: int
) -> None:
    app = new_app()
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # as serving.listen does
    environ = {"REMOTE_ADDR": connected, "HTTP_X_FORWARDED_FOR": "127.0.0.1"}

    assert app.test_client().get("/metrics", environ_base=environ).status_code == status


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_metrics_are_read_from_elsewhere_with_the_token_under_any_host_name(new_app: NewApp, method: str) -> None:
    browser = new_app(STUDYHUB_METRICS_TOKEN=TOKEN).test_client()
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": "192.0.2.1:8000"}

    answer = browser.open("/metrics", method=method, environ_base=ELSEWHERE, headers=headers)

    assert (answer.status_code, answer.mimetype, bool(answer.data)) == (200, "text/plain", method == "GET")


@pytest.mark.parametrize(
    "sent", [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer 日本"}, {"Authorization": f"Basic {TOKEN}"}]
)
@pytest.mark.parametrize("address", ["127.0.0.1", "192.0.2.7"])
def test_metrics_with_a_token_are_for_nobody_without_it(new_app: NewApp, address: str, sent: dict[str, str]) -> None:
    browser = new_app(STUDYHUB_METRICS_TOKEN=TOKEN).test_client()

    answer = browser.get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=sent)

    assert (answer.status_code, "studyhub_requests" in answer.text) == (401, False)
