"""One resident's side of a conversation with an engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.message import Capabilities, Message
from app.core.reply import Reply
from app.core.session import Session
from app.dialog.engine import Engine
from app.localization.markup import to_plain

NOW = 1_795_600_000.0
"""25 November 2026."""

WEB = Capabilities()
SMS = Capabilities(brief=True, segments=True, choices=False)


@dataclass
class Conversation:
    """Says things to an engine from one address; `last` is the last reply, `now` moves only by hand.

    `carried`: what is remembered travels with the messages, as on the web page, None if the engine keeps it.
    """

    engine: Engine
    capabilities: Capabilities = WEB
    channel: str = "web"
    address: str = "canary-address"
    now: float = NOW
    last: Reply = field(default_factory=lambda: Reply(()))
    carried: Session | None = None

    def say(self, text: str = "", *, payload: str = "", asked: str = "", hints: tuple[str, ...] = ()) -> Reply:
        """Return the reply to a message."""
        message = Message(
            text, self.channel, self.address, locale_asked=asked, locale_hints=hints, payload=payload,
            session=self.carried, capabilities=self.capabilities,
        )  # fmt: skip
        self.last = self.engine.answer(message, now=self.now)
        self.carried = self.last.session
        return self.last

    def pick(self, payload: str) -> Reply:
        """Return the reply to the number under which the last reply showed a choice."""
        payloads = [choice.payload for choice in self.last.choices]
        return self.say(str(payloads.index(payload) + 1))

    @property
    def shown(self) -> str:
        """What the last reply shows, as plain text."""
        return shown(self.last, brief=self.capabilities.brief)


def shown(reply: Reply, *, brief: bool = False) -> str:
    """Return what a reply shows on a channel, as plain text."""
    return "\n\n".join(to_plain(block.short if brief and block.short else block.text) for block in reply.blocks)


def kinds(reply: Reply) -> list[str]:
    """Return the kinds of a reply's blocks in order."""
    return [block.kind for block in reply.blocks]
