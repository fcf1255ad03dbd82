"""Scripts of Unicode, as far as they tell languages apart. Names are those of ISO 15924."""

from __future__ import annotations

import numpy as np

from app.matching.features import codes_of

_RANGES = (
    (0x0000, ""), (0x0041, "Latn"), (0x005B, ""), (0x0061, "Latn"), (0x007B, ""), (0x00C0, "Latn"), (0x0250, ""),
    (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, ""),
    (0x0750, "Arab"), (0x0780, ""), (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"),
    (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"),
    (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"),
    (0x1200, "Ethi"), (0x13A0, ""), (0x1780, "Khmr"), (0x1800, ""), (0x1E00, "Latn"), (0x1F00, "Grek"),
    (0x2000, ""), (0x2D80, "Ethi"), (0x2DE0, ""), (0x3040, "Kana"), (0x3100, ""), (0x3130, "Hang"), (0x3190, ""),
    (0x3400, "Hani"), (0xA000, ""), (0xAB01, "Ethi"), (0xAB30, ""), (0xAC00, "Hang"), (0xD7B0, ""), (0xF900, "Hani"),
    (0xFB00, ""), (0xFB50, "Arab"), (0xFE00, ""), (0xFE70, "Arab"), (0xFF00, ""), (0x20000, "Hani"), (0x32000, ""),
)  # fmt: skip
_STARTS = np.asarray([start for start, _ in _RANGES], dtype=np.uint64)
_NAMES = sorted({name for _, name in _RANGES})
_NUMBERS = np.asarray([_NAMES.index(name) for _, name in _RANGES])
_LATIN = _NAMES.index("Latn")
_NONE = _NAMES.index("")

_FOREIGN_WEIGHT = 3
"""A letter of another script counts as three Latin ones: people put "ICE" and "warrant" into every language, and
one Chinese character says as much as a word."""

UNSPACED = frozenset({"Hani", "Kana", "Hang", "Thai", "Khmr", "Laoo", "Mymr"})
"""Scripts in which words are not set apart by spaces, or particles are written onto them."""


def main_script(text: str) -> str:
    """Return the script that most of a text is written in, "" if it has no letters."""
    if text.isascii():
        return "Latn" if any(char.isalpha() for char in text) else ""
    counts = np.bincount(_NUMBERS[np.searchsorted(_STARTS, codes_of(text), side="right") - 1], minlength=len(_NAMES))
    counts *= _FOREIGN_WEIGHT
    counts[_LATIN] //= _FOREIGN_WEIGHT
    counts[_NONE] = 0
    return _NAMES[int(np.argmax(counts))] if counts.any() else ""


def is_unspaced(char: str) -> bool:
    """Return whether a character belongs to a script without spaces between words."""
    return not char.isascii() and main_script(char) in UNSPACED
