from flask import Flask

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
