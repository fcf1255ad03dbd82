"""Every URL with the guard that stands at it; a rule that was not declared here fails a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from app.channels.base import Guard

_EXTENSION = "doors"


@dataclass
class Doors:
    """The endpoints of an application. `guards`: how each knows its caller; `cross_origin`: callable from other sites.

    `pages`: endpoints whose errors are shown to people as a page, not to programs as JSON.
    """

    app: Flask
    guards: dict[str, Guard] = field(default_factory=dict)
    cross_origin: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.app.extensions[_EXTENSION] = self
        # Flask adds this one itself.
        self.guards["static"] = "public"

    def add(
        self,
        rule: str,
        view: Callable[..., ResponseReturnValue],
        *,
        endpoint: str,
        guard: Guard = "public",
        method: str = "GET",
    ) -> None:
        """Serve `rule` by `view`."""
        self.app.add_url_rule(rule, endpoint=endpoint, view_func=view, methods=[method])
        self.guards[endpoint] = guard


def doors_of(app: Flask) -> Doors:
    """Return the doors of an application."""
    doors: Doors = app.extensions[_EXTENSION]
    return doors


def is_cross_origin() -> bool:
    """Tell whether pages of other sites may call the endpoint of this request."""
    return (request.endpoint or "") in doors_of(current_app).cross_origin
