"""Whether this server runs, and whether it can answer."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from pydantic import BaseModel

from app.core.errors import KyrError
from app.web.errors import error_response
from app.web.responses import json_response
from app.web.services import Check


class HealthOut(BaseModel):
    """The server runs."""

    status: str


def alive() -> Response:
    """Say that the process answers; it says nothing of what it can answer."""
    return json_response({"status": "ok"})


def ready(checks: Mapping[str, Check]) -> Response:
    """Run all checks; 503 with every reason if one fails."""
    reasons = []
    for name, check in checks.items():
        try:
            check()
        except KyrError as error:
            reasons.append(f"{name}: {error.operator_text}")
    if reasons:
        return error_response(503, "not_ready", " ".join(reasons))
    return json_response({"status": "ready"})
