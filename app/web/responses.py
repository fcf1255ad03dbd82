"""JSON responses, and those that a caller may keep as long as the content stays the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import orjson
from flask import Response, request
from pydantic import BaseModel

_TAG_LENGTH = 32


def json_response(value: object, status: int = 200) -> Response:
    """Return `value` as JSON. Dates become ISO 8601."""
    return Response(orjson.dumps(value), status=status, mimetype="application/json")


def content_tag(*parts: str) -> str:
    """Return an entity tag (RFC 9110, section 8.8.3) over all that a response depends on."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_TAG_LENGTH]


def tagged_response(tag: str, made: Callable[[], BaseModel]) -> Response:
    """Return published content with its entity tag; 304 if the caller has it already, and then nothing is made."""
    known = request.if_none_match.contains_weak(tag)
    body = b"" if known else made().model_dump_json().encode()
    response = Response(body, status=304 if known else 200, mimetype="application/json")
    response.set_etag(tag)
    # The same for everybody: it may be kept, but is asked for anew each time.
    response.headers["Cache-Control"] = "no-cache"
    return response
