"""What comes in: one message from one person over one channel."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.session import Session


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show, as far as the dialog must know.

    `brief`: answers go out as their short form first, with MORE for the rest (SMS, voice).
    `page_units`: how much text one reply may hold, None for no practical limit. The unit is the SMS segment if
    `segments`, else one character. `choices`: shows tappable choices; otherwise they become a numbered list.
    """

    brief: bool = False
    segments: bool = False
    page_units: int | None = None
    choices: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """One message from a person. Its `repr` shows neither the text nor who sent it.

    `text`: as written; `channel`: name of the channel; `address`: raw number or chat id, which lives for one
    request only; `message_id`: the platform's id, used to recognise a redelivery, "" if it has none;
    `locale_asked`: a locale or tag that the person chose in the page or the API, "" if none;
    `locale_hints`: weaker signs, best first (widget language, profile language, Accept-Language);
    `payload`: set if a choice was tapped instead of text written; `session`: what is remembered of the conversation,
    if the message brought it along: then nothing is kept here and the reply carries it on; `capabilities`: of the
    channel.
    """

    text: str = field(repr=False)
    channel: str
    address: str = field(repr=False)
    message_id: str = field(default="", repr=False)
    locale_asked: str = ""
    locale_hints: tuple[str, ...] = ()
    payload: str = field(default="", repr=False)
    session: Session | None = field(default=None, repr=False)
    capabilities: Capabilities = field(default_factory=Capabilities)
