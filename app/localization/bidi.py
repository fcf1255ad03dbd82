"""Left-to-right pieces in right-to-left text, kept in their order by isolates (UAX #9)."""

from __future__ import annotations

import re

from app.core.locale import Direction
from app.localization.spans import SPAN

_ISOLATES = re.compile("[\u2066-\u2069]")


def isolate(text: str, direction: Direction) -> str:
    """Return plain text with every phone number, URL, code and amount isolated, if it is read right to left.

    Without, "1-844-363-1423" shows as "1423-363-844-1" in Arabic text. Left-to-right text comes back as it is,
    because a single isolate would turn a GSM-7 text message into a UCS-2 one of half the length. Plain runs of
    digits keep their order anyway. Isolating twice changes nothing.

    >>> isolate("اتصل 844-363-1423", "rtl") == "اتصل \u2066844-363-1423\u2069"
    True
    """
    if direction == "ltr":
        return text
    return SPAN.sub(lambda match: match[0] if match[0].isdecimal() else f"\u2066{match[0]}\u2069", strip_isolates(text))


def strip_isolates(text: str) -> str:
    """Return `text` without isolates, for telephone links and for text that is read aloud."""
    return _ISOLATES.sub("", text)
