"""The match key of a text: what stays the same when people leave out accents, capitals and punctuation.

Only ever compared with other keys, never shown or stored.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from importlib import resources

from app.matching.confusables import untangle

_VARIANTS = {
    **dict.fromkeys("ʼ’‘'`´′", None), **dict.fromkeys("‐‑–", "-"),
    "đ": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe",
    "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ۃ": "ه", "ٱ": "ا", "ۆ": "و", "ں": "ن", "ـ": None, "ँ": "ं", "ঁ": None,
}  # fmt: skip
"""Letters that are written for one another: bars and dots of Latin letters, Arabic, Persian and Urdu forms, nasal
signs of Devanagari and Bengali. None: left out."""

_ETHIOPIC = (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ"))
"""Rows of seven syllables that sound alike in Amharic and are written for one another."""

_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x093C, 0x093C), (0x09BC, 0x09BC), (0x0A3C, 0x0A3C), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE20, 0xFE2F), (0x200B, 0x200F), (0x2060, 0x2064), (0xFE00, 0xFE0F), (0x135D, 0x135F),
)  # fmt: skip
"""What is dropped: combining marks of Latin, Cyrillic, Hebrew and Arabic, nuktas, joiners. Indic vowel signs stay."""

_GLUED = re.compile(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)[(-](?=[a-z]\b)")
_BREAKS = re.compile(r"(?:[^\w\u0300-\u036f\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]|_)+")
_ASCII_BREAKS = {code: None if chr(code) in "'`" else " " for code in range(128) if not chr(code).isalnum()}
_RUNS = re.compile(r"([^\W\d_])\1{2,}")


def fold(text: str) -> str:
    """Return the match key of a text: folded words with one space between them, "" if nothing is left.

    Folding a key again changes nothing. "I-200" and "287(g)" become one word each, as people write them.
    """
    if text.isascii():
        return _joined(text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_TABLE)
    folded = unicodedata.normalize("NFC", folded).translate(_TABLE).casefold()
    return _joined(untangle(folded))


def simplified_pairs() -> dict[str, str]:
    """Return the table of Traditional characters and their Simplified forms."""
    lines = resources.files(__package__).joinpath("simplified.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    return {
        old: new for olds, news in zip(rows[::2], rows[1::2], strict=True) for old, new in zip(olds, news, strict=True)
    }


def _joined(text: str) -> str:
    if "-" in text or "(" in text:
        text = _GLUED.sub("", text)
    plain = " ".join(text.translate(_ASCII_BREAKS).split()) if text.isascii() else _BREAKS.sub(" ", text).strip()
    return _RUNS.sub(r"\1\1", plain)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(old): new for old, new in simplified_pairs().items()}
    table.update({ord(old): new for old, new in _VARIANTS.items()})
    for old, new in _ETHIOPIC:
        table.update({ord(old) + order: chr(ord(new) + order) for order in range(7)})
    for first, last in _MARKS:
        table.update(dict.fromkeys(range(first, last + 1)))
    digits = (code for code in range(0x80, sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Nd")
    table.update({code: str(unicodedata.digit(chr(code))) for code in digits})
    return table


_TABLE = _table()
