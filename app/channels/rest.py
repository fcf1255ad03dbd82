"""The REST contract of Rasa (rasa.com/docs/reference/channels/your-own-website), which many chat front ends speak."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any, Self

import orjson
from flask import Request, Response
from pydantic import BaseModel, Field, SecretStr

from app.channels.base import Channel, Options, Surroundings
from app.channels.fitting import plain_of
from app.channels.payloads import MAX_ID, MAX_TAG, MAX_TEXT, Payload, parse_model, read_json
from app.channels.replies import sources_out, tag_of
from app.core.errors import ForgedRequestError
from app.core.message import Capabilities, Message
from app.core.reply import Reply


class RestMessage(Payload):
    """What a front end sends. `sender` should be random and long: whoever knows it continues the conversation."""

    sender: str = Field(min_length=1, max_length=MAX_ID, description="Random id that the front end made up.")
    message: str = Field(max_length=MAX_TEXT, description="What the person wrote, or the payload of a button.")
    metadata: dict[str, Any] | None = Field(default=None, description='May hold "locale", a language tag.')
    input_channel: str | None = Field(default=None, max_length=MAX_ID, description="Read by Rasa, ignored here.")


class RestButton(BaseModel):
    """Something to tap; `payload` comes back as the next message."""

    title: str
    payload: str


class RestItem(BaseModel):
    """One bubble. `custom`: kind, lang and dir of the text; the last one also says how the answer was come by."""

    recipient_id: str
    text: str
    buttons: list[RestButton] = []
    custom: dict[str, Any] = {}


class RestOptions(Options):
    """Settings of this channel. `token`: if set, callers must send `Authorization: Bearer <token>`."""

    token: SecretStr = SecretStr("")


class RestChannel(Channel):
    """Answers each message at once with an array of bubbles."""

    name = "rest"
    path = "/webhooks/rest/webhook"
    probe = "/webhooks/rest/"
    guard = "public"
    capabilities = Capabilities()
    cross_origin = True
    options = RestOptions
    request_model = RestMessage
    reply_type = list[RestItem]

    def __init__(self, token: str = "") -> None:
        self._authorization = f"Bearer {token}".encode() if token else b""

    @classmethod
    def create(cls, options: RestOptions, surroundings: Surroundings) -> Self:  # noqa: ARG003 - the shape of all channels
        """Return the channel as configured."""
        return cls(options.token.get_secret_value())

    def verify(self, request: Request, raw: bytes) -> None:  # noqa: ARG002 - the shape of all channels
        """Check the bearer token, if one is configured."""
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if self._authorization and not hmac.compare_digest(given, self._authorization):
            raise ForgedRequestError

    def parse(self, request: Request, raw: bytes) -> tuple[Message, ...]:
        """Return the one message of the body. The locale in its metadata is a sign, not a choice of the person."""
        body = parse_model(RestMessage, read_json(request, raw))
        locale = (body.metadata or {}).get("locale")
        hints = (locale,) if isinstance(locale, str) and 0 < len(locale) <= MAX_TAG else ()
        return (Message(body.message, self.name, body.sender, locale_hints=hints, capabilities=self.capabilities),)

    def render(self, reply: Reply) -> str:
        """Return one bubble for each block, buttons at the last; who it goes to is added when it is sent."""
        items: list[dict[str, Any]] = [
            {
                "text": plain_of(block, brief=False),
                "custom": {"kind": block.kind, "lang": tag_of(block.locale), "dir": block.dir},
            }
            for block in reply.blocks
        ]
        if items:
            items[-1]["buttons"] = [
                {"title": choice.title or choice.label, "payload": f"/{choice.payload}"} for choice in reply.choices
            ]
            items[-1]["custom"] |= _described(reply)
        return orjson.dumps(items).decode()

    def acknowledge(self, messages: Sequence[Message], bodies: Sequence[str]) -> Response:
        """Return all bubbles in one array, each with the sender as its recipient."""
        items = [
            {"recipient_id": message.address, **item}
            for message, body in zip(messages, bodies, strict=True)
            for item in orjson.loads(body)
        ]
        return Response(orjson.dumps(items), mimetype="application/json")


def _described(reply: Reply) -> dict[str, Any]:
    """Return what a front end may want to show around the answer."""
    return {
        "outcome": reply.outcome,
        "intent": reply.intent,
        "locale": tag_of(reply.locale),
        "status": reply.status,
        "fallback": reply.fallback,
        "reviewed_on": reply.reviewed_on,
        "sources": sources_out(reply.sources),
    }
