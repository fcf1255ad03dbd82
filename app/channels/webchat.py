"""Our own JSON contract, spoken by the web page, the widget and anybody's program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, Self

import orjson
from flask import Request, Response
from pydantic import Field

from app.channels.base import Channel, Options, Surroundings
from app.channels.payloads import MAX_ID, MAX_TAG, MAX_TEXT, Payload, parse_model, read_json
from app.channels.replies import ReplyOut, reply_out
from app.channels.tokens import MAX_TOKEN, SessionTokens
from app.core.message import Capabilities, Message
from app.core.reply import Reply
from app.core.session import Session

NAME = "web"
CAPABILITIES = Capabilities()

_MAX_HINTS = 8
_REPLY_FIELDS = tuple(one.name for one in fields(ReplyOut))

Tag = Annotated[str, Field(max_length=MAX_TAG)]


class MessageIn(Payload):
    """What a person wrote or picked."""

    text: str = Field(default="", max_length=MAX_TEXT, description="As written. Empty if a choice was picked.")
    choice: str = Field(default="", max_length=MAX_ID, description="The payload of the choice that was picked.")
    locale: Tag | None = Field(default=None, description="The language that the person chose, as a tag.")
    locales: list[Tag] = Field(
        default=[],
        max_length=_MAX_HINTS,
        description="Weaker signs of it, best first; without any, Accept-Language counts.",
    )
    session: str | None = Field(
        default=None,
        max_length=MAX_TOKEN,
        description="The token of the last reply; each has a new one. Without one, a conversation begins.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReply(ReplyOut):
    """A reply with the token that continues the conversation."""

    session: str


def language_hints(request: Request) -> tuple[str, ...]:
    """Return the language tags of Accept-Language, best first, without "*"."""
    tags = (tag for tag in request.accept_languages.values() if tag != "*" and len(tag) <= MAX_TAG)
    return tuple(tags)[:_MAX_HINTS]


class WebChannel(Channel):
    """The door of `POST /api/v1/messages`."""

    name = NAME
    path = "/api/v1/messages"
    guard = "public"
    capabilities = CAPABILITIES
    cross_origin = True
    request_model = MessageIn
    reply_type = SessionReply

    def __init__(self, tokens: SessionTokens) -> None:
        self._tokens = tokens

    @classmethod
    def create(cls, options: Options, surroundings: Surroundings) -> Self:  # noqa: ARG003 - the shape of all channels
        """Return the channel; it has no options."""
        return cls(SessionTokens(surroundings.secret_key, ttl_seconds=surroundings.session_seconds))

    def verify(self, request: Request, raw: bytes) -> None:
        """Let everybody in: the session token is checked where it is read."""

    def parse(self, request: Request, raw: bytes) -> tuple[Message, ...]:
        """Return the one message of the body."""
        body = parse_model(MessageIn, read_json(request, raw))
        message = Message(
            text=body.text,
            channel=self.name,
            address="",
            # A token that cannot be read begins anew: somebody in need is better served by an answer than by an error.
            session=self._tokens.find(body.session or "") or Session(),
            locale_asked=body.locale or "",
            locale_hints=tuple(filter(None, body.locales)) or language_hints(request),
            payload=body.choice,
            capabilities=self.capabilities,
        )
        return (message,)

    def render(self, reply: Reply) -> str:
        """Return the reply as JSON, with the token that continues its conversation."""
        token = self._tokens.sign(reply.session or Session())
        return orjson.dumps({"session": token, **_plain(reply_out(reply))}).decode()

    def acknowledge(self, messages: Sequence[Message], bodies: Sequence[str]) -> Response:  # noqa: ARG002 - the shape of all channels
        """Return the reply."""
        return Response(bodies[0], mimetype="application/json")


def _plain(reply: ReplyOut) -> dict[str, Any]:
    return {name: getattr(reply, name) for name in _REPLY_FIELDS}
