"""What goes out: one reply, neutral of the channel that will render it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app.core.entry import Status
from app.core.locale import SOURCE_LOCALE, Direction
from app.core.session import Session

BlockKind = Literal["greeting", "notice", "title", "answer", "more", "text", "menu", "emergency"]
Outcome = Literal["answer", "clarify", "fallback", "menu", "command", "action", "silent", "emergency"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a reply. `text`: the small Markdown subset; `short`: for brief channels, "" means `text`.

    `locale`: the language this piece is really in, which can differ from the reply's (an English answer below a
    notice in the reader's language).
    """

    kind: BlockKind
    text: str
    short: str = ""
    locale: str = SOURCE_LOCALE
    dir: Direction = "ltr"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the person can pick next. `payload`: what comes back; `label`: 20 characters; `title`: whole."""

    payload: str
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as readers see it."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `locale`: the reader's; `served`: what the answer itself is written in, if there is one.

    `status`, `sources`, `reviewed_on`, `intent`, `entry`, `place` describe the answer, empty for other replies.
    `session`: what the next message must bring along, if this one did.
    """

    blocks: tuple[Block, ...]
    locale: str = SOURCE_LOCALE
    dir: Direction = "ltr"
    choices: tuple[Choice, ...] = ()
    outcome: Outcome = "answer"
    intent: str = ""
    entry: str = ""
    place: str = ""
    served: str = ""
    fallback: bool = False
    status: Status | Literal[""] = ""
    sources: tuple[Cited, ...] = ()
    reviewed_on: date | None = None
    confidence: float = field(default=0.0)
    ranked: tuple[str, ...] = ()
    session: Session | None = field(default=None, repr=False)

    def led_by(self, *blocks: Block) -> Reply:
        """Return this reply with `blocks` put in front."""
        return replace(self, blocks=(*blocks, *self.blocks))

    def followed_by(self, *blocks: Block) -> Reply:
        """Return this reply with `blocks` put behind."""
        return replace(self, blocks=(*self.blocks, *blocks))
