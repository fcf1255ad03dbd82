from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.core.message import Message
from app.core.reply import Reply
from app.web.application import create_application
from app.web.doors import doors_of
from tests.web.fakes import PARTNER, FakeEngine, FakeSnapshots, services_of

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000",
}


def failing(_: Message) -> Reply:
    raise RuntimeError("canary-in-an-error")


WHOLE = create_application(services_of())
FAILING = create_application(services_of(engine=FakeEngine(says=failing), snapshots=FakeSnapshots(None)))
RULES = sorted(WHOLE.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def path_of(rule: Rule) -> str:
    filled = rule.rule.replace("<language:tag>", "es").replace("<entry_id>", "at-door")
    return filled.replace("<path:filename>", "page.css")


def asked(app: Flask, rule: Rule, method: str) -> TestResponse:
    return app.test_client().open(path_of(rule), method=method, json={"text": "x"}, buffered=True)


@pytest.mark.parametrize("app", [pytest.param(WHOLE, id="whole"), pytest.param(FAILING, id="failing")])
@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.rule}-{rule.endpoint}" for rule in RULES])
def test_every_answer_of_every_rule_has_the_headers(app: Flask, rule: Rule) -> None:
    for method in ("GET", "POST", "PUT", "OPTIONS", "HEAD"):
        response = asked(app, rule, method)
        assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers.get_all("Content-Security-Policy") == [policy]
        assert response.headers["Cache-Control"] in {"no-store", "no-cache"}
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/nope", "/api/nope", "/webhooks/nope", "/static/nope.js"])
def test_answers_of_no_rule_have_them_too(path: str) -> None:
    response = WHOLE.test_client().get(path)
    assert response.status_code == 404
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED


@pytest.mark.parametrize("path", ["/api/v1/messages", "/webhooks/rest/webhook", "/", "/es/"])
def test_answers_are_never_stored_by_a_browser(path: str) -> None:
    body = {"text": "x"} if path.startswith("/api") else {"sender": "a", "message": "x"}
    response = WHOLE.test_client().post(path, json=body)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_every_rule_declares_its_guard() -> None:
    assert {rule.endpoint for rule in RULES} == set(doors_of(WHOLE).guards)


def test_a_signed_door_answers_nobody_who_does_not_sign() -> None:
    engine = FakeEngine()
    app = create_application(services_of(engine=engine))
    doors = doors_of(app)
    signed = [rule for rule in app.url_map.iter_rules() if doors.guards[rule.endpoint] == "signature"]
    assert signed
    for rule in signed:
        assert app.test_client().post(path_of(rule), data={"Body": "x", "From": "+1"}).status_code == 403
    assert not engine.asked


def test_no_get_reaches_the_engine() -> None:
    engine = FakeEngine()
    app = create_application(services_of(engine=engine))
    for rule in app.url_map.iter_rules():
        app.test_client().get(path_of(rule), query_string={"text": "ICE", "choice": "menu"}, buffered=True)
    assert not engine.asked


def test_without_https_there_is_no_promise_of_it(client_with: Callable[..., FlaskClient]) -> None:
    response = client_with(public_url="http://127.0.0.1:8000").get("/")
    assert "Strict-Transport-Security" not in response.headers


OPEN = [
    ("POST", "/api/v1/messages"),
    ("POST", "/webhooks/rest/webhook"),
    ("GET", "/webhooks/rest/"),
    ("GET", "/api/v1/entries"),
    ("GET", "/api/v1/entries/at-door"),
    ("GET", "/api/v1/entries/nope"),
    ("GET", "/api/v1/languages"),
]


@pytest.mark.parametrize(("method", "path"), OPEN)
def test_pages_of_an_allowed_site_may_call(method: str, path: str) -> None:
    preflight = WHOLE.test_client().options(path, headers={"Origin": PARTNER, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == PARTNER
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    response = WHOLE.test_client().open(path, method=method, json={"text": 1}, headers={"Origin": PARTNER})
    assert response.headers["Access-Control-Allow-Origin"] == PARTNER
    assert "Origin" in response.headers.get_all("Vary")


@pytest.mark.parametrize(("method", "path"), OPEN)
@pytest.mark.parametrize(
    "origin",
    [
        pytest.param("null", id="null"),
        pytest.param("*", id="star"),
        pytest.param("", id="empty"),
        pytest.param(PARTNER + "/", id="slash"),
        pytest.param(PARTNER + ".evil.example", id="suffix"),
        pytest.param("https://evil-partner.example", id="prefix"),
        pytest.param(PARTNER.replace("https", "http"), id="scheme"),
        pytest.param(PARTNER + ":443", id="port"),
        pytest.param(PARTNER.upper(), id="case"),
        pytest.param(f"{PARTNER} https://evil.example", id="two"),
    ],
)
def test_pages_of_any_other_site_may_not(method: str, path: str, origin: str) -> None:
    for used in (method, "OPTIONS"):
        response = WHOLE.test_client().open(path, method=used, headers={"Origin": origin})
        assert not [name for name in response.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
        assert "Origin" in response.headers.get_all("Vary")


@pytest.mark.parametrize("path", ["/", "/es/", "/webhooks/twilio/sms", "/metrics", "/readyz", "/static/page.js"])
def test_no_other_door_is_open_to_other_sites(path: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        response = WHOLE.test_client().open(path, method=method, headers={"Origin": PARTNER}, buffered=True)
        assert "Access-Control-Allow-Origin" not in response.headers
