from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.message import Message
from app.core.reply import Reply
from app.core.session import Session
from app.store.database import Database, open_runtime
from app.store.deliveries import Deliveries
from app.store.keyring import KeyRing
from app.web.services import Services
from tests.web.fakes import CARRIED, NOW, PUBLIC_URL, SECRET, TOKEN, FakeDeliveries, FakeEngine, services_of

twilio = pytest.importorskip("twilio.request_validator", reason="the extra twilio is not installed")

PATH = "/webhooks/twilio/sms"
FORM = {"MessageSid": "SM1", "From": "+15005550006", "To": "+15005550001", "Body": "ICE is at my door"}


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Database]:
    db = open_runtime(tmp_path / "runtime.db")
    yield db
    db.close()


@pytest.fixture
def services(engine: FakeEngine, runtime: Database) -> Services:
    return services_of(engine=engine, deliveries=Deliveries(runtime, KeyRing(runtime, SECRET.encode())))


def text(client: FlaskClient, *, token: str = TOKEN, url: str = PUBLIC_URL + PATH, **changed: str) -> TestResponse:
    form = FORM | changed
    signature = twilio.RequestValidator(token).compute_signature(url, form)
    return client.post(PATH, data=form, headers={"X-Twilio-Signature": signature})


def test_a_signed_text_message_is_answered_in_twiml(client: FlaskClient, engine: FakeEngine) -> None:
    response = text(client)
    assert (response.status_code, response.mimetype) == (200, "text/xml")
    assert "Keep the door closed." in response.text
    assert [message.text for message in engine.asked] == ["ICE is at my door"]


def test_a_message_that_is_delivered_five_times_is_answered_once(client: FlaskClient, engine: FakeEngine) -> None:
    bodies = {text(client).get_data() for _ in range(5)}
    assert len(bodies) == 1
    assert len(engine.asked) == 1
    assert 'kyr_redeliveries_total{channel="twilio_sms"} 4.0' in client.get("/metrics").text


def test_another_message_is_another_answer(client: FlaskClient, engine: FakeEngine) -> None:
    text(client, MessageSid="SM1")
    text(client, MessageSid="SM2")
    assert len(engine.asked) == 2


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"token": "x" * 32}, id="other-token"),
        pytest.param({"url": "http://localhost" + PATH}, id="the-url-that-flask-sees"),
        pytest.param({"url": PUBLIC_URL + "/webhooks/rest/webhook"}, id="url-of-another-door"),
    ],
)
def test_a_forged_message_does_no_work(client: FlaskClient, services: Services, forged: dict[str, str]) -> None:
    response = text(client, **forged)
    assert response.status_code == 403
    assert response.get_json()["error"]["code"] == "forbidden"
    assert_nothing_was_done(services)


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "x"}, {"X-Twilio-Signature": ""}])
def test_an_unsigned_message_does_no_work(client: FlaskClient, services: Services, headers: dict[str, str]) -> None:
    assert client.post(PATH, data=FORM, headers=headers).status_code == 403
    assert_nothing_was_done(services)
    assert 'kyr_refused_total{channel="twilio_sms"} 1.0' in client.get("/metrics").text


def assert_nothing_was_done(services: Services) -> None:
    parts: Any = services
    assert not parts.engine.asked
    assert not parts.counters.counted


def test_what_twilio_answered_itself_gets_an_empty_response(client: FlaskClient, engine: FakeEngine) -> None:
    response = text(client, Body="STOP", OptOutType="STOP")
    assert response.status_code == 200
    assert response.text.endswith("<Response />")
    assert not engine.asked


