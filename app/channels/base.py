"""What every channel is: a door that checks who calls, reads messages, and words replies as its platform wants them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Self

from flask import Request, Response
from pydantic import BaseModel, ConfigDict

from app.core.message import Capabilities, Message
from app.core.reply import Reply

Guard = Literal["signature", "public"]
"""How a door knows its caller. "signature": the platform signs each request. "public": anyone may ask, and nothing
that the caller names gives access to what somebody else wrote."""


class Options(BaseModel):
    """Base of a channel's settings: unknown ones are refused, so that a misspelt name never goes unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may need to know about the installation that it is part of.

    `public_url`: as people and platforms reach it; `secret_key`: signs session tokens; `session_seconds`: how long a
    silent conversation is remembered.
    """

    public_url: str
    secret_key: str = field(repr=False)
    session_seconds: float = 1800.0


class Channel(ABC):
    """One way for messages to come in. It holds its configuration and nothing about any person.

    `name`: what counters and sessions call it; `path`: its URL path, always called by POST; `guard`: how it knows
    its caller; `probe`: a path that front ends GET before they start, "" if they do not; `cross_origin`: pages of the
    configured origins may call it from a browser; `request_model`, `reply_type`: what the OpenAPI document shows, None
    for a door that only a platform calls.
    """

    name: ClassVar[str]
    path: ClassVar[str]
    guard: ClassVar[Guard]
    probe: ClassVar[str] = ""
    capabilities: ClassVar[Capabilities] = Capabilities()
    cross_origin: ClassVar[bool] = False
    options: ClassVar[type[Options]] = Options
    request_model: ClassVar[type[BaseModel] | None] = None
    reply_type: ClassVar[Any] = None

    @classmethod
    @abstractmethod
    def create(cls, options: Any, surroundings: Surroundings) -> Self:  # noqa: ANN401 - each channel has its own type
        """Return the channel as configured. `options`: an instance of `cls.options`."""

    @abstractmethod
    def verify(self, request: Request, raw: bytes) -> None:
        """Check who calls, on the bytes as they came. Raises `ForgedRequestError`; nothing was trusted before."""

    @abstractmethod
    def parse(self, request: Request, raw: bytes) -> tuple[Message, ...]:
        """Return the messages of a verified request, none if there is nothing to answer. Raises `BadRequestError`."""

    @abstractmethod
    def render(self, reply: Reply) -> str:
        """Return the reply in the platform's form.

        It is kept for a while to answer redeliveries, so it never names the person.
        """

    @abstractmethod
    def acknowledge(self, messages: Sequence[Message], bodies: Sequence[str]) -> Response:
        """Return the response to the request. `bodies`: what `render` returned, one for each of `messages`."""
