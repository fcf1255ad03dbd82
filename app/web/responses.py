"""JSON responses, made and compared without a copy in between."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from flask import Response, request


def json_response(value: Any, status: int = 200) -> Response:
    """Return `value` as JSON. Dates become ISO 8601."""
    return Response(orjson.dumps(value), status=status, mimetype="application/json")


def tagged_response(value: Any) -> Response:
    """Return published content as JSON with an ETag over its bytes; 304 if the caller has these already."""
    body = orjson.dumps(value)
    response = Response(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    # Published content, the same for everybody: it may be kept, but is asked for anew each time.
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
