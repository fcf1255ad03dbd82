"""Whether this server runs, and whether it can answer."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, Field

from app.core.errors import KyrError
from app.web.errors import error_response
from app.web.responses import json_response
from app.web.services import Services


class HealthOut(BaseModel):
    """The server runs."""

    status: str


class ReadyOut(HealthOut):
    """The server can answer."""

    publication: int = Field(description="Number of the publication that is served.")
    refused: int = Field(description="Number of a newer one that failed its checks, 0 if there is none.")


def alive() -> Response:
    """Say that the process answers; it says nothing of what it can answer."""
    return json_response({"status": "ok"})


def ready(services: Services) -> Response:
    """Run all checks; 503 with every reason if one fails."""
    reasons = []
    for name, check in {"snapshot": services.snapshots.current, **services.checks}.items():
        try:
            check()
        except KyrError as error:
            # Not the error's own text: that can name files of this machine, and anybody may ask here.
            reasons.append(f"{name}: {error.operator_text}")
    if reasons:
        return error_response(503, "not_ready", " ".join(reasons))
    state = services.snapshots.state
    return json_response({"status": "ready", "publication": state.publication, "refused": state.refused})
