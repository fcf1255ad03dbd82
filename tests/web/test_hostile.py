"""Every door that takes a body gets everything that has ever broken one like it."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from app.web.application import create_application
from app.web.errors import PROGRAM_PATHS, ErrorOut
from tests.web.fakes import services_of

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"

POST_PATHS = sorted(
    {
        rule.rule.replace("<language:tag>", "es")
        for rule in create_application(services_of()).url_map.iter_rules()
        if rule.methods and "POST" in rule.methods
    }
)

BODIES = {
    "empty": b"",
    "space": b"  \n",
    "null": b"null",
    "list": b"[]",
    "number": b"1",
    "text": b'"x"',
    "true": b"true",
    "nested-object": b'{"text":{},"message":{},"sender":{}}',
    "number-fields": b'{"text":1,"message":1,"sender":1}',
    "null-fields": b'{"text":null,"message":null,"sender":null,"session":null}',
    "unknown-fields": b'{"text":"x","canary":1}',
    "double-fields": b'{"text":"x","text":[]}',
    "nan": b'{"text":NaN}',
    "infinity": b'{"text":"x","locales":[Infinity]}',
    "huge-number": b'{"text":' + b"9" * 5_000 + b"}",
    "lone-surrogate": b'{"text":"\\ud800","sender":"a","message":"\\udfff"}',
    "nul": b'{"text":"\\u0000","sender":"\\u0000","message":"\\u0000"}',
    "invalid-utf-8": b'{"text":"\xff\xfe"}',
    "overlong-utf-8": b'{"text":"\xc0\xaf"}',
    "utf-16": '{"text":"x"}'.encode("utf-16"),
    "byte-order-mark": b'\xef\xbb\xbf{"text":"x"}',
    "binary": bytes(range(256)),
    "deep-lists": b"[" * 60_000,
    "deep-objects": b'{"a":' * 10_000,
    "deep-metadata": b'{"sender":"a","message":"x","metadata":{"a":' + b"[" * 900 + b"]" * 900 + b"}}",
    "long-text": json.dumps({"text": "x" * 4_001, "sender": "a", "message": "x" * 4_001}).encode(),
    "long-form-text": b"text=" + b"x" * 4_001 + b"&Body=" + b"x" * 4_001,
    "form": b"text=ICE&choice=&session=x",
    "form-surrogate": b"text=%ED%A0%80&choice=%ED%A0%80&session=%ED%A0%80",
    "form-nul": b"text=%00&choice=%00&session=%00",
    "form-broken-escape": b"text=%&choice=%zz&session=%f",
    "form-flood": b"&".join(b"a=1" for _ in range(5_000)),
    "form-choices": b"choice=intent:" + b"x" * 5_000,
    "multipart": b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nICE\r\n--x--\r\n',
    "multipart-file": b'--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nICE\r\n--x--\r\n',
    "multipart-broken": b"--x\r\nContent-Disposition",
    "multipart-flood": b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 500 + b"--x--\r\n",
}


@pytest.fixture(scope="module")
def hostile() -> FlaskClient:
    return create_application(services_of()).test_client()


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
@pytest.mark.parametrize("path", POST_PATHS)
def test_no_body_causes_a_server_error(hostile: FlaskClient, path: str, body: bytes) -> None:
    for content_type in (JSON, FORM, MULTIPART, "text/plain", "", "application/json; charset=utf-16", "x" * 500):
        response = hostile.post(path, data=body, content_type=content_type)
        assert response.status_code < 500, content_type
        assert "Traceback" not in response.text
        if response.status_code >= 400 and path.startswith(PROGRAM_PATHS):
            ErrorOut.model_validate_json(response.get_data())
            assert "canary" not in response.text


@pytest.mark.parametrize("path", ["/api/v1/messages", "/webhooks/rest/webhook"])
def test_a_body_of_another_content_type_is_415(hostile: FlaskClient, path: str) -> None:
    body = b'{"text":"x","sender":"a","message":"x"}'
    for content_type in (FORM, MULTIPART, "text/plain", "application/xml", ""):
        assert hostile.post(path, data=body, content_type=content_type).status_code == 415


QUERIES = [
    "locale=\xff",
    "locale=%ff",
    "locale=%ED%A0%80",
    "locale=%00",
    "locale=" + "x" * 9_000,
    "&&==&%",
    "locale=*",
    "topic[]=1",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", ["/api/v1/entries", "/api/v1/entries/at-door", "/", "/es/", "/openapi.json", "/nope"])
def test_no_query_causes_a_server_error(hostile: FlaskClient, path: str, query: str) -> None:
    response = hostile.get(path, environ_overrides={"QUERY_STRING": query})
    assert response.status_code < 500
    assert "x" * 100 not in response.text


HEADERS = [
    ("Accept-Language", "*"),
    ("Accept-Language", "x" * 5_000),
    ("Accept-Language", ",".join(["en-US"] * 1_000)),
    ("Accept-Language", "zz-Zzzz-ZZ;q=1e400, \x7f;q=-1, en;q=x"),
    ("Accept-Language", "mam, x-foo, i-klingon, ht-US"),
    ("Origin", "null"),
    ("Origin", "\xff" * 100),
    ("If-None-Match", '"' * 100),
    ("If-None-Match", "*"),
    ("If-Modified-Since", "yesterday"),
    ("Range", "bytes=0-0,5-9999999999"),
    ("Host", "evil.example"),
    ("Host", "a b/c"),
    ("Authorization", "Basic \xff"),
    ("X-Twilio-Signature", "\xff" * 1_000),
    ("X-Forwarded-Host", "evil.example"),
]


@pytest.mark.parametrize(("name", "value"), HEADERS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(HEADERS)])
@pytest.mark.parametrize("path", ["/", "/es/", "/api/v1/entries", "/api/v1/languages", "/static/page.css", "/nope"])
def test_no_header_causes_a_server_error(hostile: FlaskClient, path: str, name: str, value: str) -> None:
    key = f"HTTP_{name.upper().replace('-', '_')}"
    response = hostile.get(path, environ_overrides={key: value}, buffered=True)
    assert response.status_code < 500
    assert "evil.example" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/\x00",
        "/%ff/",
        "/../../etc/passwd",
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "//evil.example/%2f..",
        "/es",
        "/en/../es/",
        "/" + "x" * 9_000,
    ],
)
def test_no_path_causes_a_server_error(hostile: FlaskClient, path: str) -> None:
    response = hostile.get(path, buffered=True)
    assert response.status_code in {200, 308, 404}
    assert "evil.example" not in response.headers.get("Location", "").removeprefix("http://localhost")
    assert "import" not in response.text
