"""Text messages: which alphabet a text needs, how many segments it takes, and how to cut it without harm."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

from app.localization.cuts import cut
from app.localization.gsm import ALPHABET, EXTENSION, PLAIN

Encoding = Literal["gsm7", "ucs2"]

_ALONE: dict[Encoding, int] = {"gsm7": 160, "ucs2": 70}
"""Units that fit in a message of one segment: 140 octets (3GPP TS 23.040, section 9.2.3.24.1)."""

_CHAINED: dict[Encoding, int] = {"gsm7": 153, "ucs2": 67}
"""Units of each segment of a longer message, whose header takes six octets."""


def encoding(text: str) -> Encoding:
    """Return "gsm7" if every character is in the GSM alphabet, else "ucs2": a single "í" makes the difference."""
    return "gsm7" if ALPHABET.issuperset(text) else "ucs2"


def units(text: str) -> int:
    """Return the length of `text` in what its encoding counts: septets, or UTF-16 code units."""
    return sum(map(_costs(encoding(text)), text))


def segments(text: str) -> int:
    """Return how many segments `text` is sent and charged as; 0 for no text.

    A character of two units never straddles two segments, so that a segment can end with one unit unused.
    """
    code = encoding(text)
    cost = _costs(code)
    whole = sum(map(cost, text))
    if whole <= _ALONE[code]:
        return 1 if text else 0
    room = _CHAINED[code]
    if whole == len(text):
        return -(-whole // room)
    count, left = 1, room
    for character in text:
        if cost(character) > left:
            count, left = count + 1, room
        left -= cost(character)
    return count


def split(text: str, limit: int, unit: Literal["segments", "characters"] = "segments") -> list[str]:
    """Cut `text` into messages of at most `limit` segments or characters (Unicode code points), in order.

    It is cut after a sentence if one ends within the limit, else between words, and within a word only if that alone
    is too long; Chinese is cut between its characters. Phone numbers, URLs and grapheme clusters stay whole as long
    as they fit. Nothing is lost but the white space at the cuts and at both ends. Raises `ValueError` if `limit` is
    not positive.
    """
    if limit < 1:
        raise ValueError("a message needs room for something")
    return cut(text, lambda part: (segments(part) if unit == "segments" else len(part)) <= limit)


def gsm_safe(text: str) -> str:
    """Return `text` spelt within the GSM alphabet, or unchanged if it cannot be: then nothing would be gained.

    Letters with an accent that the alphabet lacks lose it ("í" to "i"; "é" and "ñ" stay), and typographic quotes and
    dashes become plain ones. For Spanish, Portuguese and French this is readable, and a message takes half the
    segments. To be applied when a message is sent, never to stored text.

    >>> gsm_safe("¿Qué hago? Llamé “allí”")
    '¿Qué hago? Llamé "alli"'
    """
    if encoding(text) == "gsm7":
        return text
    plain = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    return plain if encoding(plain) == "gsm7" else text


def _plain(character: str) -> str:
    if character in ALPHABET:
        return character
    if character in PLAIN:
        return PLAIN[character]
    base = unicodedata.normalize("NFD", character)[0]
    return base if base in ALPHABET and base.isalpha() else character


def _costs(code: Encoding) -> Callable[[str], int]:
    return _septets if code == "gsm7" else _code_units


def _septets(character: str) -> int:
    return 2 if character in EXTENSION else 1


def _code_units(character: str) -> int:
    return 2 if character > "\uffff" else 1
