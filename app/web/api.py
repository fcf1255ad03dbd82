"""The JSON API: every door that programs use."""

from __future__ import annotations

from functools import partial

from app.web.doors import Doors
from app.web.entries import Library
from app.web.health import alive, ready
from app.web.openapi import openapi_document
from app.web.responses import json_response
from app.web.webhook import Reception


def open_channels(doors: Doors, reception: Reception) -> None:
    """Open the door of every channel that is configured."""
    for channel in reception.services.channels:
        doors.add(
            channel.path,
            partial(reception.receive, channel),
            endpoint=channel.name,
            guard=channel.guard,
            method="POST",
        )
        if channel.probe:
            doors.add(channel.probe, alive, endpoint=f"{channel.name}.probe")
        if channel.cross_origin:
            doors.cross_origin |= {channel.name, f"{channel.name}.probe"}


def open_api(doors: Doors, reception: Reception) -> None:
    """Open the doors to the published content, the document that describes all, and the health of the server."""
    services = reception.services
    library = Library(services)
    document = openapi_document(services.channels, services.public_url)
    doors.add("/api/v1/entries", library.entries, endpoint="entries")
    doors.add("/api/v1/entries/<entry_id>", library.entry, endpoint="entry")
    doors.add("/api/v1/languages", library.languages, endpoint="languages")
    doors.add("/openapi.json", partial(json_response, document), endpoint="openapi")
    doors.cross_origin |= {"entries", "entry", "languages", "openapi"}
    doors.add("/healthz", alive, endpoint="healthz")
    doors.add("/readyz", partial(ready, services), endpoint="readyz")
    doors.add("/metrics", reception.metrics.response, endpoint="metrics")
