from __future__ import annotations

import pytest
from pydantic import Field

from app.channels.payloads import MAX_TEXT, Payload, parse_model, read_json
from app.core.errors import BadRequestError
from tests.channels.fakes import request_of


class Example(Payload):
    text: str = Field(max_length=MAX_TEXT)
    count: int = 0


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="broken"),
        pytest.param(b"\xff\xfe{\x00}\x00", id="utf-16"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte-order-mark"),
        pytest.param(b'{"text": "\xff"}', id="invalid-utf-8"),
        pytest.param(b'{"text": "\\ud800"}', id="lone-surrogate"),
        pytest.param(b'{"text": NaN}', id="nan"),
        pytest.param(b"[" * 60_000, id="deep-lists"),
        pytest.param(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, id="deep-objects"),
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequestError) as caught:
        read_json(request_of("/", body), body)
    assert (caught.value.status, caught.value.code) == (400, "invalid_json")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_content_type_is_refused(content_type: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        read_json(request_of("/", b"{}", content_type=content_type), b"{}")
    assert caught.value.status == 415


@pytest.mark.parametrize(
    ("value", "told"),
    [
        pytest.param([], "body", id="list"),
        pytest.param(None, "body", id="null"),
        pytest.param(1, "body", id="number"),
        pytest.param({}, "text", id="missing"),
        pytest.param({"text": 1}, "text", id="number-for-text"),
        pytest.param({"text": {}}, "text", id="object-for-text"),
        pytest.param({"text": "x", "count": "1"}, "count", id="text-for-number"),
        pytest.param({"text": "x", "count": True}, "count", id="truth-for-number"),
        pytest.param({"text": "x", "canary-name": 1}, "unknown field", id="unknown-field"),
    ],
)
def test_another_shape_is_refused_without_repeating_it(value: object, told: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        parse_model(Example, value)
    assert caught.value.status == 422
    assert caught.value.detail.startswith(told)
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None or "canary" not in str(caught.value.__cause__)


def test_a_text_of_just_the_limit_passes_and_one_more_is_too_long() -> None:
    assert parse_model(Example, {"text": "x" * MAX_TEXT}).text == "x" * MAX_TEXT
    with pytest.raises(BadRequestError) as caught:
        parse_model(Example, {"text": "x" * (MAX_TEXT + 1)})
    assert (caught.value.status, caught.value.code) == (422, "text_too_long")
