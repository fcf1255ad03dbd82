"""Names of languages made comparable, so that "ESPANOL!" is Español and "Chinese (simplified)" needs no brackets."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
"""Accents, and Arabic vowel signs. The vowel signs of Indic scripts are letters to their readers and stay."""

_LONGEST = 60
_MOST_SPACES = 4
"""No language name is longer or has more words; what is, is a question and not worth folding."""


def fold_name(text: str) -> str:
    """Return the key under which a language name is found: lower case, no accents, one space between words.

    "" if the text is too long to be a name or holds no letter.

    >>> fold_name("  ¡ESPAÑOL! ")
    'espanol'
    """
    if len(text) > _LONGEST or text.strip().count(" ") > _MOST_SPACES:
        return ""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return " ".join("".join(_kept(character) for character in unicodedata.normalize("NFC", bare)).split())


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return character
    # Joiners shape a word from within ("می‌کنم"); punctuation and the like stand between words.
    return "" if category == "Cf" else " "