def test_silence_is_an_empty_response(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with(engine=FakeEngine(says=lambda _: Reply((), outcome="silent")))
    assert text(client).text.endswith("<Response />")
    assert text(client).text.endswith("<Response />")


def test_a_redelivery_waits_for_the_answer_that_is_being_worked_out(
    client_with: Callable[..., FlaskClient], engine: FakeEngine
) -> None:
    client = client_with(deliveries=FakeDeliveries(busy=2))
    assert text(client).status_code == 200
    assert len(engine.asked) == 1


def test_a_redelivery_does_not_wait_for_ever(client_with: Callable[..., FlaskClient], engine: FakeEngine) -> None:
    response = text(client_with(deliveries=FakeDeliveries(busy=1_000), patience=0.05))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
    assert response.get_json()["error"]["code"] == "in_progress"
    assert not engine.asked


def test_an_answer_goes_out_even_if_nothing_can_be_stored(
    client_with: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    client = client_with(deliveries=FakeDeliveries(broken=True))
    assert "Keep the door closed." in text(client).text
    assert {record.getMessage() for record in caplog.records} == {
        "redeliveries cannot be recognised: StoreError",
    }


def test_a_message_that_could_not_be_answered_is_answered_when_it_comes_again(
    client_with: Callable[..., FlaskClient], engine: FakeEngine
) -> None:
    def fails(_: Message) -> Reply:
        raise RuntimeError

    assert text(client_with(engine=FakeEngine(says=fails))).status_code == 500
    assert "Keep the door closed." in text(client_with()).text
    assert len(engine.asked) == 1


def test_a_failure_to_give_a_message_back_hides_nothing(client_with: Callable[..., FlaskClient]) -> None:
    def says(_: Message) -> Reply:
        raise RuntimeError

    deliveries = FakeDeliveries()
    deliveries.release = FakeDeliveries(broken=True).release  # type: ignore[method-assign]
    response = text(client_with(engine=FakeEngine(says=says), deliveries=deliveries))
    assert response.get_json()["error"]["code"] == "internal_error"


def test_an_answer_is_counted_by_locale_intent_outcome_and_channel(client: FlaskClient, services: Services) -> None:
    text(client)
    counters: Any = services.counters
    assert counters.counted == [
        {"locale": "en", "intent": "at-door", "outcome": "answer", "channel": "twilio_sms", "now": NOW}
    ]
    assert 'kyr_messages_total{channel="twilio_sms",locale="en",outcome="answer"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/api/v1/messages", "/webhooks/twilio/sms", "/", "/es/"])
def test_a_body_over_the_limit_is_refused_before_any_work(path: str, client: FlaskClient, services: Services) -> None:
    response = client.post(path, data=b"x" * (services.max_body + 1), content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert_nothing_was_done(services)


def test_a_rasa_front_end_holds_a_conversation(client: FlaskClient, engine: FakeEngine) -> None:
    assert client.get("/webhooks/rest/").get_json() == {"status": "ok"}
    first = client.post("/webhooks/rest/webhook", json={"sender": "f3a9", "message": "ICE is at my door"})
    assert first.get_json()[-1]["recipient_id"] == "f3a9"
    payload = first.get_json()[-1]["buttons"][0]["payload"]
    client.post("/webhooks/rest/webhook", json={"sender": "f3a9", "message": payload})
    assert [message.text for message in engine.asked] == ["ICE is at my door", "/intent:signing"]
    assert {message.address for message in engine.asked} == {"f3a9"}


def test_a_program_holds_a_conversation_by_its_token(client: FlaskClient, engine: FakeEngine) -> None:
    first = client.post("/api/v1/messages", json={"text": "ICE is at my door", "locales": ["es"]}).get_json()
    second = client.post("/api/v1/messages", json={"choice": "menu", "session": first["session"]}).get_json()
    assert second["session"]
    assert [message.session for message in engine.asked] == [Session(), CARRIED]
    assert engine.asked[1].payload == "menu"
    assert "Set-Cookie" not in client.post("/api/v1/messages", json={"text": "x"}).headers


def test_an_altered_token_leads_to_no_conversation(client: FlaskClient, engine: FakeEngine) -> None:
    token = client.post("/api/v1/messages", json={"text": "x"}).get_json()["session"]
    conversation, _, signature = token.rpartition(".")
    for forged in (
        f"{conversation[:-1]}!.{signature}",
        conversation,
        f"{conversation}.{signature[:-2]}xx",
        "." + signature,
    ):
        client.post("/api/v1/messages", json={"text": "x", "session": forged})
    assert [message.session for message in engine.asked] == [Session()] * 5
