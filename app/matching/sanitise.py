"""Make a message safe to look at: short, well-formed, without control characters. The first step of matching."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 300
"""Characters looked at in one piece. All later steps cost at most in proportion to it."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but for tab, line ends and NEL
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"  # invisible, bidirectional, non-characters
    "\ud800-\udfff\U000e0000-\U000e007f]",  # lone surrogates, tags
)


def sanitise(text: str) -> str:
    """Return the first `LIMIT` characters of a message in NFKC, without controls, invisibles and lone surrogates.

    The text is cut before NFKC, so that the cost is bounded, and again after it: U+FDFA alone becomes 18 characters.
    """
    return _clean(text[:LIMIT])[:LIMIT]


def windows(text: str) -> tuple[str, ...]:
    """Return the pieces of a message in which the question is looked for: all of it, or its beginning and its end."""
    first = sanitise(text)
    if len(text) <= LIMIT:
        return (first,)
    return (first, _clean(text[-LIMIT:])[-LIMIT:])


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFKC", _UNWANTED.sub("", text))
