"""Where a text may be cut without taking apart what a reader sees as one character (UAX #29)."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

_JOINING = frozenset(
    map(chr, (0x200C, 0x200D, 0xE33, 0xEB3, 0xFF9E, 0xFF9F, *range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080)))
)
"""Characters of other categories that belong to the one before: joiners, Thai and Lao AM, half-width
voicing marks, skin tones, flag tags."""

_PREPENDED = frozenset(
    map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2, 0x111C3))
)
"""Characters that belong to the one after, such as the Arabic sign that encloses a number."""

_VIRAMA = 9
"""Canonical combining class of the signs that bind an Indic consonant to the next one."""


def clusters(text: str) -> list[str]:
    """Return `text` in pieces that may be sent apart; joined they are `text` again.

    Every boundary is one of UAX #29 (extended grapheme clusters) in every script in use today. A few of its
    boundaries are left out, after rare characters and between the letters of any Brahmic conjunct: for cutting
    messages that is harmless, and it needs no tables beyond `unicodedata`.
    """
    if text.isascii() and "\r" not in text:
        return list(text)
    pieces, start, flags, bound = [], 0, 0, False
    for position, (before, after) in enumerate(pairwise(text), 1):
        flags = flags + 1 if _is_flag_letter(before) else 0
        bound = unicodedata.combining(before) == _VIRAMA or (bound and _extends(before))
        conjunct = bound and unicodedata.category(after) == "Lo"
        pair = flags % 2 == 1 and _is_flag_letter(after)
        if not (conjunct or pair or _inseparable(before, after)):
            pieces.append(text[start:position])
            start = position
    return [*pieces, text[start:]] if text else []


def stripped(text: str) -> str:
    """Return `text` without white space at its ends, but for a space that carries the mark after it."""
    bare = text.strip()
    lead = len(text) - len(text.lstrip())
    return text[lead - 1] + bare if lead and bare and _extends(bare[0]) else bare


def _inseparable(before: str, after: str) -> bool:
    if _extends(after) or before in _PREPENDED or before == "\u200d" or before + after == "\r\n":
        return True
    # A leading Hangul letter joins any letter or syllable, the others only a vowel or final that completes them.
    return (_is_leading(before) and _is_hangul(after)) or (_is_completing(after) and _is_hangul(before))


def _extends(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in _JOINING


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_leading(character: str) -> bool:
    return "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c"


def _is_completing(character: str) -> bool:
    return "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb"


def _is_hangul(character: str) -> bool:
    return _is_leading(character) or _is_completing(character) or "\uac00" <= character <= "\ud7a3"
