"""The way of a message: the only wrapper around every channel, and around the engine."""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack
from dataclasses import dataclass

from flask import Response, request

from app.channels.base import Channel
from app.core.errors import BadRequestError, ForgedRequestError, StoreError
from app.core.message import Message
from app.core.reply import Reply
from app.store.deliveries import Claimed, InFlight, Repeated
from app.web.metrics import Metrics
from app.web.services import Services

_log = logging.getLogger(__name__)

_STEP = 0.05
"""Seconds between two looks at a message that another request is answering."""


@dataclass(frozen=True)
class Reception:
    """Takes messages in and gives replies out, counting what it does and keeping nothing."""

    services: Services
    metrics: Metrics

    def receive(self, channel: Channel) -> Response:
        """Answer the current request to a channel's door.

        Raises `BadRequestError`, `ForgedRequestError` or werkzeug's `RequestEntityTooLarge`, before any work is done.
        """
        raw = request.get_data(cache=False)
        try:
            channel.verify(request, raw)
        except ForgedRequestError:
            self.metrics.refused(channel.name)
            raise
        messages = channel.parse(request, raw)
        bodies = [self._answered_once(channel, message) for message in messages]
        return channel.acknowledge(messages, bodies)

    def converse(self, message: Message) -> Reply:
        """Return the engine's reply, counted and timed."""
        now, started = self.services.clock(), time.perf_counter()
        reply = self.services.engine.answer(message, now=now)
        seconds = time.perf_counter() - started
        named = {"channel": message.channel, "locale": reply.locale, "outcome": reply.outcome}
        self.metrics.answered(**named, seconds=seconds)
        self.services.counters.count(**named, intent=reply.intent, now=now)
        return reply

    def _answered_once(self, channel: Channel, message: Message) -> str:
        """Return the body for one message: a redelivery gets the first one's, and no second answer is worked out."""
        claim = self._claim(message) if message.message_id else None
        if isinstance(claim, Repeated):
            self.metrics.repeated(channel.name)
            return claim.body
        if isinstance(claim, InFlight):
            raise BadRequestError("in_progress", "This message is being answered.", status=503)
        with ExitStack() as undone:
            if claim is not None:
                undone.callback(self._settle, claim, None)
            body = channel.render(self.converse(message))
            undone.pop_all()
        if claim is not None:
            self._settle(claim, body)
        return body

    def _claim(self, message: Message) -> Claimed | Repeated | InFlight | None:
        """Take a message on, waiting a little while another request is at it; None if the store fails.

        Answering twice is better than not at all.
        """
        until = time.monotonic() + self.services.patience
        try:
            while True:
                now = self.services.clock()
                claim = self.services.deliveries.claim(message.channel, message.message_id, message.address, now)
                if not isinstance(claim, InFlight) or time.monotonic() >= until:
                    return claim
                time.sleep(_STEP)
        except StoreError as error:
            _log.error("redeliveries cannot be recognised: %s", type(error).__name__)
            return None

    def _settle(self, claim: Claimed, body: str | None) -> None:
        """Keep what was answered, or give the message back if it was not; its answer goes out in any case."""
        try:
            if body is None:
                self.services.deliveries.release(claim)
            else:
                self.services.deliveries.complete(claim, body)
        except StoreError as error:
            _log.error("a delivery cannot be settled: %s", type(error).__name__)
