"""Errors: one JSON shape for programs, a polite page for people, and never a word of what was sent."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, request
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException

from app.core.errors import BadRequestError, ForgedRequestError, KyrError
from app.web.responses import json_response

_log = logging.getLogger(__name__)

ErrorPage = Callable[[int], Response]
"""Makes the page that people see. Argument: HTTP status."""

PROGRAM_PATHS = ("/api/", "/webhooks/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")
"""Where programs call: errors there are JSON. Everything else is a page."""


_MISTAKE = (HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error")


class ErrorDetail(BaseModel):
    """What went wrong. `code`: a short stable word; `request_id`: found in the server's log, for 5xx only."""

    code: str
    message: str
    request_id: str | None = None


class ErrorOut(BaseModel):
    """The one shape of every error."""

    error: ErrorDetail


def register_errors(app: Flask, page: ErrorPage) -> None:
    """Answer every failure of `app` here. `page`: makes what people see on page paths."""

    def respond(status: int, code: str, message: str, request_id: str = "") -> Response:
        program = request.path.startswith(PROGRAM_PATHS)
        response = error_response(status, code, message, request_id) if program else page(status)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "1"
        return response

    def refused(error: BadRequestError) -> Response:
        return respond(error.status, error.code, error.detail)

    def forged(_: ForgedRequestError) -> Response:
        _log.warning("a request without a valid signature was refused")
        return respond(HTTPStatus.FORBIDDEN, "forbidden", "The request is not signed as it must be.")

    def by_status(error: HTTPException) -> Response:
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        code = status.phrase.lower().replace(" ", "_").replace("-", "_")
        response = respond(status, code, status.description or status.phrase)
        response.headers.extend([(name, value) for name, value in error.get_headers() if name == "Allow"])
        return response

    def failed(error: Exception) -> Response:
        # What this project raises on purpose is a state that passes or that an operator mends; the rest is a mistake.
        status, code = (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable") if isinstance(error, KyrError) else _MISTAKE
        request_id = secrets.token_hex(8)
        # Only the kind of failure is told: a message or a traceback could hold what the person wrote.
        _log.error("request %s failed: %s", request_id, type(error).__name__)
        return respond(status, code, "The request could not be answered. It is not your fault; try again.", request_id)

    app.register_error_handler(BadRequestError, refused)
    app.register_error_handler(ForgedRequestError, forged)
    app.register_error_handler(HTTPException, by_status)
    app.register_error_handler(Exception, failed)


def error_response(status: int, code: str, message: str, request_id: str = "") -> Response:
    """Return an error as JSON."""
    detail = {"code": code, "message": message}
    if request_id:
        detail["request_id"] = request_id
    return json_response({"error": detail}, status)
