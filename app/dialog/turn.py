"""What one turn of a conversation is worked out from, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.locale import Locale
from app.core.message import Message
from app.core.reply import Choice, Reply
from app.core.session import Session
from app.dialog.wording import Wording
from app.store.snapshot import Snapshot

_TRAIL = 6
"""How many answers BACK can go through; more would only grow the session row."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with all that its reply depends on. `today` decides which notices and dates are shown."""

    message: Message
    session: Session
    snapshot: Snapshot
    wording: Wording
    today: date

    @property
    def locale(self) -> Locale:
        """The reader's locale."""
        return self.wording.locale

    def with_session(self, session: Session) -> Turn:
        """Return the same turn with another session."""
        return replace(self, session=session)


@dataclass(frozen=True, slots=True)
class Done:
    """A reply with the session to remember after it; `forget` erases the session instead."""

    reply: Reply
    session: Session
    forget: bool = False


def settled(turn: Turn, reply: Reply, *, trail: Sequence[str] | None = None, more: tuple[str, int] = ("", 0)) -> Done:
    """Close a turn: the session remembers the locale, the choices in the order shown, and where BACK and MORE lead."""
    session = replace(
        turn.session,
        locale=reply.locale,
        menu=tuple(choice.payload for choice in reply.choices),
        trail=tuple(turn.session.trail if trail is None else trail)[-_TRAIL:],
        more=more,
        met=True,
        stopped=False,
        awaiting="",
    )
    return Done(reply, session)


def plain_reply(turn: Turn, *, choices: Sequence[Choice] = ()) -> Reply:
    """Return an empty reply in the reader's locale, to be filled with blocks."""
    return Reply((), locale=turn.locale.id, dir=turn.locale.dir, choices=tuple(choices), served=turn.locale.id)
