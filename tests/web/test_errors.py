from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.core.errors import SnapshotRefusedError
from app.core.message import Message
from app.core.reply import Reply
from app.web.errors import ErrorOut
from tests.web.fakes import FakeEngine, FakeSnapshots

CANARY = "canary-5551234"


def failing(_: Message) -> Reply:
    raise RuntimeError(CANARY)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        pytest.param("GET", "/api/v1/nope", 404, "not_found", id="unknown-path"),
        pytest.param("GET", "/api/v1/entries/nope", 404, "not_found", id="unknown-entry"),
        pytest.param("GET", "/api/v1/messages", 405, "method_not_allowed", id="method"),
        pytest.param("DELETE", "/webhooks/rest/webhook", 405, "method_not_allowed", id="other-method"),
        pytest.param("POST", "/api/v1/messages", 415, "unsupported_media_type", id="content-type"),
        pytest.param("POST", "/webhooks/twilio/sms", 403, "forbidden", id="unsigned"),
        pytest.param("POST", "/healthz", 405, "method_not_allowed", id="health"),
    ],
)
def test_errors_for_programs_have_one_shape(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, response.mimetype) == (status, "application/json")
    told = ErrorOut.model_validate_json(response.get_data()).error
    assert told.code == code
    assert told.message
    assert told.request_id is None


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    assert "POST" in client.get("/api/v1/messages").headers["Allow"]


@pytest.mark.parametrize("path", ["/api/v1/messages", "/webhooks/rest/webhook"])
def test_a_failure_is_found_by_its_id_and_tells_nothing(
    client_with: Callable[..., FlaskClient], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"text": CANARY} if "api" in path else {"sender": CANARY, "message": CANARY}
    with caplog.at_level(logging.DEBUG):
        response = client_with(engine=FakeEngine(says=failing)).post(f"{path}?q={CANARY}", json=body)
    told = ErrorOut.model_validate_json(response.get_data()).error
    assert (response.status_code, told.code) == (500, "internal_error")
    assert told.request_id
    assert told.request_id in caplog.text
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text + response.text
    assert not [record for record in caplog.records if record.exc_info]


def test_a_state_that_an_operator_must_mend_is_503(client_with: Callable[..., FlaskClient]) -> None:
    class Refused(FakeSnapshots):
        def current(self) -> object:  # type: ignore[override]
            raise SnapshotRefusedError(CANARY)

    response = client_with(snapshots=Refused(None)).get("/api/v1/entries")
    assert response.status_code == 503
    assert CANARY not in response.text


def test_ordinary_requests_leave_no_trace_in_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(f"/api/v1/messages?q={CANARY}", json={"text": CANARY}, headers={"User-Agent": CANARY})
        client.post("/", data={"text": CANARY, "session": CANARY})
        client.post("/api/v1/messages", data=CANARY.encode(), content_type="application/json")
        client.post("/api/v1/messages", json={"text": "x", CANARY: CANARY})
        client.post("/webhooks/twilio/sms", data={"Body": CANARY, "From": CANARY})
        client.get(f"/{CANARY}")
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("path", "lang", "direction"), [("/nope", "en", "ltr"), ("/es/nope", "es", "ltr"), ("/ar-XB/nope", "ar-XB", "rtl")]
)
def test_people_get_a_page_in_their_language(client: FlaskClient, path: str, lang: str, direction: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert f'<html lang="{lang}" dir="{direction}">' in response.text


def test_the_page_of_a_failure_says_what_matters_most(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with(engine=FakeEngine(says=failing))
    response = client.post("/es/", data={"text": CANARY})
    assert (response.status_code, response.mimetype) == (500, "text/html")
    assert "No abra. Llame al 911." in response.text
    assert CANARY not in response.text


def test_a_page_follows_the_language_of_the_browser(client: FlaskClient) -> None:
    response = client.post("/", data={"text": "x" * 5_000}, headers={"Accept-Language": "es-MX,en;q=0.5"})
    assert response.status_code == 413
    assert '<html lang="es" dir="ltr">' in response.text
