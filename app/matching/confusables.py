"""Letters that look alike in two scripts, put right inside a word that mixes them ("ICЕ" with a Cyrillic Е)."""

from __future__ import annotations

import re

_CYRILLIC = "аеорсухіѕјԁһкмтвнɡ"
_GREEK = "αορνικτυχε"
_LATIN_OF_CYRILLIC = "aeopcyxisjdhkmtbhg"
_LATIN_OF_GREEK = "aopviktuxe"

_TO_LATIN = str.maketrans(_CYRILLIC + _GREEK, _LATIN_OF_CYRILLIC + _LATIN_OF_GREEK)
_TO_CYRILLIC = str.maketrans("aeopcyxikmtbh", "аеорсухікмтвн")
_WORD = re.compile(r"\w+")
_LATIN_LETTER = re.compile("[a-zß-ɏ]")
_OTHER_LETTER = re.compile("[Ͱ-ϿЀ-ԯ]")


def untangle(text: str) -> str:
    """Return folded text in which each word that mixes Latin with Cyrillic or Greek is written in its main script."""
    if not (_OTHER_LETTER.search(text) and _LATIN_LETTER.search(text)):
        return text
    return _WORD.sub(lambda word: _one_script(word.group()), text)


def _one_script(word: str) -> str:
    latin, other = len(_LATIN_LETTER.findall(word)), len(_OTHER_LETTER.findall(word))
    if not latin or not other:
        return word
    return word.translate(_TO_LATIN if latin >= other else _TO_CYRILLIC)
